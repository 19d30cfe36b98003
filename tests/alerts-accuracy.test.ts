/** Surges, bursts and silence in synthesised broadcasts, through the real processors of windows and alerts. */
import { describe, expect, it } from 'vitest';
import { QUIET_HOURS, quietKinds } from './alerts/quiet.ts';
import { FEW_PEOPLE_KINDS } from './alerts/few-people.ts';
import { PROFANITY_KINDS } from './alerts/profanity.ts';
import { SHAPES } from './alerts/shapes.ts';
import { CHAT_SILENCE_KINDS, CHAT_SURGE_KINDS } from './alerts/volume.ts';
import { CHOOSING_KINDS, OTHER_KINDS } from './alerts/kinds.ts';
import { add, measure, NO_SCORE, precision, quantile, recall, type Score } from './alerts/measure.ts';

/** Those of very large chats take long; `npm run bench:alerts` has them. */
const LARGE = 500;

/** Of one seed a few unlucky minutes would decide. */
const SEEDS = 2;

function scoreOf(kinds: typeof OTHER_KINDS, firstSeed: number): Score {
  return kinds
    .filter(({ at }) => at(0).perMinute < LARGE)
    .flatMap((kind) => Array.from({ length: SEEDS }, (_, index) => measure(kind, firstSeed + index)))
    .reduce(add, NO_SCORE);
}

describe('surges of negative messages', () => {
  it.each([
    ['the kinds on which parameters were chosen', CHOOSING_KINDS, 7],
    ['other kinds and seeds', OTHER_KINDS, 2_007],
    ['surges of many shapes, and what only looks like one', SHAPES, 4_007],
  ])('are found, and little else, in %s', { timeout: 240_000 }, (_title, kinds, seed) => {
    const score = scoreOf(kinds, seed);
    expect(score.found).toBeGreaterThan(10);
    expect(precision(score)).toBeGreaterThanOrEqual(0.9);
    expect(recall(score)).toBeGreaterThanOrEqual(0.9);
    expect(quantile(score.delays, 0.5)).toBeLessThanOrEqual(15_000);
    expect(quantile(score.sinceDetectable, 0.8)).toBeLessThanOrEqual(15_000);
    // Nobody can be sure earlier than one who knew what comes.
    expect(quantile(score.sinceSure, 0.85)).toBeLessThanOrEqual(15_000);
  });

  it('are found in chats of few people who write much, of whom nearly all say something negative at any time', () => {
    const score = scoreOf(FEW_PEOPLE_KINDS, 8_007);
    expect(score.found).toBeGreaterThan(10);
    expect(precision(score)).toBeGreaterThanOrEqual(0.9);
    expect(recall(score)).toBeGreaterThanOrEqual(0.9);
    expect(quantile(score.delays, 0.5)).toBeLessThanOrEqual(20_000);
  });

  it('are seen by chance less than once in eight hours of a quiet chat', { timeout: 240_000 }, () => {
    const kinds = quietKinds().filter(({ at }) => at(0).perMinute < LARGE / 2);
    const wrong = kinds.map((kind) => measure(kind, 11).wrong).reduce((sum, one) => sum + one, 0);
    expect(wrong / (kinds.length * QUIET_HOURS)).toBeLessThanOrEqual(1 / 8);
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

  it('are not seen where a few people begin to write much, of whom then nearly all have a negative message', () => {
    const loud = CHAT_SURGE_KINDS.filter(({ name }) =>
      ['small', 'half a minute', 'one after the other'].includes(name),
    );
    expect(loud).toHaveLength(3);
    for (const seed of [7_001, 7_002, 7_003])
      expect(
        loud.map((kind) => measure({ ...kind, rule: 'negative-surge', surges: [] }, seed).wrong),
        `seed ${seed}`,
      ).toEqual([0, 0, 0]);
  });
});

describe('what is not about negative messages', () => {
  it.each([
    ['bursts of profanity', PROFANITY_KINDS, 5_007],
    ['chats that become loud', CHAT_SURGE_KINDS, 6_007],
    ['chats that fall silent', CHAT_SILENCE_KINDS, 7_007],
  ])('is found, and little else: %s', { timeout: 240_000 }, (_title, kinds, seed) => {
    const score = scoreOf(kinds, seed);
    expect(score.found).toBeGreaterThan(10);
    expect(precision(score)).toBeGreaterThanOrEqual(0.9);
    expect(recall(score)).toBeGreaterThanOrEqual(0.9);
    expect(quantile(score.sinceDetectable, 0.8)).toBeLessThanOrEqual(15_000);
  });

  it('a chat that has faded away is not silent: the last half hour says what is usual, not the last windows with messages', () => {
    const faded = CHAT_SILENCE_KINDS.filter(({ name }) => name === 'fades away');
    expect(faded.map((kind) => measure(kind, 8_001).wrong)).toEqual([0]);
  });
});
