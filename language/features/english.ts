/**
 * Features of an English text, each present or not: word 1-3-grams, words in the scope of a negation,
 * character 3-5-grams, counts of marks.
 */
import type { NormalisedText } from '../text/normalise.ts';
import { keyOf, step } from './hash.ts';
import { KeySet } from './key-set.ts';

const WORD = 33;
export const NEGATED = 34;
export const CHARACTERS = 35;
export const COUNT = 36;
export const EDGE_WORD = 37;

/** Salt of a single word; the emotion lexicon makes keys of the same kind. */
export const ENGLISH_WORD_KIND = WORD;

const CAPACITY = 1 << 13;
export const MAX_WORDS = 256;
/** Words after a negation that count as negated. */
export const NEGATION_SCOPE = 3;
/** Code points above are arrows, pictures, emoji: words of their own. */
export const PICTURES_ABOVE = 0x2190;
const APOSTROPHE = 0x27;

export class EnglishFeatures {
  readonly keys = new KeySet(CAPACITY);
  readonly #hashes = new Int32Array(MAX_WORDS);
  readonly #negations = negationHashes();

  /** Fills {@link keys} from a text. Words of other scripts are skipped, emoji count as words. */
  extract(text: NormalisedText): KeySet {
    this.keys.clear();
    const count = this.#readWords(text);
    this.#wordGrams(count);
    this.#characterGrams(text);
    this.#counts(text, count);
    return this.keys;
  }

  /** Hashes of the words: runs of letters, digits and apostrophes, or one emoji. */
  #readWords(text: NormalisedText): number {
    const { codes, length } = text;
    let count = 0;
    let hash = 0;
    let inside = false;
    for (let i = 0; i < length && count < MAX_WORDS - 1; i++) {
      const code = codes[i] as number;
      if (isWordCode(code)) {
        hash = step(inside ? hash : 0, straight(code));
        inside = true;
        continue;
      }
      if (inside) this.#hashes[count++] = hash;
      inside = false;
      if (code > PICTURES_ABOVE) this.#hashes[count++] = step(0, code);
    }
    return count;
  }

  #wordGrams(count: number): void {
    const hashes = this.#hashes;
    const { keys } = this;
    let scope = 0;
    for (let w = 0; w < count; w++) {
      const word = hashes[w] as number;
      keys.add(keyOf(step(0, word), WORD));
      if (w + 1 < count) {
        const pair = step(step(0, word), hashes[w + 1] as number);
        keys.add(keyOf(pair, WORD));
        if (w + 2 < count) keys.add(keyOf(step(pair, hashes[w + 2] as number), WORD));
      }
      if (scope > 0) {
        keys.add(keyOf(word, NEGATED));
        scope--;
      }
      if (this.#negations.has(word)) scope = NEGATION_SCOPE;
    }
    if (count > 0) {
      keys.add(keyOf(step(1, hashes[0] as number), EDGE_WORD));
      keys.add(keyOf(step(2, hashes[count - 1] as number), EDGE_WORD));
    }
  }

  #characterGrams(text: NormalisedText): void {
    const { codes, length } = text;
    const { keys } = this;
    for (let i = 0; i < length; i++) {
      let hash = 0;
      const end = Math.min(length, i + 5);
      for (let j = i; j < end; j++) {
        hash = step(hash, codes[j] as number);
        if (j >= i + 2) keys.add(keyOf(hash, CHARACTERS));
      }
    }
  }

  #counts(text: NormalisedText, words: number): void {
    let exclaims = 0;
    let questions = 0;
    for (let i = 0; i < text.length; i++) {
      if (text.codes[i] === 0x21) exclaims++;
      else if (text.codes[i] === 0x3f) questions++;
    }
    this.keys.add(keyOf(step(1, Math.min(12, words <= 6 ? words : 6 + (words >> 2))), COUNT));
    this.keys.add(keyOf(step(2, Math.min(3, exclaims)), COUNT));
    this.keys.add(keyOf(step(3, Math.min(3, questions)), COUNT));
  }
}

export function isWordCode(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x30 && code <= 0x39) ||
    code === APOSTROPHE ||
    code === 0x2019 ||
    (code >= 0xc0 && code <= 0x24f)
  );
}

export function straight(code: number): number {
  return code === 0x2019 ? APOSTROPHE : code;
}

export function negationHashes(): ReadonlySet<number> {
  const words =
    "not no never none nobody nothing neither nor without hardly barely cannot cant can't dont don't doesnt doesn't didnt didn't " +
    "isnt isn't wasnt wasn't arent aren't werent weren't wont won't wouldnt wouldn't shouldnt shouldn't couldnt couldn't aint ain't";
  const hashes = words
    .split(' ')
    .map((word) => [...word].reduce((hash, letter) => step(hash, letter.codePointAt(0) ?? 0), 0));
  return new Set(hashes);
}
