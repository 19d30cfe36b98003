/** Older than so much, what was learnt of the difference of the clocks is forgotten: clocks are set right now and then. */
const FORGET_MS = 10 * 60_000;
/** All that is read for so long says that less is true by so much: the clock of this machine was set. */
const CONTRADICTED_FOR_MS = 5_000;
const CONTRADICTED_BY_MS = 1_000;

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
  let contradicted: typeof recent | undefined;
  const greatest = (): number => Math.max(recent.difference, before);

  /** A record that was long under way says less as well; but then others do not, or not for long. */
  function heed(difference: number, at: number): void {
    if (difference >= greatest() - CONTRADICTED_BY_MS) {
      contradicted = undefined;
      return;
    }
    contradicted ??= { since: at, difference };
    contradicted.difference = Math.max(contradicted.difference, difference);
    if (at - contradicted.since < CONTRADICTED_FOR_MS) return;
    recent = { ...contradicted, since: at };
    before = -Infinity;
    contradicted = undefined;
  }

  return {
    read(appendTime) {
      const at = now();
      if (at - recent.since > FORGET_MS) {
        before = recent.difference;
        recent = { since: at, difference: -Infinity };
      }
      heed(appendTime - at, at);
      recent.difference = Math.max(recent.difference, appendTime - at);
    },
    now() {
      const difference = greatest();
      // Records of long ago say nothing of the clock: only such as are younger than a minute do.
      return now() + (difference > -60_000 ? difference : 0);
    },
  };
}
