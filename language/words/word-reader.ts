/** Entries of the words of a text, from a cache shared by all texts. */
import type { NormalisedText } from '../text/normalise.ts';
import { BoundedCache } from './bounded-cache.ts';
import type { MorphemeAnalyser } from './morphemes.ts';
import { makeWordEntry, type WordEntry } from './word-entry.ts';

/** Entries per generation of the cache; one takes about 30 MB when full, and holds the words of some 300,000 messages. */
export const WORD_CACHE_ENTRIES = 131_072;

export class WordReader {
  readonly #analyse: MorphemeAnalyser;
  readonly #cache: BoundedCache<WordEntry>;
  /** Entries of the text read last; the first `wordCount` of the text count. */
  readonly entries: WordEntry[] = [];

  constructor(analyse: MorphemeAnalyser, cacheEntries = WORD_CACHE_ENTRIES) {
    this.#analyse = analyse;
    this.#cache = new BoundedCache(cacheEntries);
  }

  read(text: NormalisedText): readonly WordEntry[] {
    for (let i = 0; i < text.wordCount; i++) {
      const word = text.wordText(i);
      let entry = this.#cache.get(word);
      if (entry === undefined) {
        entry = makeWordEntry(word, this.#analyse);
        this.#cache.set(word, entry);
      }
      this.entries[i] = entry;
    }
    return this.entries;
  }
}
