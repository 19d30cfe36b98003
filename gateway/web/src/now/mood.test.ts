import { describe, expect, it } from 'vitest';
import { MoodMeter, moodDirection, moodWord, type MoodSample } from './mood.ts';

const start = Date.UTC(2026, 0, 1);
type Row = readonly [second: number, sentiment: '+' | '0' | '-', emotion?: number];
const NAMES = { '+': 'positive', '0': 'neutral', '-': 'negative' } as const;

function meterWith(rows: readonly Row[]): MoodMeter {
  const meter = new MoodMeter();
  for (const [second, sentiment, emotion = 1] of rows) {
    const sample: MoodSample = { at: start + second * 1000, sentiment: NAMES[sentiment], emotion };
    meter.add(sample);
  }
  return meter;
}

describe('MoodMeter', () => {
  it('is silent before the first message', () => {
    expect(new MoodMeter().read(start)).toEqual({
      messages: 0,
      positive: 0,
      negative: 0,
      mood: null,
      change: null,
      emotions: [0, 0, 0, 0, 0, 0, 0],
    });
  });

  it('stretches the share of positive messages to -100…+100 and leaves neutral ones out', () => {
    expect(meterWith([[0, '+']]).read(start).mood).toBe(100);
    expect(meterWith([[0, '-']]).read(start).mood).toBe(-100);
    const rows: Row[] = [
      [0, '+'],
      [0, '+'],
      [0, '+'],
      [1, '-'],
      [1, '0'],
    ];
    expect(meterWith(rows).read(start + 1000)).toMatchObject({
      messages: 5,
      positive: 3,
      negative: 1,
      mood: 50,
    });
    expect(meterWith([[0, '0']]).read(start)).toMatchObject({ messages: 1, mood: null });
  });

  it('forgets what is older than 60 s', () => {
    const meter = meterWith([
      [0, '-', 0],
      [30, '+', 1],
    ]);
    expect(meter.read(start + 59_999).messages).toBe(2);
    expect(meter.read(start + 60_000)).toMatchObject({
      messages: 1,
      mood: 100,
      emotions: [0, 1, 0, 0, 0, 0, 0],
    });
    expect(meter.read(start + 90_000).messages).toBe(0);
  });

  it('re-uses a slot for a later minute and refuses a message of an earlier one', () => {
    const meter = meterWith([
      [0, '-'],
      [60, '+'],
      [0, '-'],
    ]);
    expect(meter.read(start + 60_000)).toMatchObject({ messages: 1, mood: 100 });
  });

  it('takes whole windows where the messages are not at hand', () => {
    const meter = meterWith([[20, '+', 1]]);
    const emotions = [0, 6, 0, 0, 0, 2, 0];
    meter.addCounts({ start: start, size: 10_000, messages: 8, positive: 1, negative: 4, emotions });
    expect(meter.read(start + 20_000)).toMatchObject({
      messages: 9,
      positive: 2,
      negative: 4,
      emotions: [0, 7, 0, 0, 0, 2, 0],
    });
    expect(meter.read(start + 66_000)).toMatchObject({ messages: 1, positive: 1, negative: 0 });
  });

  it('finds the slope in points per minute', () => {
    // Each second has ten messages; the share of positive ones grows from 0 to 1 in steps of 0.1 every 6 s.
    const rows = Array.from({ length: 60 }, (_, s) =>
      Array.from({ length: 10 }, (_, i): Row => [s, i < s / 6 ? '+' : '-']),
    ).flat();
    const { change } = meterWith(rows).read(start + 59_000);
    expect(change).toBeGreaterThan(190);
    expect(change).toBeLessThan(215);
    expect(moodDirection(change)).toBe('rising');
    const mirrored = rows.map(([s, sign]): Row => [s, sign === '+' ? '-' : '+']);
    expect(meterWith(mirrored).read(start + 59_000).change).toBeCloseTo(-(change ?? 0), 6);
  });

  it('is steady when nothing changes, and says nothing on too little', () => {
    const even = Array.from({ length: 20 }, (_, s): Row[] => [
      [s, '+'],
      [s, '-'],
    ]).flat();
    expect(meterWith(even).read(start + 19_000).change).toBeCloseTo(0, 6);
    expect(
      meterWith([
        [0, '-'],
        [10, '+'],
      ]).read(start + 10_000).change,
    ).toBeNull();
    expect(meterWith(Array.from({ length: 50 }, (): Row => [0, '+'])).read(start).change).toBeNull();
  });
});

describe('words for the mood', () => {
  it('cover the scale', () => {
    expect([90, 20, 0, -20, -90, null].map(moodWord)).toEqual([
      'veryPositive',
      'positive',
      'even',
      'negative',
      'veryNegative',
      'silent',
    ]);
    expect([null, 3, -30, 30].map(moodDirection)).toEqual(['unknown', 'steady', 'falling', 'rising']);
  });
});
