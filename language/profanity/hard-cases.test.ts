/** Evasions and innocents made by rule, by makers that know nothing of the matcher. */
import { describe, expect, it } from 'vitest';
import { shippedMatcher } from './shipped-matcher.ts';
import { CUT_WORDS, ENGLISH_BAD_WORDS, ENGLISH_FAMILIES } from './testing/english-evasions.ts';
import { ENGLISH_BY_HAND, ENGLISH_SEAMS } from './testing/innocent-english.ts';
import { KOREAN_BY_HAND, KOREAN_ORDINARY, KOREAN_SEAMS } from './testing/innocent-korean.ts';
import { KOREAN_BAD_WORDS, KOREAN_FAMILIES, type Disguise } from './testing/korean-evasions.ts';
import { Random } from './testing/random.ts';

const matcher = shippedMatcher();
const isFlagged = (text: string): boolean => matcher.find(text).listed.length > 0;
const SEED = 2_026;

type Frame = (word: string) => string;
const KOREAN_FRAMES: readonly Frame[] = [
  (word) => word,
  (word) => `아 ${word} 진짜`,
  (word) => `${word}ㅋㅋㅋ`,
  (word) => `오늘도 ${word}`,
];
const ENGLISH_FRAMES: readonly Frame[] = [
  (word) => word,
  (word) => `oh ${word} man`,
  (word) => `you are a ${word}!`,
];

function evasions(words: readonly string[], disguise: Disguise, frames: readonly Frame[]): string[] {
  const random = new Random(SEED);
  return words
    .flatMap((word) => frames.map((frame) => [disguise(word, random), frame] as const))
    .filter(([word]) => word !== '')
    .map(([word, frame]) => frame(word));
}

const FAMILIES: readonly (readonly [name: string, texts: readonly string[]])[] = [
  ...Object.entries(KOREAN_FAMILIES).map(
    ([name, disguise]) => [`Korean: ${name}`, evasions(KOREAN_BAD_WORDS, disguise, KOREAN_FRAMES)] as const,
  ),
  ...Object.entries(ENGLISH_FAMILIES).map(
    ([name, disguise]) =>
      [`English: ${name}`, evasions(ENGLISH_BAD_WORDS, disguise, ENGLISH_FRAMES)] as const,
  ),
  ['English: cut by a space', CUT_WORDS.flatMap((word) => ENGLISH_FRAMES.map((frame) => frame(word)))],
];

describe('evasions by rule', () => {
  it.each(FAMILIES)('%s: at least nine of ten', (_, texts) => {
    const missed = texts.filter((text) => !isFlagged(text));
    expect(texts.length).toBeGreaterThan(5);
    expect(missed.length / texts.length, missed.join(' ¦ ')).toBeLessThanOrEqual(0.1);
  });

  it('at least 95 of 100 in all, of more than 5,000', () => {
    const all = FAMILIES.flatMap(([, texts]) => texts);
    expect(all.length).toBeGreaterThan(5_000);
    expect(all.filter(isFlagged).length / all.length).toBeGreaterThanOrEqual(0.95);
  });

  it.each(
    `새낀 저새기 이새기 ㅈ간 ㅈ댔다 야발 야랄하네 무친놈 머가리 ㉦ㅣ발 ﾵￜ발 人l발 ∧ㅣ발 口ㅣ친놈 시ㅋㅋ발 시abc발 병병신신 🇫🇺🇨🇰 🅵🆄🅲🅺 ᶠᵘᶜᵏ fu(k fu<k
    fuc|< vvhore shlt`.split(/\s+/),
  )('chat writes %s', (text) => {
    expect(isFlagged(text)).toBe(true);
  });
});

describe('innocents by rule and by hand', () => {
  const korean = [...KOREAN_SEAMS, ...KOREAN_BY_HAND, ...KOREAN_ORDINARY].flatMap((text) => [
    text,
    `${text} 얘기`,
  ]);
  const english = [...ENGLISH_SEAMS, ...ENGLISH_BY_HAND].flatMap((text) => [text, `oh ${text}, well`]);

  it.each([
    ['Korean', korean],
    ['English', english],
  ])('%s: at most one of a hundred is flagged, of more than 1,000', (_, texts) => {
    const flagged = texts.filter(isFlagged);
    expect(texts.length).toBeGreaterThan(1_000);
    expect(flagged.length / texts.length, flagged.join(' ¦ ')).toBeLessThanOrEqual(0.01);
  });
});
