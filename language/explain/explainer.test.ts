import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { createAnalyzerAndExplainer, EMOTIONS, type Analyzer, type Explainer } from '../index.ts';
import type { Analysis, EmoteSpan } from '../types.ts';
import type { Evidence, Explanation } from './types.ts';

let analyzer: Analyzer;
let explainer: Explainer;

beforeAll(async () => {
  const made = await createAnalyzerAndExplainer();
  analyzer = made.analyzer;
  explainer = made.explainer();
});

const sum = (list: readonly Evidence[]): number => list.reduce((total, { weight }) => total + weight, 0);
const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

/** Asserts that all lists of an explanation add up to the scores. */
function expectToAddUp({ sentiment, emotion, profanity }: Analysis, explanation: Explanation): void {
  expect(logistic(sum(explanation.sentiment))).toBeCloseTo(sentiment.positive, 9);
  if (explanation.profanity.length === 0) expect(profanity.score).toBe(0);
  else expect(logistic(sum(explanation.profanity))).toBeCloseTo(profanity.score, 9);
  const powers = EMOTIONS.map((name) => Math.exp(sum(explanation.emotion[name])));
  const all = powers.reduce((a, b) => a + b, 0);
  EMOTIONS.forEach((_, c) => {
    expect((powers[c] as number) / all).toBeCloseTo(emotion.scores[c] as number, 9);
  });
}

const SAMPLES = [
  '오늘 방송 진짜 재밌다 ㅋㅋㅋ',
  '노잼이네 왜 보냐',
  'this is not good at all, I hate it!!!',
  '오늘 stream 재미있네 nice one',
  '미친놈아 꺼져 you idiot',
  '씨발 뭐하냐 진짜 병신같네',
  'ㅅㅂ',
  '시발점부터 다시 설명해 주세요',
  '시발점',
  '너무 무섭고 소름 돋는데 또 웃겨서 행복하고 기쁘고 즐겁고 신난다',
  'こんにちは',
  '!!! 123',
  '',
  '한글 좋아요',
  'ㅋ'.repeat(3000),
  '좋아 '.repeat(600),
];

const PARTS = [
  '시발',
  '시발점',
  '병신',
  '좋다',
  '싫어',
  '안',
  ' ',
  ' ',
  'ㅋㅋ',
  'ㅠ',
  '!',
  '?',
  'not',
  'good',
  "don't",
  'fuck',
  'class',
  '재미있',
  '다',
  '👍',
  '\u200b',
  '가',
  'の',
  '1',
  '슬프',
  '무서워',
];

const anyText = fc.oneof(
  fc.array(fc.constantFrom(...PARTS), { maxLength: 25 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 30 }),
);

describe('an explanation adds up to the scores', () => {
  it.each(SAMPLES)('of %j', (text) => {
    const { analysis, explanation } = explainer.explain(text);
    expectToAddUp(analysis, explanation);
  });
  it('of any text, with any emotes', () => {
    const spans = fc.array(fc.tuple(fc.nat(40), fc.integer({ min: 1, max: 6 })), { maxLength: 3 });
    fc.assert(
      fc.property(anyText, spans, (text, places) => {
        const emotes = places.map(([start, size]): EmoteSpan => ({ name: 'E', start, end: start + size }));
        const { analysis, explanation } = explainer.explain(text, emotes);
        expectToAddUp(analysis, explanation);
      }),
      { numRuns: 200 },
    );
  });
  it('however many pieces are listed by themselves', () => {
    for (const top of [0, 1, 1000]) {
      const { analysis, explanation } = explainer.explain('와 이걸 이기네 정말 대단해요', [], { top });
      expectToAddUp(analysis, explanation);
      if (top < 1000) expect(explanation.sentiment).toHaveLength(top + 2);
      else expect(explanation.sentiment.find(({ kind }) => kind === 'rest')?.weight).toBe(0);
    }
  });
});

describe('the evidence', () => {
  it('names each piece once, the strongest first, then the rest and the bias', () => {
    const { sentiment } = explainer.explain('최악이다 정말 지루하고 재미없다').explanation;
    const named = sentiment.slice(0, -2);
    expect(sentiment.slice(-2).map(({ kind }) => kind)).toEqual(['rest', 'bias']);
    expect(new Set(named.map(({ text, kind }) => `${kind} ${text}`)).size).toBe(named.length);
    const strengths = named.map(({ weight }) => Math.abs(weight));
    expect(strengths).toEqual(strengths.toSorted((a, b) => b - a));
    for (const { text } of named.filter(({ kind }) => kind === 'characters'))
      expect('최악이다 정말 지루하고 재미없다').toContain(text);
  });
  it('tells a negated word apart, and the word of the emotion list', () => {
    const negated = explainer.explain('this is not good', [], { top: 100 }).explanation.sentiment;
    expect(negated.find(({ kind }) => kind === 'negated')).toMatchObject({ text: 'good' });
    const joy = explainer.explain('너무 행복하다').explanation.emotion.joy;
    expect(joy[0]).toMatchObject({ kind: 'lexicon', text: '행복' });
  });
  it('has the listed word, its family, its severity and where it stands, however it is disguised', () => {
    const { matches, profanity } = explainer.explain('아 시1발 뭐야').explanation;
    expect(matches).toMatchObject([{ start: 2, end: 5, entry: '시발', severity: 3 }]);
    expect(matches[0]?.reason).not.toBe('');
    expect(profanity.find(({ kind }) => kind === 'list')).toMatchObject({ text: '시발' });
  });
  it('does not read innocent words to the abuse model', () => {
    const { profanity } = explainer.explain('시발점', [], { top: 1000 }).explanation;
    expect(profanity.filter(({ text }) => text.includes('발'))).toEqual([]);
  });
});

