/** Surges of negative messages in synthesised broadcasts, through the real processors of windows and alerts. */
import { describe, expect, it } from 'vitest';
import { CHOOSING_KINDS, OTHER_KINDS } from './alerts/kinds.ts';
import { add, measure, NO_SCORE, precision, quantile, recall, type Score } from './alerts/measure.ts';

/** Those of very large chats take long; `npm run bench:alerts` has them. */
const LARGE = 500;

function scoreOf(kinds: typeof OTHER_KINDS, seed: number): Score {
  return kinds
    .filter(({ at }) => at(0).perMinute < LARGE)
    .map((kind) => measure(kind, seed))
    .reduce(add, NO_SCORE);
}

describe('surges of negative messages', () => {
  it.each([
    ['the kinds on which parameters were chosen', CHOOSING_KINDS, 7],
    ['other kinds and seeds', OTHER_KINDS, 2_007],
  ])('are found, and little else, in %s', { timeout: 240_000 }, (_title, kinds, seed) => {
    const score = scoreOf(kinds, seed);
    expect(score.found).toBeGreaterThan(10);
    expect(precision(score)).toBeGreaterThanOrEqual(0.9);
    expect(recall(score)).toBeGreaterThanOrEqual(0.9);
    expect(quantile(score.delays, 0.5)).toBeLessThanOrEqual(15_000);
    expect(quantile(score.sinceDetectable, 0.75)).toBeLessThanOrEqual(15_000);
  });

  it('are not seen in small talk that the models call negative from the first message', () => {
    const kind = CHOOSING_KINDS.filter(({ name }) => name.startsWith('small talk'));
    expect(kind).toHaveLength(1);
    for (const seed of [1, 2, 3, 4, 5])
      expect(
        kind.map((one) => measure(one, seed).wrong),
        `seed ${seed}`,
      ).toEqual([0]);
  });
});
