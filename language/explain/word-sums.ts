import { EMOTIONS, type Emotion } from '../types.ts';
import type { Layout, Place } from './layout.ts';
import type { SourceRange } from './source-words.ts';
import type { WordEvidence } from './types.ts';

export type ScoreName = 'sentiment' | 'profanity' | Emotion;

/** How much of a feature lies in a word; the shares of a feature add up to one. */
export interface WordShare {
  readonly word: number;
  readonly share: number;
}

/** By the letters that lie in each word; what stands nowhere belongs to no word. */
export function wordShares(places: readonly Place[], layout: Layout): readonly WordShare[] {
  const letters = new Map<number, number>();
  let all = 0;
  for (const { from, to } of places) {
    for (let at = from; at < to; at++) {
      const word = layout.wordAt(at);
      letters.set(word, (letters.get(word) ?? 0) + 1);
      all++;
    }
  }
  return Array.from(letters, ([word, count]) => ({ word, share: count / all }));
}

/** The weight of all evidence that lies in each word of a text. */
export class WordSums {
  readonly #ranges: readonly SourceRange[];
  readonly #sums: ReadonlyMap<ScoreName, Float64Array>;

  /** @param ranges the words of the text, in order */
  constructor(ranges: readonly SourceRange[]) {
    this.#ranges = ranges;
    const names: readonly ScoreName[] = ['sentiment', 'profanity', ...EMOTIONS];
    this.#sums = new Map(names.map((name) => [name, new Float64Array(ranges.length)]));
  }

  add(score: ScoreName, shares: readonly WordShare[], weight: number): void {
    const sums = this.#sums.get(score) as Float64Array;
    for (const { word, share } of shares) sums[word] = (sums[word] as number) + weight * share;
  }

  /** Shares a weight among the words that a stretch of the original touches, by length. */
  addRange(score: ScoreName, { start, end }: SourceRange, weight: number): void {
    const overlaps = this.#ranges.map((word) =>
      Math.max(0, Math.min(end, word.end) - Math.max(start, word.start)),
    );
    const all = overlaps.reduce((sum, each) => sum + each, 0);
    if (all === 0) return;
    this.add(
      score,
      overlaps.map((overlap, word) => ({ word, share: overlap / all })),
      weight,
    );
  }

  /** For the words of another reading of the same text with more blanks, the words here that they are part of. */
  wordsOf(ranges: readonly SourceRange[]): readonly number[] {
    let word = 0;
    return ranges.map(({ start }) => {
      while (word + 1 < this.#ranges.length && (this.#ranges[word] as SourceRange).end <= start) word++;
      return word;
    });
  }

  list(): readonly WordEvidence[] {
    const of = (name: ScoreName, w: number): number => this.#sums.get(name)?.[w] ?? 0;
    return this.#ranges.map(({ start, end }, w) => ({
      start,
      end,
      sentiment: of('sentiment', w),
      profanity: of('profanity', w),
      emotion: Object.fromEntries(EMOTIONS.map((emotion) => [emotion, of(emotion, w)])) as Record<
        Emotion,
        number
      >,
    }));
  }
}
