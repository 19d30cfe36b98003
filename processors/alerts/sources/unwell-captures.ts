import type { BroadcastsState } from '../../../core/broadcasts/state.ts';
import type { ChatpulseEvent } from '../../../core/events/codec.ts';
import type { UnwellCapture } from './find-stalled.ts';

const UNWELL: readonly string[] = ['stalled', 'reconnecting', 'failed'];
/** Captures that failed longer ago are forgotten. */
const REMEMBERED_MS = 30 * 60_000;

/** Which captures are not well, kept beside the fold of `broadcast.events`: a few of a topic that is kept for ever. */
export interface UnwellCaptures {
  /** After the fold has taken an event, which the log took at a time (ms since 1970). */
  took(event: ChatpulseEvent, appendTime: number): void;
  list(now: number): readonly UnwellCapture[];
  /** Captures that are kept in mind. */
  held(): number;
}

export function createUnwellCaptures(broadcasts: BroadcastsState): UnwellCaptures {
  const since = new Map<string, { readonly state: string; readonly at: number }>();

  /** Also where nobody asks for the list: of several processes one does. */
  function forgetFailed(now: number): void {
    for (const [id, { state, at }] of since)
      if (!broadcasts.broadcasts.has(id) || (state === 'failed' && now - at > REMEMBERED_MS))
        since.delete(id);
  }

  function look(id: string, appendTime: number): void {
    const state = broadcasts.broadcasts.get(id)?.state;
    if (state === undefined || !UNWELL.includes(state)) since.delete(id);
    // A capture that stalls, loses its connection and tries again has one trouble, from its beginning.
    else if (!since.has(id) || (state === 'failed' && since.get(id)?.state !== 'failed'))
      since.set(id, { state, at: appendTime });
  }

  return {
    took({ data }, appendTime) {
      forgetFailed(appendTime);
      if ('broadcastId' in data && typeof data.broadcastId === 'string') look(data.broadcastId, appendTime);
      // The end of a watch is the end of all its broadcasts.
      if ('channelId' in data)
        for (const id of broadcasts.watches.get(data.channelId)?.broadcastIds ?? []) look(id, appendTime);
    },
    held: () => since.size,
    list(now) {
      forgetFailed(now);
      return [...since].flatMap(([id, { at }]) => {
        const view = broadcasts.broadcasts.get(id);
        if (!view) return [];
        const watch = broadcasts.watches.get(view.channelId);
        return [{ view, since: at, watchedAgain: watch?.active === true && watch.requestedAt > at }];
      });
    },
  };
}
