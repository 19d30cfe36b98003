import { EMOTIONS, type Emotion } from '../types.ts';
import type { Place } from './layout.ts';
import type { ReadText } from './reading.ts';
import type { SourceRange } from './source-words.ts';
import type { WordEvidence } from './types.ts';

export type ScoreName = 'sentiment' | 'profanity' | Emotion;

/** Shares the weight of evidence among the words that it stands in. */
export class WordSums {
  readonly #ranges: readonly SourceRange[];
  readonly #sums: ReadonlyMap<ScoreName, Float64Array>;

  /** @param ranges the words of the text, in order */
  constructor(ranges: readonly SourceRange[]) {
    this.#ranges = ranges;
    const names: readonly ScoreName[] = ['sentiment', 'profanity', ...EMOTIONS];
    this.#sums = new Map(names.map((name) => [name, new Float64Array(ranges.length)]));
  }

  /**
   * By the letters that lie in each word; what stands nowhere belongs to no word.
   * @param read where the places are; it may have fewer words than the text
   */
  addPlaces(score: ScoreName, places: readonly Place[], weight: number, { layout, ranges }: ReadText): void {
    const letters = places.reduce((sum, { from, to }) => sum + to - from, 0);
    if (letters === 0 || weight === 0) return;
    layout.words.forEach((word, w) => {
      const inside = places.reduce((sum, place) => sum + layout.overlap(place, w), 0);
      if (inside > 0 && word.to > word.from)
        this.#add(score, ranges[w] as SourceRange, (weight * inside) / letters);
    });
  }

  /** By the letters of the original. */
  addRange(score: ScoreName, range: SourceRange, weight: number): void {
    this.#add(score, range, weight);
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

  #add(score: ScoreName, { start, end }: SourceRange, weight: number): void {
    const overlaps = this.#ranges.map((word) =>
      Math.max(0, Math.min(end, word.end) - Math.max(start, word.start)),
    );
    const all = overlaps.reduce((sum, each) => sum + each, 0);
    if (all === 0) return;
    const sums = this.#sums.get(score) as Float64Array;
    overlaps.forEach((each, w) => (sums[w] = (sums[w] as number) + (weight * each) / all));
  }
}
