import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { EnglishFeatures } from '../features/english.ts';
import { KoreanFeatures } from '../features/korean.ts';
import { NormalisedText } from '../text/normalise.ts';
import { loadMorphemeAnalyser, type MorphemeAnalyser } from '../words/morphemes.ts';
import { WordReader } from '../words/word-reader.ts';
import { englishNames } from './english-names.ts';
import { koreanNames } from './korean-names.ts';
import { Layout } from './layout.ts';
import { MorphemeNames } from './morpheme-names.ts';

let analyse: MorphemeAnalyser;

beforeAll(async () => {
  analyse = await loadMorphemeAnalyser();
});

const part = fc.constantFrom(
  '정말',
  '재미',
  '있다',
  '는',
  ' ',
  '  ',
  'ㅋㅋㅋ',
  'ㅠ',
  '!',
  '.',
  'not',
  'good',
  "can't",
  'x',
  '7',
  '👍',
  '★',
  '안',
);
const anyText = fc.oneof(
  fc.array(part, { maxLength: 40 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.constant('하 '.repeat(300)),
);

function read(source: string): { readonly text: NormalisedText; readonly layout: Layout } {
  const text = new NormalisedText();
  text.read(source);
  return { text, layout: new Layout(text) };
}

const sorted = (keys: Iterable<number>): number[] => [...keys].sort((a, b) => a - b);

describe('every feature has a name', () => {
  it('in Korean texts', () => {
    const features = new KoreanFeatures();
    fc.assert(
      fc.property(anyText, (source) => {
        const { text, layout } = read(source);
        const morphemes = new MorphemeNames(analyse);
        const words = new WordReader(morphemes.analyse, 100).read(text);
        const keys = features.extract(text, words);
        const named = koreanNames({ text, layout, words, morphemes });
        expect(sorted(named.byKey.keys())).toEqual(sorted(keys.keys.subarray(0, keys.count)));
      }),
      { numRuns: 150 },
    );
  });
  it('in English texts', () => {
    const features = new EnglishFeatures();
    fc.assert(
      fc.property(anyText, (source) => {
        const { text, layout } = read(source);
        const keys = features.extract(text);
        const named = englishNames({ text, layout });
        expect(sorted(named.byKey.keys())).toEqual(sorted(keys.keys.subarray(0, keys.count)));
      }),
      { numRuns: 150 },
    );
  });
});

it('names show the text as it is written, and lie in it', () => {
  const { text, layout } = read('정말 재미있다');
  const morphemes = new MorphemeNames(analyse);
  const words = new WordReader(morphemes.analyse, 100).read(text);
  const named = [...koreanNames({ text, layout, words, morphemes }).byKey.values()];
  const of = (kind: string): string[] => named.filter((each) => each.kind === kind).map((each) => each.text);
  expect(of('characters')).toContain('말 재미');
  expect(of('words')).toEqual(['정말', '정말 재미있다', '정말… 재미…', '재미있다']);
  expect(of('morphemes')).toContain('정말 … 재미있');
  expect(of('count')).toContain('! × 0');
  for (const { places } of named)
    for (const { from, to } of places) expect(to > from && from >= 0 && to <= text.joinedLength).toBe(true);
});
