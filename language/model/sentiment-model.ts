/**
 * A sentiment model as shipped: two weights a feature, one for the verdict and one for whether there is any.
 *
 *     z = a (bias + s * sum w_j) + b,   trust = most * sigmoid(steepness (s' * sum o_j - middle))
 *     p = floor + (1 - 2 floor) * sigmoid(trust * z)
 *
 * Trust is about 1 for a text like a review, whose probability stays what the verdict makes it. Being never below 0, it
 * does not change which side of one half that is on.
 */
import type { KeySet } from '../features/key-set.ts';
import { BinaryLink, linkParametersOf, type BinaryParameters } from './binary-model.ts';
import { encodeTable, FeatureTable } from './feature-table.ts';
import { decodeModel, encodeModel, numberOf, sectionOf } from './file.ts';
import { OpinionLink, type OpinionParameters } from './opinion.ts';

const COLUMNS = 2;

export class SentimentModel {
  readonly version: string;
  readonly table: FeatureTable;
  readonly link: BinaryLink;
  readonly opinion: OpinionLink;
  readonly #sums = new Float64Array(COLUMNS);

  private constructor(table: FeatureTable, link: BinaryLink, opinion: OpinionLink, version: string) {
    this.table = table;
    this.link = link;
    this.opinion = opinion;
    this.version = version;
  }

  /** Log-odds of the verdict alone, whatever it can be trusted. */
  logit(features: KeySet): number {
    return this.link.logit(this.table.sum(features), features.count);
  }

  /** How much the text takes sides. */
  strength(features: KeySet): number {
    this.table.sumPair(features, this.#sums);
    return this.opinion.strength(this.#sums[1] as number, features.count);
  }

  /** Writes the verdict and its trust to `out`. */
  read(features: KeySet, out: SentimentReading): void {
    const sums = this.#sums;
    this.table.sumPair(features, sums);
    out.logit = this.link.logit(sums[0] as number, features.count);
    out.trust = this.opinion.trust(sums[1] as number, features.count);
  }

  probability({ logit, trust }: SentimentReading): number {
    return this.link.probability(trust * logit);
  }

  static decode(name: string, bytes: Uint8Array, kind: string): SentimentModel {
    const file = decodeModel(name, bytes, kind);
    const table = FeatureTable.decode(name, sectionOf(file, 'weights'), COLUMNS);
    const opinion = new OpinionLink({
      mean: numberOf(file, 'opinionMean'),
      middle: numberOf(file, 'opinionMiddle'),
      steepness: numberOf(file, 'opinionSteepness'),
      most: numberOf(file, 'opinionMost'),
    });
    return new SentimentModel(table, new BinaryLink(linkParametersOf(file)), opinion, file.version);
  }
}

export interface SentimentReading {
  /** Log-odds of positive before the floor. */
  logit: number;
  /** How much of it counts, from 0 up. */
  trust: number;
}

/** Bytes of a sentiment model file. Keys ascending; weights row by row, the verdict's first. */
export function encodeSentimentModel(
  kind: string,
  keys: Uint32Array,
  weights: Float32Array,
  parameters: BinaryParameters & { readonly opinion: OpinionParameters },
  weightBits = 6,
): Uint8Array {
  const { opinion, ...link } = parameters;
  const { mean, middle, steepness, most } = opinion;
  return encodeModel({
    kind,
    parameters: {
      ...link,
      opinionMean: mean,
      opinionMiddle: middle,
      opinionSteepness: steepness,
      opinionMost: most,
    },
    sections: { weights: encodeTable(keys, weights, COLUMNS, weightBits) },
  });
}
