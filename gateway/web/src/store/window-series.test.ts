import { describe, expect, it } from 'vitest';
import { someWindow } from './testing.ts';
import { MINUTE, sumWindows, TEN_SECONDS, WindowSeries } from './window-series.ts';

describe('WindowSeries', () => {
  it('keeps sizes apart and answers in order', () => {
    const series = new WindowSeries();
    series.put([
      someWindow(120_000),
      someWindow(0),
      someWindow(60_000),
      someWindow(0, { size: TEN_SECONDS }),
    ]);
    expect(series.reader.range(MINUTE).map((window) => window.start)).toEqual([0, 60_000, 120_000]);
    expect(series.reader.range(MINUTE, 60_000, 120_000).map((window) => window.start)).toEqual([60_000]);
    expect(series.reader.range(TEN_SECONDS)).toHaveLength(1);
  });

  it('is read anew only after a change', () => {
    const series = new WindowSeries();
    const before = series.reader;
    series.put([]);
    expect(series.reader).toBe(before);
    series.put([someWindow(0)]);
    expect(series.reader).not.toBe(before);
  });

  it('lets the later one win, but never an open one over a closed one', () => {
    const series = new WindowSeries();
    series.put([someWindow(0, { closed: false, messages: 1 })]);
    series.put([someWindow(0, { closed: false, messages: 2 })]);
    expect(series.reader.range(MINUTE)[0]?.messages).toBe(2);
    series.put([someWindow(0, { closed: true, messages: 3 })]);
    series.put([someWindow(0, { closed: false, messages: 1 })]);
    expect(series.reader.range(MINUTE)[0]).toMatchObject({ closed: true, messages: 3 });
  });
});

describe('sumWindows', () => {
  it('adds minutes up and finds the busiest', () => {
    const totals = sumWindows([someWindow(0), someWindow(60_000, { messages: 25, profane: 4 })]);
    expect(totals).toMatchObject({ messages: 35, positive: 8, negative: 4, profane: 5 });
    expect(totals.emotions.joy).toBe(8);
    expect(totals.busiest?.start).toBe(60_000);
    expect(sumWindows([]).busiest).toBeNull();
  });
});
