import type { Clock } from '../../core/clock.ts';
import type { Group } from '../http/contract.ts';
import type { Viewer } from './viewer.ts';

/** What changes by time alone (a show that ended leaves its group) is seen within this. */
const LOOK_EVERY_MS = 1_000;

export interface GroupFeedOptions {
  /** A group as it is now; undefined where there is none of this name. */
  readonly group: (name: string) => Group | undefined;
  /** Resolves when a group that any gateway knows is known here too, or is sure to be unknown. */
  readonly learn: (name: string) => Promise<void>;
  readonly clock: Clock;
  /** Changes that come within so many ms are told as one. */
  readonly settleMs: number;
}

/** Tells viewers of a channel group what it shows: at once, and whenever that changes. A viewer follows one at most. */
export interface GroupFeed {
  /** @throws ChatpulseError CHATPULSE_LOG_UNAVAILABLE; the group is followed nevertheless, and told when it is known */
  follow(viewer: Viewer, name: string): Promise<void>;
  leave(viewer: Viewer): void;
  /** Something that a group shows may have changed. */
  touch(): void;
  close(): void;
}

interface Follower {
  readonly name: string;
  /** What it was told last; undefined before the first time. */
  told: string | undefined;
  /** Whether a group that is not known is sure not to be. */
  learned: boolean;
}

export function createGroupFeed({ group, learn, clock, settleMs }: GroupFeedOptions): GroupFeed {
  const followers = new Map<Viewer, Follower>();
  let cancelLook: (() => void) | undefined;
  let cancelTick: (() => void) | undefined;

  function look(): void {
    cancelLook = undefined;
    const groups = new Map<string, Group | null>();
    for (const [viewer, follower] of followers) {
      let now = groups.get(follower.name);
      if (now === undefined) groups.set(follower.name, (now = group(follower.name) ?? null));
      tell(viewer, follower, now);
    }
  }

  function tell(viewer: Viewer, follower: Follower, now: Group | null): void {
    // One that takes no more just now is told at the next look.
    if ((now === null && !follower.learned) || !viewer.takes()) return;
    const mark = markOf(now);
    if (mark === follower.told) return;
    follower.told = mark;
    viewer.send({ type: 'group', name: follower.name, group: now });
  }

  function tick(): void {
    look();
    cancelTick = followers.size > 0 ? clock.after(LOOK_EVERY_MS, tick) : undefined;
  }

  return {
    async follow(viewer, name) {
      const follower: Follower = { name, told: undefined, learned: false };
      followers.set(viewer, follower);
      cancelTick ??= clock.after(LOOK_EVERY_MS, tick);
      await learn(name);
      follower.learned = true;
      if (followers.get(viewer) === follower) tell(viewer, follower, group(name) ?? null);
    },
    leave(viewer) {
      followers.delete(viewer);
    },
    touch() {
      if (followers.size > 0) cancelLook ??= clock.after(settleMs, look);
    },
    close() {
      followers.clear();
      cancelLook?.();
      cancelTick?.();
    },
  };
}

/** By what a group is told anew: all but the figures that its broadcasts' own frames bring. */
function markOf(group: Group | null): string {
  if (!group) return 'none';
  const { broadcasts, ...summary } = group;
  const shown = broadcasts.map(({ id, state, reason, title, endedAt, watching }) => [
    id,
    state,
    reason,
    title,
    endedAt,
    watching,
  ]);
  return JSON.stringify([summary, shown]);
}
