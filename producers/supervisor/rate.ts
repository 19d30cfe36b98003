const SECONDS = 10;

/** Messages per second over the last ten seconds. */
export interface Rate {
  add(now: number): void;
  perSecond(now: number): number;
}

export function createRate(): Rate {
  const counts = new Array<number>(SECONDS).fill(0);
  let latest = 0;

  /** Forgets the seconds that have passed since the last call. */
  function advance(second: number): void {
    const steps = Math.min(SECONDS, second - latest);
    for (let step = 1; step <= steps; step += 1) counts[(latest + step) % SECONDS] = 0;
    if (steps === SECONDS) counts.fill(0);
    latest = Math.max(latest, second);
  }

  return {
    add(now) {
      const second = Math.floor(now / 1_000);
      advance(second);
      counts[latest % SECONDS] = (counts[latest % SECONDS] ?? 0) + 1;
    },
    perSecond(now) {
      advance(Math.floor(now / 1_000));
      return counts.reduce((sum, count) => sum + count, 0) / SECONDS;
    },
  };
}
