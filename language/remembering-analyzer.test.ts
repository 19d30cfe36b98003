import { describe, expect, it } from 'vitest';
import { plainAnalyzer } from '../tests/support/plain-analyzer.ts';
import { rememberingAnalyzer } from './remembering-analyzer.ts';
import type { Analyzer } from './types.ts';

function counting(): { analyzer: Analyzer; asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    analyzer: {
      ...plainAnalyzer,
      analyze(text, emotes) {
        asked.push(text);
        return { ...plainAnalyzer.analyze(text), words: (emotes ?? []).map((emote) => emote.name) };
      },
    },
  };
}

describe('rememberingAnalyzer', () => {
  it('remembers a text from its second time on, until it has been forgotten', () => {
    const { analyzer, asked } = counting();
    const remembering = rememberingAnalyzer(analyzer, { capacity: 2 });
    remembering.analyze('one');
    expect(remembering.analyze('one')).toBe(remembering.analyze('one'));
    expect(asked).toEqual(['one', 'one']);
    for (const text of ['two', 'three', 'four', 'five', 'six'])
      for (let time = 0; time < 2; time += 1) remembering.analyze(text);
    remembering.analyze('one');
    expect(asked.filter((text) => text === 'one')).toHaveLength(3);
  });

  it('tells the same text with other emotes apart, and does not keep long ones', () => {
    const { analyzer, asked } = counting();
    const remembering = rememberingAnalyzer(analyzer, { capacity: 10 });
    const emote = (name: string) => [{ name, start: 0, end: 2 }];
    expect(remembering.analyze('Hi', emote('Hi')).words).toEqual(['Hi']);
    expect(remembering.analyze('Hi').words).toEqual([]);
    expect(remembering.analyze('Hi', emote('Ho')).words).toEqual(['Ho']);
    remembering.analyze('x'.repeat(500));
    remembering.analyze('x'.repeat(500));
    expect(asked).toHaveLength(5);
  });
});
