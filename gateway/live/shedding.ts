import type { Clock } from '../../core/clock.ts';

/** ms between two rounds of closing. */
const ROUND_MS = 50;

/** How far the shedding of connections has come. */
export interface SheddingProgress {
  /** Connections that were to be closed. */
  readonly planned: number;
  /** Those of them that were asked to go elsewhere, or had gone by themselves. */
  readonly done: number;
}

export interface Shedding {
  progress(): SheddingProgress;
  /** Resolves when all were asked, or the rest was let stay. */
  readonly over: Promise<void>;
  /** Lets those stay that were not asked yet. */
  cancel(): void;
}

/** Calls `ask` for each of `targets`, spread evenly over a time, so that other gateways are not flooded. */
export function startShedding<T>(options: {
  readonly targets: readonly T[];
  readonly overMs: number;
  readonly clock: Clock;
  readonly ask: (target: T) => void;
}): Shedding {
  const { targets, clock, ask } = options;
  const rounds = Math.max(1, Math.ceil(options.overMs / ROUND_MS));
  let done = 0;
  let round = 0;
  let cancelNext: () => void = () => undefined;
  let finish: () => void = () => undefined;
  const over = new Promise<void>((resolve) => {
    finish = resolve;
  });

  function next(): void {
    round += 1;
    const due = Math.round((targets.length * round) / rounds);
    for (const target of targets.slice(done, due)) ask(target);
    done = due;
    if (done < targets.length) cancelNext = clock.after(ROUND_MS, next);
    else finish();
  }
  next();

  return {
    progress: () => ({ planned: targets.length, done }),
    over,
    cancel: () => {
      cancelNext();
      finish();
    },
  };
}

/** So many of a list, each with the same chance. */
export function sample<T>(list: readonly T[], count: number, random: () => number = Math.random): T[] {
  const pool = [...list];
  for (let index = 0; index < count && index < pool.length; index += 1) {
    const other = index + Math.floor(random() * (pool.length - index));
    const [a, b] = [pool[index], pool[other]];
    if (a === undefined || b === undefined) continue;
    pool[index] = b;
    pool[other] = a;
  }
  return pool.slice(0, count);
}
