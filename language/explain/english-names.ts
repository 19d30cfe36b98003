/**
 * What each feature of an English text stands for: the same features as `features/english.ts` makes, which is written
 * for speed, with their names and places. A test holds the two together.
 */
import * as kind from '../features/english.ts';
import { keyOf, step } from '../features/hash.ts';
import type { NormalisedText } from '../text/normalise.ts';
import type { Layout, Place } from './layout.ts';
import { NamedFeatures } from './named-features.ts';

const SHORTEST_GRAM = 3;
const LONGEST_GRAM = 5;

export interface EnglishText {
  readonly text: NormalisedText;
  readonly layout: Layout;
}

export function englishNames(input: EnglishText): NamedFeatures {
  const named = new NamedFeatures();
  const words = wordsOf(input);
  addWords(named, input.layout, words);
  addLetters(named, input);
  addCounts(named, input.text, words.length);
  return named;
}

interface HashedWord {
  readonly hash: number;
  readonly place: Place;
}

/** Runs of letters, digits and apostrophes, or one emoji. */
function wordsOf({ text, layout }: EnglishText): readonly HashedWord[] {
  const words: HashedWord[] = [];
  const { codes, length } = text;
  for (let at = 0; at < length && words.length < kind.MAX_WORDS - 1;) {
    let hash = 0;
    let end = at;
    while (end < length && kind.isWordCode(codes[end] as number))
      hash = step(hash, kind.straight(codes[end++] as number));
    if (end > at) {
      words.push({ hash, place: layout.place(at, end) });
    } else {
      const code = codes[end++] as number;
      if (code > kind.PICTURES_ABOVE) words.push({ hash: step(0, code), place: layout.place(at, end) });
    }
    at = end;
  }
  return words;
}

function addWords(named: NamedFeatures, layout: Layout, words: readonly HashedWord[]): void {
  const negations = kind.negationHashes();
  let scope = 0;
  words.forEach((first, w) => {
    const name = layout.textAt(first.place);
    let hash = 0;
    for (let size = 1; size <= 3; size++) {
      const last = words[w + size - 1];
      if (last === undefined) break;
      hash = step(hash, last.hash);
      const place = { from: first.place.from, to: last.place.to };
      named.add(keyOf(hash, kind.ENGLISH_WORD_KIND), 'words', layout.textAt(place), [place]);
    }
    if (scope > 0) {
      named.add(keyOf(first.hash, kind.NEGATED), 'negated', name, [first.place]);
      scope--;
    }
    if (negations.has(first.hash)) scope = kind.NEGATION_SCOPE;
  });
  const ends = [words[0], words[words.length - 1]];
  ends.forEach((word, i) => {
    if (word === undefined) return;
    named.add(keyOf(step(i + 1, word.hash), kind.EDGE_WORD), 'edge', layout.textAt(word.place), [word.place]);
  });
}

function addLetters(named: NamedFeatures, { text, layout }: EnglishText): void {
  for (let from = 0; from < text.length; from++) {
    let hash = 0;
    for (let to = from + 1; to <= Math.min(text.length, from + LONGEST_GRAM); to++) {
      hash = step(hash, text.codes[to - 1] as number);
      if (to - from < SHORTEST_GRAM) continue;
      const place = layout.place(from, to);
      named.add(keyOf(hash, kind.CHARACTERS), 'characters', layout.textAt(place), [place]);
    }
  }
}

function addCounts(named: NamedFeatures, text: NormalisedText, words: number): void {
  const add = (number: number, value: number, name: string, places: readonly Place[] = []): void =>
    named.add(keyOf(step(number, value), kind.COUNT), 'count', name, places);
  add(1, Math.min(12, words <= 6 ? words : 6 + (words >> 2)), 'words');
  ['!', '?'].forEach((mark, i) => {
    const places: Place[] = [];
    for (let from = 0; from < text.joinedLength; from++) {
      if (text.joined[from] === mark.charCodeAt(0)) places.push({ from, to: from + 1 });
    }
    const count = Math.min(3, places.length);
    add(i + 2, count, `${mark} × ${count}${count === 3 ? '+' : ''}`, places);
  });
}
