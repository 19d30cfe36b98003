import { MINUTE, type BroadcastKind } from './broadcast-kind.ts';
import { createRandom, type Random } from './random.ts';

export const QUIET_HOURS = 4;
const STEP_MS = 10_000;
/** The share wanders by so much (a standard deviation), and forgets where it was in so long. */
const WANDER = 0.03;
const FORGETS_MS = 120_000;
const RATES = [30, 120, 480];
const SHARES = [0.05, 0.2, 0.42];

/** Chats in which nothing happens, of several rates and moods. What is raised of them is wrong. */
export function quietKinds(): readonly BroadcastKind[] {
  return RATES.flatMap((perMinute) =>
    SHARES.map((share): BroadcastKind => {
      const path = wandering(createRandom(perMinute + share * 1_000), Math.min(WANDER, share / 4));
      return {
        name: `${perMinute} a minute, ${share * 100} % negative`,
        minutes: QUIET_HOURS * 60,
        viewers: Math.max(30, perMinute * 1.5),
        surges: [],
        at: (ms) => ({ perMinute, negative: Math.max(0.005, share + (path[Math.floor(ms / STEP_MS)] ?? 0)) }),
      };
    }),
  );
}

/** An autoregression of the first order. */
function wandering(random: Random, deviation: number): readonly number[] {
  const keeps = Math.exp(-STEP_MS / FORGETS_MS);
  let at = 0;
  return Array.from({ length: (QUIET_HOURS * 60 * MINUTE) / STEP_MS }, () => {
    at = keeps * at + Math.sqrt(1 - keeps ** 2) * deviation * normal(random);
    return at;
  });
}

/** Normal, by Box and Muller. */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}
