import type { BroadcastsState, BroadcastView } from '../../core/broadcasts/state.ts';
import type { Group } from '../../core/groups/reduce.ts';

/** A show that has ended stays so long among those of its group, ms: its last words are still being read. */
export const LEAVES_AFTER_MS = 10 * 60_000;
/** As many as one connection may subscribe to. */
const MOST = 20;

/**
 * What a group shows at a moment: of the latest watch of each of its channels what runs or has just ended, the newest
 * first. A new show joins by having begun.
 */
export function broadcastsOfGroup(group: Group, state: BroadcastsState, now: number): BroadcastView[] {
  return group.channels
    .flatMap(({ channelId }) => {
      const watch = state.watches.get(channelId);
      if (!watch) return [];
      const ids = new Set([watch.broadcastId, ...watch.broadcastIds]);
      return [...ids].flatMap((id) => state.broadcasts.get(id) ?? []);
    })
    .filter(({ endedAt }) => endedAt === null || now - endedAt < LEAVES_AFTER_MS)
    .sort((a, b) => Number(a.endedAt !== null) - Number(b.endedAt !== null) || b.startedAt - a.startedAt)
    .slice(0, MOST);
}
