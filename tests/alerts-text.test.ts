/** Surges made of Korean text, judged by the real analysis, through the real processors of windows and alerts. */
import { describe, expect, it } from 'vitest';
import { createAnalyzerAndExplainer } from '../language/index.ts';
import type { Judge } from './alerts/drive.ts';
import { OTHER_KINDS } from './alerts/kinds.ts';
import { createChatLines } from './alerts/moody-text.ts';
import { add, measure, NO_SCORE, precision, quantile, recall, type Score } from './alerts/measure.ts';

const KINDS = ['small, loud surge', 'medium, calm', 'hostile raid', 'at the beginning', 'waves'];
/** Of what is not negative every second line is kind, the others plain. */
const PLAIN_EVERY = 2;

function byAnalysis(analyze: (text: string) => ReturnType<Judge>, seed: number): Judge {
  const line = createChatLines(seed);
  let number = 0;
  return ({ negative }) => {
    number += 1;
    return analyze(line(negative ? 'angry' : number % PLAIN_EVERY === 0 ? 'plain' : 'kind'));
  };
}

describe('surges of negative messages, as the analysis sees them', () => {
  it('are found in time, and little else', { timeout: 240_000 }, async () => {
    const { analyzer } = await createAnalyzerAndExplainer();
    const known = new Map<string, ReturnType<Judge>>();
    const analyze = (text: string): ReturnType<Judge> => {
      const before = known.get(text);
      if (before) return before;
      const { sentiment, profanity } = analyzer.analyze(text, []);
      const judged = { negative: sentiment.label === 'negative', profane: profanity.flag };
      known.set(text, judged);
      return judged;
    };
    const scores: Score[] = [];
    for (const kind of OTHER_KINDS.filter(({ name }) => KINDS.includes(name)))
      for (const seed of [1, 2]) scores.push(measure(kind, seed, byAnalysis(analyze, seed)));
    const score = scores.reduce(add, NO_SCORE);
    expect(precision(score)).toBeGreaterThanOrEqual(0.9);
    expect(recall(score)).toBeGreaterThanOrEqual(0.9);
    expect(quantile(score.sinceDetectable, 0.75)).toBeLessThanOrEqual(15_000);
  });
});
