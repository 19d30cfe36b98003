/** Numbers that look random and are the same for a seed (mulberry32). */
export interface Random {
  /** In [0, 1). */
  next(): number;
  /** Time to the next event of a Poisson process with `rate` events per ms; ms. */
  gap(rate: number): number;
  pick<T>(from: readonly [T, ...T[]]): T;
}

export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    gap: (rate) => -Math.log(1 - next()) / rate,
    pick: (from) => from[Math.floor(next() * from.length)] ?? from[0],
  };
}
