import { keyOf, step } from '../features/hash.ts';
import { CONTENT_PAIR, MAX_MORPHEMES, MORPHEME, MORPHEME_SKIP } from '../features/korean.ts';
import type { KoreanText } from './korean-names.ts';
import type { Place } from './layout.ts';
import type { NamedFeatures } from './named-features.ts';

interface PlacedMorpheme {
  readonly number: number;
  readonly text: string;
  /** Of the word that it is part of: where in the word a morpheme lies is not known. */
  readonly place: Place;
}

/** Morphemes and their sequences; see {@link koreanNames}. */
export function addMorphemes(named: NamedFeatures, input: KoreanText): void {
  const { layout } = input;
  const all = morphemesOf(input);
  const whole = layout.textAt({ from: 0, to: input.text.joinedLength });
  all.forEach((first, i) => {
    let hash = 0;
    for (let size = 1; size <= 4 && i + size <= all.length; size++) {
      const sequence = all.slice(i, i + size);
      hash = step(hash, (sequence[size - 1] as PlacedMorpheme).number);
      named.add(keyOf(hash, MORPHEME), 'morphemes', nameOf(sequence, whole), placesOf(sequence));
    }
    const second = all[i + 2];
    if (second !== undefined)
      addPair(named, step(step(2, first.number), second.number), MORPHEME_SKIP, [first, second]);
  });
  // The lowest bit marks content words.
  const content = all.filter(({ number }) => (number & 1) === 1);
  content.forEach((first, i) => {
    content.slice(i + 1, i + 5).forEach((second, at) => {
      addPair(named, step(step(at + 1, first.number), second.number), CONTENT_PAIR, [first, second]);
    });
  });
}

function morphemesOf({ words, layout, morphemes }: KoreanText): readonly PlacedMorpheme[] {
  return layout.words
    .flatMap((place, w) => {
      const numbers = words[w]?.morphemes ?? [];
      return numbers.map((number) => ({
        number,
        place,
        text: morphemes.of(number) ?? layout.textAt(place),
      }));
    })
    .slice(0, MAX_MORPHEMES);
}

function addPair(
  named: NamedFeatures,
  hash: number,
  salt: number,
  pair: readonly [PlacedMorpheme, PlacedMorpheme],
): void {
  named.add(keyOf(hash, salt), 'morphemes', `${pair[0].text} … ${pair[1].text}`, placesOf(pair));
}

/** As the reader sees it where the morphemes are written as they are, else joined by `+`. */
function nameOf(sequence: readonly PlacedMorpheme[], whole: string): string {
  let plain = '';
  sequence.forEach(({ text, place }, i) => {
    const before = sequence[i - 1];
    plain += before !== undefined && before.place !== place ? ` ${text}` : text;
  });
  return whole.includes(plain) ? plain : sequence.map(({ text }) => text).join('+');
}

/** Each word once. */
function placesOf(sequence: readonly PlacedMorpheme[]): readonly Place[] {
  return [...new Set(sequence.map(({ place }) => place))];
}
