/** What holds of every text: what is masked, where it stands, and how much work it takes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mask, widenToGraphemes } from '../text/mask.ts';
import { Automaton } from './automaton.ts';
import { shippedMatcher } from './shipped-matcher.ts';
import { ENGLISH_BAD_WORDS, ENGLISH_FAMILIES } from './testing/english-evasions.ts';
import { KOREAN_BAD_WORDS, KOREAN_FAMILIES } from './testing/korean-evasions.ts';
import { Random } from './testing/random.ts';

const matcher = shippedMatcher();
const segmenter = new Intl.Segmenter();
const graphemes = (text: string): number => [...segmenter.segment(text)].length;
const spansOf = (text: string): readonly { start: number; end: number }[] =>
  widenToGraphemes(text, matcher.find(text).listed);

/** Pieces of words and of characters that join with what stands beside them. */
const PIECES = [
  ...['시', '발', '병', '신', '새', '끼', 'ㅅ', 'ㅂ', 'ㅄ', 'ㅣ', 'ㅋ', '개', '존', '나'],
  ...[
    'f',
    'u',
    'c',
    'k',
    's',
    'h',
    'i',
    't',
    'F',
    'a',
    '1',
    '8',
    '@',
    '$',
    '(',
    '<',
    '|',
    '|<',
    '|_|',
    'vv',
    '*',
    '.',
    '-',
  ],
  ...[
    '\u1109',
    '\u1175',
    '\u1107',
    '\u1161',
    '\u11af',
    '\uffb5',
    '\uffdc',
    '\u3245',
    '\u3266',
    '\u3209',
    '人',
    '口',
  ],
  ...['\u{1f1eb}', '\u{1f1fa}', '\u{1f1e8}', '\u{1f1f0}', '\u{1f175}', 'ᶠ', 'ᵘ', 'ғ', 'и', 'η', '\u{1d41f}'],
  ...[
    '\u200b',
    '\u200d',
    '\ufe0f',
    '\u0301',
    '\u20e3',
    '\u0600',
    '\ud83d',
    '\ude00',
    '\udc00',
    '👨‍👩‍👧',
    '🏽',
    ' ',
    '\n',
    '\r',
  ],
];
const evasion = fc
  .record({
    seed: fc.nat(),
    word: fc.nat(),
    korean: fc.boolean(),
    family: fc.nat(),
  })
  .map(({ seed, word, korean, family }) => {
    const words = korean ? KOREAN_BAD_WORDS : ENGLISH_BAD_WORDS;
    const families = Object.values(korean ? KOREAN_FAMILIES : ENGLISH_FAMILIES);
    const disguise = families[family % families.length];
    return disguise?.(words[word % words.length] ?? '', new Random(seed)) ?? '';
  })
  .filter((text) => text !== '');
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.array(fc.constantFrom(...PIECES), { maxLength: 24 }).map((pieces) => pieces.join('')),
  fc
    .tuple(fc.string({ unit: 'binary', maxLength: 6 }), evasion, fc.string({ unit: 'binary', maxLength: 6 }))
    .map((parts) => parts.join('')),
);

describe('masking, whatever the text', () => {
  it('keeps the number of graphemes, shows nothing of a span, and changes nothing outside', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const spans = spansOf(text);
        const masked = mask(text, spans);
        expect(graphemes(masked)).toBe(graphemes(text));
        let at = 0;
        let rest = masked;
        for (const { start, end } of spans) {
          expect(rest.startsWith(text.slice(at, start))).toBe(true);
          rest = rest.slice(start - at);
          const stars = '*'.repeat(graphemes(text.slice(start, end)));
          expect(rest.startsWith(stars)).toBe(true);
          rest = rest.slice(stars.length);
          at = end;
        }
        expect(rest).toBe(text.slice(at));
      }),
      { numRuns: 3_000 },
    );
  });

  it('gives spans in order, within the text, that split no grapheme', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const borders = new Set([...segmenter.segment(text)].map(({ index }) => index)).add(text.length);
        let last = 0;
        for (const { start, end } of spansOf(text)) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          expect(borders.has(start) && borders.has(end)).toBe(true);
          last = end;
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it('finds a disguised word where it stands, and nothing of the innocent text around it', () => {
    const before = '안녕하세요 ';
    const after = ' 네요';
    fc.assert(
      fc.property(evasion, (word) => {
        for (const { start, end } of spansOf(before + word + after)) {
          expect(start).toBeGreaterThanOrEqual(before.length);
          expect(end).toBeLessThanOrEqual(before.length + word.length);
        }
      }),
      { numRuns: 3_000 },
    );
  });
});

/** Characters looked at and words met, counted while the real matcher runs. */
function work(text: string): number {
  const strings = String.prototype;
  const { charCodeAt, codePointAt, slice } = strings;
  const { run } = Automaton.prototype;
  let steps = 0;
  strings.charCodeAt = function (at) {
    steps++;
    return charCodeAt.call(this, at);
  };
  strings.codePointAt = function (at) {
    steps++;
    return codePointAt.call(this, at);
  };
  strings.slice = function (from, to) {
    const piece = slice.call(this, from, to);
    steps += piece.length;
    return piece;
  };
  Automaton.prototype.run = function (symbols, length, found) {
    run.call(this, symbols, length, (pattern, end) => {
      steps++;
      found(pattern, end);
    });
  };
  try {
    matcher.find(text);
  } finally {
    Object.assign(strings, { charCodeAt, codePointAt, slice });
    Automaton.prototype.run = run;
  }
  return steps;
}

describe('work', () => {
  it.each([
    ...[
      'a',
      'l',
      '(',
      '|',
      '1',
      '!',
      '|<',
      '\\/',
      'fu',
      'fu*',
      'f u c k ',
      'f.u.c.k',
      'a a b ',
      'ass',
      '8=',
      'ph',
      'aㅅ1',
    ],
    ...[
      '가',
      '시',
      '시발',
      '시ㅋ',
      'ㅅ',
      'ㅅㅋ',
      'ㅂㅅ',
      '시 ',
      '개',
      '새끼',
      '병신신',
      '이',
      '시이',
      '人',
      '7H',
      '^ㅣ',
      '시x',
      '1시',
    ],
    ...[
      '\u0301',
      '\u200b',
      '\ud800',
      '👍',
      '👨‍',
      'ᄉ',
      'ᄉ\u1175',
      '\u{1f1eb}',
      '\uffb5',
      '\u3266',
      '\n',
      ' ',
    ],
  ])('on 100 KB of %j grows no faster than the text', (part) => {
    const textOf = (length: number): string => part.repeat(Math.ceil(length / part.length));
    const small = work(textOf(10_000));
    expect(small).toBeGreaterThan(0);
    expect(work(textOf(100_000)) / small).toBeLessThan(10.5);
  });

  it('on any short text repeated grows no faster than the text', () => {
    fc.assert(
      fc.property(anyText, (part) => {
        fc.pre(part !== '');
        // Runs of a few hundred characters end what is limited to a few; beyond, only the length counts.
        const small = work(part.repeat(200));
        expect(work(part.repeat(2_000))).toBeLessThanOrEqual(11 * small);
      }),
      { numRuns: 60 },
    );
  });
});
