/**
 * What each feature of a Korean text stands for: the same features as `features/korean.ts` makes, which is written for
 * speed, with their names and places. A test holds the two together.
 */
import { keyOf, step } from '../features/hash.ts';
import * as kind from '../features/korean.ts';
import type { NormalisedText } from '../text/normalise.ts';
import type { WordEntry } from '../words/word-entry.ts';
import { addKoreanCounts } from './korean-counts.ts';
import { addMorphemes } from './korean-morphemes.ts';
import type { Layout, Place } from './layout.ts';
import type { MorphemeNames } from './morpheme-names.ts';
import { NamedFeatures } from './named-features.ts';

const SPACE = 0x20;

export interface KoreanText {
  readonly text: NormalisedText;
  readonly layout: Layout;
  readonly words: readonly WordEntry[];
  readonly morphemes: MorphemeNames;
}

export function koreanNames(input: KoreanText): NamedFeatures {
  const named = new NamedFeatures();
  addLetters(named, input);
  addEdges(named, input);
  addWords(named, input);
  addBeginningsAndEnds(named, input);
  addKoreanCounts(named, input);
  addMorphemes(named, input);
  return named;
}

function addLetters(named: NamedFeatures, { text, layout }: KoreanText): void {
  for (let from = 0; from < text.joinedLength; from++) {
    let hash = 0;
    for (let to = from + 1; to <= Math.min(text.joinedLength, from + kind.LONGEST_GRAM); to++) {
      hash = step(hash, text.joined[to - 1] as number);
      const place = { from, to };
      named.add(keyOf(hash, kind.JOINED_GRAM_KIND), 'characters', layout.textAt(place), [place]);
    }
  }
}

function addEdges(named: NamedFeatures, { text, layout }: KoreanText): void {
  for (let from = 0; from < text.length; from++) {
    let hash = 0;
    let spaced = false;
    for (let to = from + 1; to <= Math.min(text.length, from + kind.LONGEST_GRAM); to++) {
      const code = text.codes[to - 1] as number;
      hash = step(hash, code);
      spaced ||= code === SPACE;
      if (!spaced || to - from < 2) continue;
      const place = layout.place(from, to);
      named.add(keyOf(hash, kind.EDGE), 'edge', layout.textAt(place), [place]);
    }
  }
}

interface HashedWord {
  readonly place: Place;
  readonly whole: number;
  /** Of the first two letters. */
  readonly head: number;
  readonly headText: string;
}

function addWords(named: NamedFeatures, { text, layout }: KoreanText): void {
  const words = layout.words.map((place): HashedWord => {
    const codes = text.joined.subarray(place.from, place.to);
    const headPlace = { from: place.from, to: Math.min(place.to, place.from + 2) };
    return {
      place,
      whole: codes.reduce(step, 0),
      head: codes.subarray(0, 2).reduce(step, 0),
      headText: layout.textAt(headPlace),
    };
  });
  const add = (hash: number, salt: number, name: string, places: readonly Place[]): void =>
    named.add(keyOf(hash, salt), salt === kind.PLACE ? 'edge' : 'words', name, places);
  words.forEach((first, w) => {
    add(first.whole, kind.WORD, layout.textAt(first.place), [first.place]);
    const second = words[w + 1];
    if (second === undefined) return;
    const pair = step(step(0, first.whole), second.whole);
    add(pair, kind.WORD, ...run(layout, first, second));
    const third = words[w + 2];
    if (third !== undefined) add(step(pair, third.whole), kind.WORD, ...run(layout, first, third));
    for (let gap = 1; gap <= 4; gap++) {
      const other = words[w + gap];
      if (other === undefined) break;
      const places = [first.place, other.place];
      if (gap === 2 || gap === 3) {
        const name = `${layout.textAt(first.place)} … ${layout.textAt(other.place)}`;
        add(step(step(gap, first.whole), other.whole), kind.WORD_GAP, name, places);
      }
      const name = `${first.headText}… ${other.headText}…`;
      add(step(step(gap, first.head), other.head), kind.HEADS, name, places);
    }
  });
  const first = words[0];
  const last = words[words.length - 1];
  if (first === undefined || last === undefined) return;
  add(step(1, first.whole), kind.PLACE, layout.textAt(first.place), [first.place]);
  add(step(2, last.whole), kind.PLACE, layout.textAt(last.place), [last.place]);
}

function run(layout: Layout, first: HashedWord, last: HashedWord): [string, readonly Place[]] {
  const place = { from: first.place.from, to: last.place.to };
  return [layout.textAt(place), [place]];
}

function addBeginningsAndEnds(named: NamedFeatures, { text, layout }: KoreanText): void {
  const { joined, joinedLength: length } = text;
  const add = (hash: number, salt: number, place: Place): void =>
    named.add(keyOf(hash, salt), 'edge', layout.textAt(place), [place]);
  let begin = 0;
  let end = 0;
  for (let size = 1; size <= Math.min(kind.LONGEST_PREFIX, length); size++) {
    begin = step(begin, joined[size - 1] as number);
    end = step(end, joined[length - size] as number);
    add(begin, kind.PREFIX, { from: 0, to: size });
    add(end, kind.SUFFIX, { from: length - size, to: length });
    if (size === length) add(begin, kind.WHOLE, { from: 0, to: size });
  }
}
