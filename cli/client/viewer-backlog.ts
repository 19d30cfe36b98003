import type { ServerMessage } from '../../gateway/live/protocol.ts';

/** Chat messages that wait at most, about 5 MB: whoever pages through the output may stop reading for hours. */
const MAX_WAITING = 5_000;

/** What a server has sent and nobody has read yet: bounded, and what is left out is counted. */
export interface ViewerBacklog {
  push(message: ServerMessage): void;
  /** Everything that waits, in order; a frame without messages says how many were left out at its place. */
  takeAll(): readonly ServerMessage[];
  readonly size: number;
}

export function createViewerBacklog(maxWaiting = MAX_WAITING): ViewerBacklog {
  let waiting: ServerMessage[] = [];
  let messages = 0;
  /** Stands last where frames are being left out. */
  let leftOut: (ServerMessage & { type: 'frame' }) | undefined;

  return {
    get size() {
      return waiting.length;
    },
    push(message) {
      if (message.type === 'frame' && messages >= maxWaiting) {
        const skipped = (leftOut?.skipped ?? 0) + message.messages.length + (message.skipped ?? 0);
        if (leftOut) waiting.pop();
        leftOut = { ...message, messages: [], retractions: [], windows: [], ...(skipped > 0 && { skipped }) };
        waiting.push(leftOut);
        return;
      }
      leftOut = undefined;
      if (message.type === 'frame') messages += message.messages.length;
      waiting.push(message);
    },
    takeAll() {
      const all = waiting;
      waiting = [];
      messages = 0;
      leftOut = undefined;
      return all;
    },
  };
}
