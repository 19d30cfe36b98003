import type { Analyzer } from '../../language/types.ts';

/** An analysis that is quick and easy to foresee: words are what white space parts, "bad" is profane. For tests of the flow. */
export const plainAnalyzer: Analyzer = plainAnalyzerOf(new Set(['bad']));

function plainAnalyzerOf(masked: ReadonlySet<string>): Analyzer {
  const maskText = (text: string): string =>
    [...masked].reduce((rest, word) => rest.replaceAll(word, '*'.repeat(word.length)), text);
  return {
    version: 'plain-1',
    maskName: maskText,
    withRules: ({ mask, allow }) =>
      plainAnalyzerOf(new Set([...masked, ...mask].filter((word) => !allow.includes(word)))),
    analyze(text) {
      const words = text.split(/\s+/).filter(Boolean);
      const flag = words.some((word) => masked.has(word));
      return {
        text,
        masked: maskText(text),
        lang: 'en',
        words,
        profaneWords: words.flatMap((word, index) => (masked.has(word) ? [index] : [])),
        profanity: { flag, score: flag ? 1 : 0, severity: flag ? 1 : 0, spans: [] },
        sentiment: { label: flag ? 'negative' : 'neutral', positive: flag ? 0.25 : 0.5 },
        emotion: { label: 'peace', scores: [0, 0, 0, 0, 0, 1, 0] },
      };
    },
  };
}
