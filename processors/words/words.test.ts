import { describe, expect, it } from 'vitest';
import type { WordsRanked } from '../../core/events/generated.ts';
import { driveProcessor, type Driver } from '../../core/runtime/test-driver.ts';
import { analyzed, NEW_YEAR } from '../../core/testing/events.ts';
import { isStopWord } from './stop-words.ts';
import { TOP_WORDS } from './word-counts.ts';
import { wordsProcessor } from './words.ts';

function feedWords(
  driver: Driver,
  rawOffset: number,
  words: readonly string[],
  profaneWords: readonly number[] = [],
): void {
  driver.feed({ type: 'MessageAnalyzed', data: analyzed({ rawOffset, words, profaneWords }) });
}

function ranked(driver: Driver): WordsRanked | undefined {
  const [out] = driver.tick();
  return out?.event.type === 'WordsRanked' ? out.event.data : undefined;
}

describe('words', () => {
  it('ranks by count, then by word, without stop-words', () => {
    const driver = driveProcessor(wordsProcessor, { now: NEW_YEAR });
    feedWords(driver, 0, ['보스', '그냥', 'the', '보스', '물약']);
    feedWords(driver, 1, ['가방', '물약']);
    expect(ranked(driver)?.words).toEqual([
      { word: '물약', count: 2, profane: false, copied: 0 },
      { word: '보스', count: 2, profane: false, copied: 0 },
      { word: '가방', count: 1, profane: false, copied: 0 },
    ]);
  });

  it('never gives a profane word out as it was said', () => {
    const driver = driveProcessor(wordsProcessor, { now: NEW_YEAR });
    feedWords(driver, 0, ['나쁜말', 'fine'], [0]);
    expect(ranked(driver)?.words).toContainEqual({ word: '나**', count: 1, profane: true, copied: 0 });
    expect(JSON.stringify(ranked(driver) ?? {})).not.toContain('나쁜말');
  });

  it('says of each word how often it was said in copies of messages of other channels', () => {
    const driver = driveProcessor(wordsProcessor, { now: NEW_YEAR });
    const said = (rawOffset: number, messageId: string, originId: string | null) =>
      driver.feed({
        type: 'MessageAnalyzed',
        data: analyzed({ rawOffset, words: ['합방', '물약'], message: { messageId, originId } }),
      });
    said(0, 'before', null);
    said(1, 'own', 'own');
    said(2, 'copy', 'elsewhere');
    expect(ranked(driver)?.words).toEqual([
      { word: '물약', count: 3, profane: false, copied: 1 },
      { word: '합방', count: 3, profane: false, copied: 1 },
    ]);
  });

  it('gives out at most the top words and forgets the rarest of very many', () => {
    const driver = driveProcessor(wordsProcessor, { now: NEW_YEAR });
    for (let i = 0; i < 300; i += 1)
      feedWords(driver, i, ['often', ...Array.from({ length: 100 }, (_, j) => `w${i}x${j}`)]);
    const words = ranked(driver)?.words ?? [];
    expect(words).toHaveLength(TOP_WORDS);
    expect(words[0]).toEqual({ word: 'often', count: 300, profane: false, copied: 0 });
  });

  it('knows stop-words, single letters, figures and punctuation, and lets emoji pass', () => {
    for (const word of ['그냥', 'the', 'a', 'x', '12', '!!', 'ㅋㅋ', 'ㄹ', 'ㅠㅜㅠ', '한'])
      expect(isStopWord(word), word).toBe(true);
    for (const word of ['보스', 'boss', '😀', '❤️', 'gg2']) expect(isStopWord(word), word).toBe(false);
  });
});
