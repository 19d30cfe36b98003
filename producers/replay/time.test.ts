import { describe, expect, it } from 'vitest';
import { parseTime, RELATIVE_BASE } from './time.ts';

const NOON = Date.UTC(2025, 2, 1, 12);

describe('parseTime', () => {
  it.each<[unknown, number]>([
    ['2025-03-01T12:00:00Z', NOON],
    ['2025-03-01T12:00:00.250Z', NOON + 250],
    ['2025-03-01T12:00:00,5Z', NOON + 500],
    ['2025-03-01T12:00:00.123456789Z', NOON + 123],
    ['2025-03-01T21:00:00+09:00', NOON],
    ['2025-03-01T21:00:00+0900', NOON],
    ['2025-03-01T21:00:00+09', NOON],
    ['2025-03-01T06:30:00-05:30', NOON],
    ['2025-03-01 12:00:00', NOON],
    ['2025-03-01T12:00', NOON],
    ['2025-03-01', NOON - 12 * 3_600_000],
    ['Sat, 01 Mar 2025 12:00:00 GMT', NOON],
    [NOON, NOON],
    [NOON + 0.75, NOON],
    [String(NOON), NOON],
    [0, RELATIVE_BASE],
    [90_000, RELATIVE_BASE + 90_000],
    ['1500', RELATIVE_BASE + 1_500],
  ])('reads %j', (value, expected) => {
    expect(parseTime(value)).toBe(expected);
  });

  it.each([
    undefined,
    null,
    '',
    'soon',
    '2025-13-01T00:00:00Z',
    '2025-03-01T25:00:00Z',
    -1,
    NaN,
    Infinity,
    1e18,
    {},
    [],
    true,
  ])('finds no time in %j', (value) => {
    expect(parseTime(value)).toBeUndefined();
  });

  it('does not depend on the zone of the machine', () => {
    expect(parseTime('March 1, 2025 12:00')).toBeUndefined();
  });
});
