/**
 * A two-class model as shipped: weights by feature key and the calibrated link
 *
 *     p = floor + (1 - 2 floor) * sigmoid(a (bias + s * sum w_j) + b),   s = ((n + 1) / mean)^-0.35
 */
import type { KeySet } from '../features/key-set.ts';
import { encodeTable, FeatureTable } from './feature-table.ts';
import { decodeModel, encodeModel, numberOf, sectionOf, type ModelFile } from './file.ts';
import { lengthScale } from './length-scale.ts';

export interface BinaryParameters {
  readonly bias: number;
  readonly mean: number;
  readonly floor: number;
  readonly a: number;
  readonly b: number;
}

/** From the sum of a text's weights to a calibrated probability. */
export class BinaryLink {
  readonly #parameters: BinaryParameters;

  constructor(parameters: BinaryParameters) {
    this.#parameters = parameters;
  }

  /** Log-odds before the floor: a (bias + s * sum) + b, for the sum over `count` features. */
  logit(sum: number, count: number): number {
    const { bias, mean, a, b } = this.#parameters;
    return a * (bias + lengthScale(count, mean) * sum) + b;
  }

  /** Calibrated probability of the positive class for a log-odds. */
  probability(logit: number): number {
    const { floor } = this.#parameters;
    return floor + (1 - 2 * floor) / (1 + Math.exp(-logit));
  }
}

export class BinaryModel {
  readonly version: string;
  readonly table: FeatureTable;
  readonly link: BinaryLink;

  constructor(table: FeatureTable, parameters: BinaryParameters, version: string) {
    this.table = table;
    this.link = new BinaryLink(parameters);
    this.version = version;
  }

  logit(features: KeySet): number {
    return this.link.logit(this.table.sum(features), features.count);
  }

  probability(logit: number): number {
    return this.link.probability(logit);
  }

  static decode(name: string, bytes: Uint8Array, kind: string): BinaryModel {
    const file = decodeModel(name, bytes, kind);
    const table = FeatureTable.decode(name, sectionOf(file, 'weights'));
    return new BinaryModel(table, linkParametersOf(file), file.version);
  }
}

/** What a file says of the link from sum to probability. */
export function linkParametersOf(file: ModelFile): BinaryParameters {
  return {
    bias: numberOf(file, 'bias'),
    mean: numberOf(file, 'mean'),
    floor: numberOf(file, 'floor'),
    a: numberOf(file, 'a'),
    b: numberOf(file, 'b'),
  };
}

/** Bytes of a two-class model file. Keys ascending. */
export function encodeBinaryModel(
  kind: string,
  keys: Uint32Array,
  weights: Float32Array,
  parameters: BinaryParameters,
  weightBits = 6,
): Uint8Array {
  return encodeModel({
    kind,
    parameters: { ...parameters },
    sections: { weights: encodeTable(keys, weights, 1, weightBits) },
  });
}
