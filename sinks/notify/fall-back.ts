import type { Clock } from '../../core/clock.ts';
import type { Lane } from './lane.ts';
import { noticeKey, type OwedNotice } from './plan.ts';

/** Decides to which destinations of a chain a notice is offered. */
export interface FallBack {
  /** The first, and each further one while all before it fail or take too long. */
  destinations(owed: OwedNotice): readonly string[];
  /** Forgets notices that are no longer owed; given the keys of those that are. */
  keepOnly(keys: ReadonlySet<string>): void;
}

export function createFallBack(options: {
  readonly lanes: ReadonlyMap<string, Pick<Lane, 'failures'>>;
  readonly clock: Clock;
  /** A destination that has not taken a notice for so long (ms) takes too long. */
  readonly patienceMs: number;
}): FallBack {
  const { lanes, clock, patienceMs } = options;
  const offeredAt = new Map<string, number>();

  function isHopeless(owed: OwedNotice, destination: string): boolean {
    const lane = lanes.get(destination);
    if (!lane) return true;
    const key = noticeKey(owed, destination);
    const since = offeredAt.get(key) ?? clock.now();
    offeredAt.set(key, since);
    return lane.failures() > 0 || clock.now() - since >= patienceMs;
  }

  return {
    destinations(owed) {
      const offered: string[] = [];
      for (const destination of owed.chain) {
        if (lanes.has(destination)) offered.push(destination);
        if (!isHopeless(owed, destination)) break;
      }
      return offered;
    },
    keepOnly(keys) {
      for (const key of offeredAt.keys()) if (!keys.has(key)) offeredAt.delete(key);
    },
  };
}
