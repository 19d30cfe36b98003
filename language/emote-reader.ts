/**
 * What the emotes of a message say by their names: to the models of the text they are blanks. The names are English, or
 * end in English (the prefix of a channel, then `Love`), so the English model reads them, whatever the language beside them.
 */
import { EnglishFeatures } from './features/english.ts';
import type { LanguageScorer } from './model/language-scorer.ts';
import { NormalisedText } from './text/normalise.ts';
import type { EmoteSpan } from './types.ts';
import { BoundedCache } from './words/bounded-cache.ts';

/** The same few emotes come again and again. */
const CACHED_READINGS = 2048;
/** Longer ones do not come again, and would be kept in memory for nothing. */
const LONGEST_CACHED = 200;

export class EmoteReader {
  readonly #english: LanguageScorer;
  readonly #text = new NormalisedText();
  readonly #features = new EnglishFeatures();
  readonly #cache = new BoundedCache<number>(CACHED_READINGS);

  constructor(english: LanguageScorer) {
    this.#english = english;
  }

  /** Probability of positive by the emotes alone. */
  positive(emotes: readonly EmoteSpan[]): number {
    const words = emoteWords(emotes);
    let positive = this.#cache.get(words);
    if (positive === undefined) {
      this.#text.read(words);
      positive = this.#english.positive(this.#features.extract(this.#text));
      if (words.length <= LONGEST_CACHED) this.#cache.set(words, positive);
    }
    return positive;
  }
}

/** Each emote once, as it is called and as the words that its capitals tell apart: `PogChamp Pog Champ`. */
export function emoteWords(emotes: readonly EmoteSpan[]): string {
  const names = [...new Set(emotes.map(({ name }) => name))];
  return names
    .map((name) => {
      const parts = name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, ' ');
      return parts === name ? name : `${name} ${parts}`;
    })
    .join(' ');
}

/** Two probabilities of the same, found independently: their odds multiply. */
export function together(first: number, second: number): number {
  const both = first * second;
  return both / (both + (1 - first) * (1 - second));
}
