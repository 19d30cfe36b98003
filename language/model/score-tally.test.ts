import { beforeAll, describe, expect, it } from 'vitest';
import { createAnalyzerAndExplainer, type AnalyzerAndExplainer } from '../index.ts';

let language: AnalyzerAndExplainer;

beforeAll(async () => {
  language = await createAnalyzerAndExplainer();
});

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

describe('the count of what models say', () => {
  it('has each text once, at the models that read it', () => {
    language.drainScores();
    for (let i = 0; i < 32; i++) language.analyzer.analyze('오늘 방송 정말 재미있었어요');
    const analysis = language.analyzer.analyze('this is terrible and boring');
    const counts = new Map(language.drainScores().map((each) => [each.model, each]));
    expect(counts.size).toBe(6);
    for (const model of ['sentiment-ko', 'abuse-ko', 'emotion-ko'] as const) {
      const { scores, features, unknownFeatures } = counts.get(model) ?? expect.fail();
      expect(sum(scores)).toBe(32);
      expect(features).toBeGreaterThan(0);
      expect(unknownFeatures).toBeLessThan(features);
    }
    const english = counts.get('sentiment-en') ?? expect.fail();
    expect(english.scores[Math.floor(analysis.sentiment.positive * 20)]).toBe(1);
    expect(sum(counts.get('emotion-en')?.scores ?? [])).toBe(1);
    // Drained.
    expect(sum(language.drainScores().flatMap(({ scores }) => scores))).toBe(0);
  });

  it('finds features unknown in letters that make no words', () => {
    language.drainScores();
    for (let i = 0; i < 16; i++) language.analyzer.analyze('this was a great movie and I love it');
    const plain = language.drainScores().find(({ model }) => model === 'sentiment-en');
    for (let i = 0; i < 16; i++) language.analyzer.analyze('qzxw vkjqp xxzqj wvqkz jjqxv zzqwk');
    const odd = language.drainScores().find(({ model }) => model === 'sentiment-en');
    const share = (of: typeof plain): number => (of ? of.unknownFeatures / of.features : Number.NaN);
    expect(share(odd)).toBeGreaterThan(share(plain));
  });
});
