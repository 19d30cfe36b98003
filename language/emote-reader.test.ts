import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { emoteWords, together } from './emote-reader.ts';
import {
  createAnalyzerAndExplainer,
  type Analysis,
  type Analyzer,
  type EmoteSpan,
  type Explainer,
} from './index.ts';

let analyzer: Analyzer;
let explainer: Explainer;

beforeAll(async () => {
  const made = await createAnalyzerAndExplainer();
  analyzer = made.analyzer;
  explainer = made.explainer();
});

/** The emotes of a text whose words in capitals or with capitals are emotes. */
const emotesOf = (text: string): EmoteSpan[] =>
  [...text.matchAll(/\b[A-Za-z]*[A-Z]\w*/g)].map(({ 0: name, index }) => {
    return { name, start: index, end: index + name.length };
  });
const read = (text: string): Analysis => analyzer.analyze(text, emotesOf(text));

describe('the words of emotes', () => {
  it('are the names, each once, and the parts that capitals tell apart', () => {
    expect(emoteWords(emotesOf('PogChamp LUL PogChamp'))).toBe('PogChamp Pog Champ LUL');
    expect(emoteWords([])).toBe('');
  });
});

describe('two probabilities together', () => {
  it('are more than either where both agree, and one where the other says nothing', () => {
    expect(together(0.8, 0.8)).toBeGreaterThan(0.9);
    expect(together(0.2, 0.3)).toBeLessThan(0.2);
    expect(together(0.3, 0.5)).toBeCloseTo(0.3, 12);
    const probability = fc.double({ min: 0.0001, max: 0.9999, noNaN: true });
    fc.assert(
      fc.property(probability, probability, (a, b) => {
        expect(together(a, b)).toBeCloseTo(together(b, a), 12);
        expect(together(a, 1 - a)).toBeCloseTo(0.5, 9);
      }),
    );
  });
});

describe('emotes that a platform names', () => {
  it.each([
    ['PogChamp', 'positive'],
    ['channelLove', 'positive'],
    ['NotLikeThis NotLikeThis', 'negative'],
    ['BibleThump', 'negative'],
    ['LUL', 'neutral'],
    ['Kappa', 'neutral'],
    ['channelBlorp', 'neutral'],
  ])('by themselves: %s is %s', (text, label) => {
    expect(read(text)).toMatchObject({ lang: 'other', sentiment: { label } });
  });

  it('count beside the text, whatever its language, and leave that as it is', () => {
    const positive = (text: string): number => read(text).sentiment.positive;
    expect(positive('오늘 방송 PogChamp')).toBeGreaterThan(positive('오늘 방송'));
    expect(positive('오늘 방송 BibleThump')).toBeLessThan(positive('오늘 방송'));
    expect(read('오늘 방송 PogChamp').lang).toBe('ko');
    expect(positive('good morning PogChamp')).toBeGreaterThan(positive('good morning'));
  });

  it('are evidence of their own, and no word of the text', () => {
    const text = '오늘 방송 PogChamp';
    const { sentiment, words } = explainer.explain(text, emotesOf(text), { top: 100 }).explanation;
    expect(sentiment.find((each) => each.text === 'PogChamp')?.weight).toBeGreaterThan(0);
    expect(words.map(({ start, end }) => text.slice(start, end))).toEqual(['오늘', '방송']);
  });
});

describe('pictures without any letter', () => {
  it.each([
    ['❤️❤️', 'positive'],
    ['👏', 'positive'],
    ['😡😡', 'negative'],
    ['👀', 'neutral'],
    ['!!! 123', 'neutral'],
    ['こんにちは ❤️', 'neutral'],
  ])('the bug that they said nothing: %s is %s', (text, label) => {
    expect(analyzer.analyze(text)).toMatchObject({ lang: 'other', sentiment: { label } });
  });

  it('are explained', () => {
    const { analysis, explanation } = explainer.explain('❤️❤️');
    const sum = explanation.sentiment.reduce((total, { weight }) => total + weight, 0);
    expect(1 / (1 + Math.exp(-sum))).toBeCloseTo(analysis.sentiment.positive, 9);
  });
});
