import { describe, expect, it } from 'vitest';
import { formatAgo, formatClock, formatDuration, formatShowTime, toAge } from './time.ts';

/** Where recordings that count from their own start begin. */
const START = Date.UTC(2000, 0, 1);

describe('toAge', () => {
  it('takes the largest fitting unit and never goes below zero', () => {
    expect(toAge(-5)).toEqual({ unit: 'second', value: 0 });
    expect(toAge(59_999)).toEqual({ unit: 'second', value: 59 });
    expect(toAge(60_000)).toEqual({ unit: 'minute', value: 1 });
    expect(toAge(3_600_000)).toEqual({ unit: 'hour', value: 1 });
    expect(toAge(86_400_000 * 3)).toEqual({ unit: 'day', value: 3 });
  });
});

describe('words for time', () => {
  it('says how long ago', () => {
    expect(formatAgo(900, 'ko')).toBe('방금');
    expect(formatAgo(2_000, 'ko')).toBe('2초 전');
    expect(formatAgo(125_000, 'en')).toBe('2 min ago');
  });

  it('says how long', () => {
    expect(formatDuration(40_000, 'ko')).toBe('40초');
    expect(formatDuration(3_840_000, 'ko')).toBe('1시간 4분');
    expect(formatDuration(3_600_000, 'en')).toBe('1 h');
    expect(formatDuration(61_000, 'en')).toBe('1 min 1 s');
  });

  it('shows a date by the clock and a count from the start as a count', () => {
    expect(formatClock(Date.UTC(2026, 0, 1, 12, 30), 'ko')).toMatch(/^\d\d:[03]0$/);
    expect(formatClock(Date.UTC(2026, 0, 1, 12, 30, 9), 'en', true)).toMatch(/^\d\d:\d\d:09$/);
    expect(formatClock(START + 271_000, 'ko')).toBe('4:31');
    expect(formatClock(START + 751_000, 'ko')).toBe('12:31');
    expect(formatClock(START + 3_871_000, 'ko')).toBe('1:04:31');
  });

  it('counts show time from its start', () => {
    expect(formatShowTime(271_000)).toBe('0:04:31');
    expect(formatShowTime(-1)).toBe('0:00:00');
  });
});
