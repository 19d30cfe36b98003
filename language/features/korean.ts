/**
 * Features of a Korean text, each present or not: character n-grams across words, n-grams at word edges,
 * words, word pairs, beginnings and ends, counts of marks, and morphemes. One extraction serves every score.
 */
import type { NormalisedText } from '../text/normalise.ts';
import type { WordEntry } from '../words/word-entry.ts';
import { keyOf, step } from './hash.ts';
import { KeySet } from './key-set.ts';

/** Salts: features of different kinds never share a key on purpose. */
const JOINED = 1;
export const EDGE = 2;
export const WORD = 3;
export const WORD_GAP = 4;
export const HEADS = 5;
export const PREFIX = 6;
export const SUFFIX = 7;
export const WHOLE = 8;
export const PLACE = 9;
export const COUNT = 10;
export const MORPHEME = 11;
export const MORPHEME_SKIP = 12;
export const CONTENT_PAIR = 13;

const SPACE = 0x20;
const CAPACITY = 1 << 14;
export const LONGEST_GRAM = 6;
export const LONGEST_PREFIX = 8;
export const MAX_MORPHEMES = 512;

/** Salt of a character n-gram of the text without spaces; the emotion lexicon makes keys of the same kind. */
export const JOINED_GRAM_KIND = JOINED;

export class KoreanFeatures {
  readonly keys = new KeySet(CAPACITY);
  readonly #wordHashes = new Int32Array(512);
  readonly #headHashes = new Int32Array(512);
  readonly #morphemes = new Int32Array(MAX_MORPHEMES);
  readonly #content = new Int32Array(MAX_MORPHEMES);

  /** Fills {@link keys} from a text and the entries of its words, in order. */
  extract(text: NormalisedText, words: readonly WordEntry[]): KeySet {
    this.keys.clear();
    this.#joinedGrams(text);
    this.#edgeGrams(text);
    this.#words(text);
    this.#beginningsAndEnds(text);
    this.#counts(text);
    this.#morphemeGrams(words, text.wordCount);
    return this.keys;
  }

