import { createEventQueue, type EventQueue } from '../../producers/event-queue.ts';
import type {
  ChatSource,
  OpenOptions,
  SourceCapabilities,
  SourceEvent,
  SourceMessage,
} from '../../producers/port.ts';

/** A source whose sessions say what a test tells them to. */
export interface ScriptedSource extends ChatSource {
  /** The sessions opened so far. */
  readonly opened: readonly OpenOptions[];
  /** When each session was opened, ms since 1970. */
  readonly openedAt: readonly number[];
  /** Says something in the latest session. */
  say(...events: readonly SourceEvent[]): void;
  /** Ends the latest session without a word, as a bug in a source would. */
  breakOff(): void;
}

export function createScriptedSource(capabilities: Partial<SourceCapabilities> = {}): ScriptedSource {
  const opened: OpenOptions[] = [];
  const openedAt: number[] = [];
  let current: EventQueue | undefined;
  return {
    platform: 'twitch',
    capabilities: {
      removals: true,
      paid: true,
      backlog: false,
      emotes: true,
      clock: 'live',
      keepAliveMs: 70_000,
      resumable: false,
      silenceEndsMs: 30 * 60_000,
      ...capabilities,
    },
    opened,
    openedAt,
    open(options) {
      opened.push(options);
      openedAt.push(options.clock.now());
      const queue = createEventQueue();
      current = queue;
      options.signal.addEventListener('abort', () => {
        queue.end();
      });
      if (options.signal.aborted) queue.end();
      return queue.batches();
    },
    say(...events) {
      for (const event of events) current?.push(event);
    },
    breakOff() {
      current?.end();
    },
  };
}

/** A message event; the id doubles as its text. */
export function said(messageId: string, overrides: Partial<SourceMessage> = {}): SourceEvent {
  return {
    type: 'message',
    message: {
      messageId,
      sentAt: null,
      author: { id: 'u1', name: 'Ada', login: null, roles: [], identifiable: true },
      text: messageId,
      emotes: [],
      kind: 'text',
      paid: null,
      reply: null,
      originId: null,
      ...overrides,
    },
  };
}
