import type { Analyzer } from '../../language/types.ts';

/** An analysis that is quick and easy to foresee: words are what white space parts, "bad" is profane. For tests of the flow. */
export const plainAnalyzer: Analyzer = {
  version: 'plain-1',
  maskName: (name) => name,
  analyze(text) {
    const words = text.split(/\s+/).filter(Boolean);
    const flag = words.includes('bad');
    return {
      text,
      masked: text.replaceAll('bad', '***'),
      lang: 'en',
      words,
      profaneWords: words.flatMap((word, index) => (word === 'bad' ? [index] : [])),
      profanity: { flag, score: flag ? 1 : 0, severity: flag ? 1 : 0, spans: [] },
      sentiment: { label: flag ? 'negative' : 'neutral', positive: flag ? 0.25 : 0.5 },
      emotion: { label: 'peace', scores: [0, 0, 0, 0, 0, 1, 0] },
    };
  },
};
