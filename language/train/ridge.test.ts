import { describe, expect, it } from 'vitest';
import { lengthScale } from '../model/length-scale.ts';
import { Documents } from './documents.ts';
import type { LabelledDocuments } from './label-ratios.ts';
import { ridgeWeights } from './ridge.ts';

/** Documents of equal length; feature 0 goes with label 0, feature 1 against it, feature 2 with nothing. */
const FEATURES = [
  [0, 2],
  [0, 3],
  [1, 2],
  [1, 3],
  [0, 4],
  [1, 4],
];
const OPTIONS = { strength: 0.5, steps: 40 };

function data(labels: readonly (readonly number[])[], knownFrom: (d: number) => number): LabelledDocuments {
  const documents = new Documents();
  for (const features of FEATURES)
    documents.add({ keys: Uint32Array.from(features), count: features.length });
  return { documents, featureCount: 5, labelCount: 2, labelsOf: (d) => labels[d] ?? [], knownFrom };
}

const all = FEATURES.map((_, d) => d);

function weightsOf(labelled: LabelledDocuments, label: number): number[] {
  const weights = ridgeWeights(labelled, all, OPTIONS, 'test');
  return [0, 1, 2, 3, 4].map((feature) => weights[feature * 2 + label] as number);
}

describe('ridge regression of many labels', () => {
  it('finds the least squares with a penalty', () => {
    const weights = weightsOf(
      data([[0], [0], [], [], [0], []], () => 0),
      0,
    );
    // Features 0 and 1 have idf log 2, the others log 3; by symmetry only the first two weigh something.
    const square = Math.log(2) ** 2;
    const penalty = OPTIONS.strength * (square + Math.log(3) ** 2);
    const expected = (1.5 * square) / (3 * square + penalty) / lengthScale(2, 2);
    expect(weights[0]).toBeCloseTo(expected, 5);
    expect(weights[1]).toBeCloseTo(-expected, 5);
    for (const weight of weights.slice(2)) expect(weight).toBeCloseTo(0, 5);
  });

  it('gives a label that nothing carries no weight', () => {
    expect(
      weightsOf(
        data([[0], [0], [], [], [0], []], () => 0),
        1,
      ),
    ).toEqual([0, 0, 0, 0, 0]);
  });

  it('leaves a document out for the labels of which nothing is known', () => {
    const labels = [[0], [0], [], [], [1], [1]];
    const unknown = weightsOf(
      data(labels, (d) => (d < 4 ? 0 : 1)),
      0,
    );
    const known = weightsOf(
      data(labels, () => 0),
      0,
    );
    expect(unknown[4]).toBeCloseTo(0, 5);
    expect(known[4]).toBeLessThan(-0.01);
  });
});
