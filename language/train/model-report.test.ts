import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { modelReportSchema } from '../reports/report.ts';
import { reportOf, type Judged } from './model-report.ts';

const KNOWN = { features: 10, unknownFeatures: 4 };
const said = (positive: number, actual: number): Judged => ({
  probabilities: [1 - positive, positive],
  actual,
});

describe('the report of a model', () => {
  it('has the figures that are worked out by hand', () => {
    const report = reportOf('sentiment-en', [said(0.9, 1), said(0.8, 0), said(0.2, 0), said(0.1, 0)], KNOWN);
    expect(report).toMatchObject({
      rows: 4,
      accuracy: 0.75,
      confusion: [
        [2, 1],
        [0, 1],
      ],
      features: 10,
      unknownFeatures: 4,
    });
    expect(report.classes).toEqual([
      { name: 'negative', rows: 3, precision: 1, recall: 2 / 3, f1: 0.8 },
      { name: 'positive', rows: 1, precision: 0.5, recall: 1, f1: 2 / 3 },
    ]);
    expect(report.macroF1).toBeCloseTo((0.8 + 2 / 3) / 2);
    expect(report.logLoss).toBeCloseTo(-(Math.log(0.9) + Math.log(0.2) + Math.log(0.8) + Math.log(0.9)) / 4);
    // Each text is alone in its bin: the mean distance of its probability from what was true.
    expect(report.calibrationError).toBeCloseTo((0.1 + 0.8 + 0.2 + 0.1) / 4);
  });

  it('bins the scores as the shipped model gives them, which may be shifted', () => {
    const { scores } = reportOf('abuse-ko', [{ ...said(0.9, 1), shippedScore: 0.52 }], KNOWN);
    expect(scores.indexOf(1)).toBe(10);
    expect(scores).toHaveLength(20);
  });

  it('judges seven classes by the one predicted', () => {
    const sure = (c: number): number[] => Array.from({ length: 7 }, (_, i) => (i === c ? 0.7 : 0.05));
    const report = reportOf(
      'emotion-ko',
      [
        { probabilities: sure(0), actual: 0 },
        { probabilities: sure(0), actual: 1 },
      ],
      KNOWN,
    );
    expect(report.scores).toEqual([2, 0, 0, 0, 0, 0, 0]);
    expect(report.calibration[10]).toEqual({
      rows: 2,
      predicted: expect.closeTo(0.7) as number,
      actual: 0.5,
    });
  });

  it('is within its bounds and adds up, whatever was said', () => {
    const judged = fc.record({ positive: fc.double({ min: 0, max: 1, noNaN: true }), actual: fc.nat(1) });
    fc.assert(
      fc.property(fc.array(judged, { maxLength: 60 }), (list) => {
        const report = reportOf(
          'abuse-en',
          list.map(({ positive, actual }) => said(positive, actual)),
          KNOWN,
        );
        expect(
          modelReportSchema.safeParse({ ...report, version: 'x', measured: 'shipped' }).error,
        ).toBeUndefined();
        const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
        expect(sum(report.scores)).toBe(list.length);
        expect(sum(report.confusion.flat())).toBe(list.length);
        expect(sum(report.calibration.map(({ rows }) => rows))).toBe(list.length);
      }),
    );
  });
});