describe('the rules of a channel', () => {
  const rules = { mask: ['고구마', '18'], allow: ['병신'], severity: 2 } as const;
  const under = (text: string) => explainer.explain(text, [], { rules });

  it('are named where they mask a word, as the moderators wrote it', () => {
    const { analysis, explanation } = under('아 고1구마 １８ 시발');
    expect(analysis.masked).toBe('아 **** ** **');
    expect(explanation.matches).toMatchObject([
      { start: 2, end: 6, entry: '고구마', by: 'channel', masked: true },
      { start: 7, end: 9, entry: '18', by: 'channel', masked: true },
      { start: 10, end: 12, entry: '시발', by: 'list', masked: true },
    ]);
    expectToAddUp(analysis, explanation);
  });
  it('are named where they allow a word, apart from those that the lists allow', () => {
    const { analysis, explanation } = under('병신 시발점');
    expect(analysis.profanity.flag).toBe(false);
    expect(explanation.matches).toEqual([]);
    expect(explanation.allowed).toMatchObject([
      { start: 0, end: 2, entry: '병신', by: 'channel' },
      { start: 3, end: 6, by: 'list' },
    ]);
    expectToAddUp(analysis, explanation);
  });
  it('leave words visible that are milder than the channel masks', () => {
    expect(under('what a crap').explanation.matches).toMatchObject([
      { entry: 'crap', by: 'list', masked: false },
    ]);
  });
  it('are told beside a word of the lists in the same place', () => {
    const { matches } = explainer.explain('시발', [], {
      rules: { mask: ['시발'], allow: [], severity: 1 },
    }).explanation;
    expect(matches.map(({ by }) => by).toSorted()).toEqual(['channel', 'list']);
  });
  it('say what the analysis under the same rules says', () => {
    const ruled = analyzer.withRules(rules);
    fc.assert(
      fc.property(anyText, (text) => {
        const { analysis, explanation } = under(text);
        expect(analysis).toEqual(ruled.analyze(text));
        expectToAddUp(analysis, explanation);
      }),
      { numRuns: 100 },
    );
  });
});

describe('the words', () => {
  const wordsOf = (text: string, emotes: readonly EmoteSpan[] = []): string[] =>
    explainer.explain(text, emotes).explanation.words.map(({ start, end }) => text.slice(start, end));

  it('are those of the original text, emotes left out', () => {
    expect(wordsOf('  와  진짜 ㅋㅋㅋㅋ\t굿')).toEqual(['와', '진짜', 'ㅋㅋㅋㅋ', '굿']);
    expect(wordsOf('하하 LUL 좋아', [{ name: 'LUL', start: 3, end: 6 }])).toEqual(['하하', '좋아']);
  });
  it('keep their place where letters came in parts', () => {
    const parted = '정말 '.normalize('NFD') + '재밌다 cafe\u0301 좋아';
    expect(wordsOf(parted)).toEqual(['정말'.normalize('NFD'), '재밌다', 'cafe\u0301', '좋아']);
  });
  it('carry what their letters moved', () => {
    const { words } = explainer.explain('화면은 멋진데 소리는 최악이다').explanation;
    expect(words[1]?.sentiment).toBeGreaterThan(0);
    expect(words[3]?.sentiment).toBeLessThan(0);
    const { words: bad } = explainer.explain('안녕하세요 씨발').explanation;
    expect(bad[1]?.profanity).toBeGreaterThan(bad[0]?.profanity ?? NaN);
  });
  it('together carry all evidence that stands in the text', () => {
    const { words, sentiment } = explainer.explain('오늘 경기 정말 멋졌어요', [], {
      top: 100_000,
    }).explanation;
    const placed = sentiment.filter(
      ({ kind, text }) => !['bias', 'rest', 'count'].includes(kind) && text !== '',
    );
    const total = words.reduce((all, word) => all + word.sentiment, 0);
    expect(total).toBeCloseTo(sum(placed), 9);
  });
});
