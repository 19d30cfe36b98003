import { describe, expect, it } from 'vitest';
import { createFormatWatch, type Misunderstanding } from './format-watch.ts';

/** Plays minutes of `good` and `bad` payloads, evenly spread; answers what was told. */
function play(minutes: readonly { readonly good: number; readonly bad: number }[]): Misunderstanding[] {
  const watch = createFormatWatch();
  const told: Misunderstanding[] = [];
  minutes.forEach(({ good, bad }, minute) => {
    const total = good + bad;
    for (let i = 0; i < total; i += 1) {
      const now = minute * 60_000 + (i * 60_000) / total;
      const isBad = Math.floor(((i + 1) * bad) / total) > Math.floor((i * bad) / total);
      const news = isBad ? watch.misunderstood(`kind ${minute}`, now) : watch.understood(now);
      if (news) told.push(news);
    }
  });
  return told;
}

describe('the watch over the format of a platform', () => {
  it('says nothing of a few odd payloads, nor of a rare kind', () => {
    expect(play([{ good: 5, bad: 9 }])).toEqual([]);
    expect(play([{ good: 1_000, bad: 50 }])).toEqual([]);
  });

  it('tells once when much is not understood, as soon as that is sure', () => {
    const told = play([
      { good: 100, bad: 0 },
      { good: 0, bad: 100 },
      { good: 0, bad: 100 },
    ]);
    expect(told).toEqual([{ count: 10, of: 10, reason: 'kind 1' }]);
  });

  it('takes a few payloads that all fail for no good minute', () => {
    expect(
      play([
        { good: 0, bad: 30 },
        { good: 0, bad: 3 },
        { good: 0, bad: 3 },
      ]).map(({ count }) => count),
    ).toEqual([10]);
  });

  it('tells that it is over also where an earlier process had told of it', () => {
    const watch = createFormatWatch(true);
    for (let second = 0; second < 60; second += 1) expect(watch.understood(second * 1_000)).toBeUndefined();
    expect(watch.understood(60_000)).toMatchObject({ count: 0 });
  });

  it('tells that it is over after a good minute, and of the next time', () => {
    const told = play([
      { good: 50, bad: 50 },
      { good: 100, bad: 0 },
      { good: 100, bad: 0 },
      { good: 50, bad: 50 },
    ]);
    expect(told.map(({ count }) => count > 0)).toEqual([true, false, true]);
  });
});
