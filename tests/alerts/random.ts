import { seededRandom } from '../../dashboards/seed/random.ts';

/** Numbers that look random and are the same for a seed. */
export interface Random {
  /** In [0, 1). */
  next(): number;
  /** Time to the next event of a Poisson process with `rate` events per ms; ms. */
  gap(rate: number): number;
  pick<T>(from: readonly [T, ...T[]]): T;
}

export function createRandom(seed: number): Random {
  const next = seededRandom(seed);
  return {
    next,
    gap: (rate) => -Math.log(1 - next()) / rate,
    pick: (from) => from[Math.floor(next() * from.length)] ?? from[0],
  };
}
