/** Older than so much, what was learnt of the difference of the clocks is forgotten: clocks are set right now and then. */
const FORGET_MS = 10 * 60_000;

/** The log's clock as far as this process can tell: its own, corrected by the append times of what it reads. */
export interface LogClock {
  /** A record was read now. */
  read(appendTime: number): void;
  now(): number;
}

/** `now` is this machine's clock. */
export function createLogClock(now: () => number): LogClock {
  // A record is read after it was appended, so the greatest difference is the nearest to the truth.
  let recent = { since: now(), difference: -Infinity };
  let before = -Infinity;
  return {
    read(appendTime) {
      const at = now();
      if (at - recent.since > FORGET_MS) {
        before = recent.difference;
        recent = { since: at, difference: -Infinity };
      }
      recent.difference = Math.max(recent.difference, appendTime - at);
    },
    now() {
      const difference = Math.max(recent.difference, before);
      // Records of long ago say nothing of the clock: only such as are younger than a minute do.
      return now() + (difference > -60_000 ? difference : 0);
    },
  };
}
