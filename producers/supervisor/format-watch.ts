/** A minute is judged when it is over, or as soon as it is bad enough. */
const MINUTE_MS = 60_000;
/** Fewer than this may be a few odd messages, and a smaller share a rare kind that was added. */
const MIN_COUNT = 10;
const MIN_SHARE = 0.1;

/** How much of what came in the last minute was not understood. */
export interface Misunderstanding {
  /** 0 where all is well again. */
  readonly count: number;
  readonly of: number;
  readonly reason: string;
}

/** Notices that a platform has changed its format, by the share of its payloads that cannot be understood. */
export interface FormatWatch {
  understood(now: number): Misunderstanding | undefined;
  /** Answers what is to be told, once when it begins and once when it is over. */
  misunderstood(reason: string, now: number): Misunderstanding | undefined;
}

/** @param told whether an earlier process has told of it, and nothing since */
export function createFormatWatch(told = false): FormatWatch {
  let minuteStart = -Infinity;
  let count = 0;
  let of = 0;

  /** Begins a new minute where the last is over; answers whether it was a good one after bad ones. */
  function turn(now: number): boolean {
    if (now - minuteStart < MINUTE_MS) return false;
    // A few payloads that all fail are no good minute either.
    const good = told && of > 0 && count < of * MIN_SHARE;
    minuteStart = now;
    count = 0;
    of = 0;
    if (good) told = false;
    return good;
  }

  function isBad(): boolean {
    return count >= MIN_COUNT && count >= of * MIN_SHARE;
  }

  return {
    understood(now) {
      const good = turn(now);
      of += 1;
      return good ? { count: 0, of, reason: '' } : undefined;
    },
    misunderstood(reason, now) {
      const good = turn(now);
      of += 1;
      count += 1;
      if (!told && isBad()) {
        told = true;
        return { count, of, reason };
      }
      return good ? { count: 0, of, reason: '' } : undefined;
    },
  };
}
