import { describe, expect, it } from 'vitest';
import { someWindow } from '../store/testing.ts';
import { axisSpan, toChartData } from './chart-data.ts';

describe('toChartData', () => {
  it('fills quiet minutes with zeros and mirrors the negative ones', () => {
    const data = toChartData([someWindow(0), someWindow(180_000, { negative: 0 })], 60_000);
    expect(data.times).toEqual([0, 60, 120, 180]);
    expect(data.messages).toEqual([10, 0, 0, 10]);
    expect(data.positive).toEqual([4, 0, 0, 4]);
    expect(data.negative).toEqual([-2, 0, 0, 0]);
  });

  it('goes on with zeros while nothing is said', () => {
    const data = toChartData([someWindow(0)], 60_000, 240_000);
    expect(data.times).toEqual([0, 60, 120, 180]);
    expect(data.messages).toEqual([10, 0, 0, 0]);
  });

  it('counts per minute, also from windows of 10 s', () => {
    const data = toChartData([someWindow(0, { size: 10_000, messages: 3 })], 10_000);
    expect(data.messages).toEqual([18]);
  });

  it('stacks the emotions up to the total', () => {
    const data = toChartData([someWindow(0)], 60_000);
    expect(data.stacked.map((column) => column[0])).toEqual([1, 5, 5, 5, 6, 9, 10]);
    expect(data.emotions.joy).toEqual([4]);
  });

  it('is empty without windows', () => {
    expect(toChartData([], 60_000)).toMatchObject({ times: [], messages: [] });
  });
});

describe('axisSpan', () => {
  it('shows the range, or the show where it is shorter, but never less than two minutes', () => {
    const end = 10_000_000;
    expect(axisSpan('15m', 0, end)).toEqual({ from: end - 900_000, to: end });
    expect(axisSpan('1h', end - 300_000, end)).toEqual({ from: end - 300_000, to: end });
    expect(axisSpan('all', 0, end)).toEqual({ from: 0, to: end });
    expect(axisSpan('all', end - 10_000, end)).toEqual({ from: end - 10_000, to: end + 110_000 });
  });
});
