import type { BroadcastsState } from '../../../core/broadcasts/state.ts';
import type { ChatpulseEvent } from '../../../core/events/codec.ts';
import type { Trouble } from '../trouble.ts';

/** Captures of which much cannot be understood: the platform may have changed its format. Kept beside the fold. */
export interface MisunderstoodCaptures {
  /** After the fold has taken an event. */
  took(event: ChatpulseEvent): void;
  find(now: number): readonly Trouble[];
}

export function createMisunderstoodCaptures({ broadcasts }: BroadcastsState): MisunderstoodCaptures {
  const ids = new Set<string>();
  return {
    took(event) {
      if (event.type === 'PayloadsMisunderstood') ids.add(event.data.broadcastId);
      // What is over, or understood again, says so by its own events.
      for (const id of ids) if (!isMisunderstood(broadcasts.get(id))) ids.delete(id);
    },
    find: (at) =>
      [...ids].flatMap((id): Trouble[] => {
        const view = broadcasts.get(id);
        if (!view?.misunderstood) return [];
        const { count, reason, at: since } = view.misunderstood;
        const about = { subject: id, broadcastId: id, channelId: view.channelId };
        const rule = 'source-misunderstood';
        return [{ ...about, rule, value: count, count, detail: reason, holds: true, over: false, since, at }];
      }),
  };
}

function isMisunderstood(view: ReturnType<BroadcastsState['broadcasts']['get']>): boolean {
  return view !== undefined && view.misunderstood !== null && view.endedAt === null;
}
