import { keyOf, step } from '../features/hash.ts';
import { COUNT } from '../features/korean.ts';
import type { KoreanText } from './korean-names.ts';
import type { Place } from './layout.ts';
import type { NamedFeatures } from './named-features.ts';

/** The marks that are counted: number of the feature, letters, and from which number on all are alike. */
const MARKS = [
  { number: 2, letters: '!', most: 4 },
  { number: 3, letters: '?', most: 4 },
  { number: 4, letters: '.', most: 6 },
  { number: 5, letters: 'ㅋㅎ', most: 4 },
  { number: 6, letters: 'ㅠㅜ', most: 4 },
] as const;

/** Counts of marks, letters and words; see {@link koreanNames}. */
export function addKoreanCounts(named: NamedFeatures, { text }: KoreanText): void {
  const { joinedLength: length, wordCount } = text;
  const add = (number: number, value: number, name: string, places: readonly Place[] = []): void =>
    named.add(keyOf(step(number, value), COUNT), 'count', name, places);
  add(1, Math.min(40, length <= 8 ? length : 8 + (length >> 3)), 'length');
  for (const { number, letters, most } of MARKS) {
    const places: Place[] = [];
    for (let from = 0; from < length; from++) {
      if (letters.includes(String.fromCodePoint(text.joined[from] as number)))
        places.push({ from, to: from + 1 });
    }
    const count = Math.min(most, places.length);
    add(number, count, `${letters} × ${count}${count === most ? '+' : ''}`, places);
  }
  add(7, Math.round((10 * wordCount) / (length + 1)), 'words per letter');
  add(8, Math.min(20, wordCount), 'words');
}