  #joinedGrams(text: NormalisedText): void {
    const { joined, joinedLength: length } = text;
    for (let i = 0; i < length; i++) {
      let hash = 0;
      const end = Math.min(length, i + LONGEST_GRAM);
      for (let j = i; j < end; j++) {
        hash = step(hash, joined[j] as number);
        this.keys.add(keyOf(hash, JOINED));
      }
    }
  }

  /** Windows of 2 to 6 code points that contain a space. */
  #edgeGrams(text: NormalisedText): void {
    const { codes, length } = text;
    for (let i = 0; i < length; i++) {
      let hash = 0;
      let spaced = false;
      const end = Math.min(length, i + LONGEST_GRAM);
      for (let j = i; j < end; j++) {
        const code = codes[j] as number;
        hash = step(hash, code);
        if (code === SPACE) spaced = true;
        if (spaced && j > i) this.keys.add(keyOf(hash, EDGE));
      }
    }
  }

  #words(text: NormalisedText): void {
    const { codes, wordStarts, wordEnds } = text;
    const count = Math.min(text.wordCount, 512);
    const hashes = this.#wordHashes;
    const heads = this.#headHashes;
    for (let w = 0; w < count; w++) {
      const start = wordStarts[w] as number;
      const end = wordEnds[w] as number;
      let hash = 0;
      for (let i = start; i < end; i++) {
        hash = step(hash, codes[i] as number);
        if (i === start + 1) heads[w] = hash;
      }
      hashes[w] = hash;
      if (end === start + 1) heads[w] = hash;
    }
    const { keys } = this;
    for (let w = 0; w < count; w++) {
      const first = hashes[w] as number;
      keys.add(keyOf(first, WORD));
      if (w + 1 < count) {
        const pair = step(step(0, first), hashes[w + 1] as number);
        keys.add(keyOf(pair, WORD));
        if (w + 2 < count) keys.add(keyOf(step(pair, hashes[w + 2] as number), WORD));
      }
      for (let gap = 2; gap <= 3 && w + gap < count; gap++) {
        keys.add(keyOf(step(step(gap, first), hashes[w + gap] as number), WORD_GAP));
      }
      for (let gap = 1; gap <= 4 && w + gap < count; gap++) {
        keys.add(keyOf(step(step(gap, heads[w] as number), heads[w + gap] as number), HEADS));
      }
    }
    if (count > 0) {
      keys.add(keyOf(step(1, hashes[0] as number), PLACE));
      keys.add(keyOf(step(2, hashes[count - 1] as number), PLACE));
    }
  }

  #beginningsAndEnds(text: NormalisedText): void {
    const { joined, joinedLength: length } = text;
    const { keys } = this;
    const longest = Math.min(LONGEST_PREFIX, length);
    let hash = 0;
    for (let i = 0; i < longest; i++) {
      hash = step(hash, joined[i] as number);
      keys.add(keyOf(hash, PREFIX));
    }
    if (length > 0 && length <= LONGEST_PREFIX) keys.add(keyOf(hash, WHOLE));
    hash = 0;
    for (let i = 0; i < longest; i++) {
      hash = step(hash, joined[length - 1 - i] as number);
      keys.add(keyOf(hash, SUFFIX));
    }
  }

  #counts(text: NormalisedText): void {
    const { joined, joinedLength: length } = text;
    let exclaims = 0;
    let questions = 0;
    let dots = 0;
    let laughs = 0;
    let tears = 0;
    for (let i = 0; i < length; i++) {
      const code = joined[i];
      if (code === 0x21) exclaims++;
      else if (code === 0x3f) questions++;
      else if (code === 0x2e) dots++;
      else if (code === 0x314b || code === 0x314e) laughs++;
      else if (code === 0x3160 || code === 0x315c) tears++;
    }
    const { keys } = this;
    keys.add(keyOf(step(1, Math.min(40, length <= 8 ? length : 8 + (length >> 3))), COUNT));
    keys.add(keyOf(step(2, Math.min(4, exclaims)), COUNT));
    keys.add(keyOf(step(3, Math.min(4, questions)), COUNT));
    keys.add(keyOf(step(4, Math.min(6, dots)), COUNT));
    keys.add(keyOf(step(5, Math.min(4, laughs)), COUNT));
    keys.add(keyOf(step(6, Math.min(4, tears)), COUNT));
    keys.add(keyOf(step(7, Math.round((10 * text.wordCount) / (length + 1))), COUNT));
    keys.add(keyOf(step(8, Math.min(20, text.wordCount)), COUNT));
  }

  #morphemeGrams(words: readonly WordEntry[], wordCount: number): void {
    const all = this.#morphemes;
    const content = this.#content;
    let count = 0;
    let contentCount = 0;
    for (let w = 0; w < wordCount; w++) {
      const morphemes = words[w]?.morphemes;
      if (morphemes === undefined) continue;
      // The lowest bit of a morpheme's number tells content words from particles and endings.
      for (let i = 0; i < morphemes.length && count < MAX_MORPHEMES; i++) {
        const morpheme = morphemes[i] as number;
        all[count++] = morpheme;
        if ((morpheme & 1) === 1) content[contentCount++] = morpheme;
      }
    }
    const { keys } = this;
    for (let i = 0; i < count; i++) {
      let hash = 0;
      const end = Math.min(count, i + 4);
      for (let j = i; j < end; j++) {
        hash = step(hash, all[j] as number);
        keys.add(keyOf(hash, MORPHEME));
      }
      if (i + 2 < count)
        keys.add(keyOf(step(step(2, all[i] as number), all[i + 2] as number), MORPHEME_SKIP));
    }
    for (let i = 0; i < contentCount; i++) {
      for (let gap = 1; gap <= 4 && i + gap < contentCount; gap++) {
        keys.add(keyOf(step(step(gap, content[i] as number), content[i + gap] as number), CONTENT_PAIR));
      }
    }
  }
}
