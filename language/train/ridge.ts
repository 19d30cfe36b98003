/**
 * Ridge regression of many labels at once: weights w of the features with the least
 *
 *     sum over documents (label - mean - s * sum idf_j w_j)^2 + strength * mean norm * |w|^2
 *
 * where s is the length scale of a document and idf_j = log(documents / frequency of j). It shrinks what features say
 * together, not each alone, which suits labels that few documents carry better than one factor a feature does.
 * Solved over the documents by conjugate gradients (Hestenes and Stiefel 1952), each label on its own, all in step.
 */
import { lengthScale } from '../model/length-scale.ts';
import type { Documents } from './documents.ts';
import type { LabelledDocuments } from './label-ratios.ts';
import { progress } from './progress.ts';

export interface RidgeOptions {
  /** Against the mean square of a document: 1 to 2 for a few thousand documents. */
  readonly strength: number;
  readonly steps: number;
}

/** Fewer documents than that say nothing of a feature that others do not say better. */
const LEAST_FREQUENCY = 2;

/** weight[feature * labelCount + label], to be summed over the features of a document and scaled by its length. */
export function ridgeWeights(
  data: LabelledDocuments,
  learnFrom: readonly number[],
  { strength, steps }: RidgeOptions,
  title: string,
): Float32Array {
  const matrix = new Matrix(data, learnFrom);
  const penalty = strength * matrix.meanSquare();
  const { labelCount } = data;
  const known = learnFrom.map((d) => data.knownFrom(d));
  const residual = centredLabels(data, learnFrom);
  forget(residual, known, labelCount);
  const direction = residual.slice();
  const solution = new Float64Array(residual.length);
  const image = new Float64Array(residual.length);
  let before = columnProducts(residual, residual, labelCount);
  const show = progress(title, steps);
  for (let step = 0; step < steps; step++) {
    matrix.apply(direction, image);
    for (let at = 0; at < image.length; at++)
      image[at] = (image[at] as number) + penalty * (direction[at] as number);
    forget(image, known, labelCount);
    const rates = quotients(before, columnProducts(direction, image, labelCount));
    addColumns(solution, direction, rates);
    addColumns(
      residual,
      image,
      rates.map((rate) => -rate),
    );
    const after = columnProducts(residual, residual, labelCount);
    const turns = quotients(after, before);
    for (let at = 0; at < direction.length; at++)
      direction[at] =
        (residual[at] as number) + (turns[at % labelCount] as number) * (direction[at] as number);
    before = after;
    show(step + 1);
  }
  return matrix.weights(solution, data.featureCount);
}

/** Documents by features, each entry s * idf. Features seen too seldom are left out, and the others numbered anew. */
class Matrix {
  readonly #documents: Documents;
  readonly #former: Uint32Array;
  readonly #idf: Float64Array;
  readonly #scales: Float64Array;
  readonly #labelCount: number;
  /** One value a feature and label. */
  readonly #sums: Float32Array;

  constructor({ documents, featureCount, labelCount }: LabelledDocuments, learnFrom: readonly number[]) {
    const own = documents.subset(learnFrom);
    const all = own.frequencies(featureCount);
    this.#former = own.select(Uint8Array.from(all, (df) => (df < LEAST_FREQUENCY ? 0 : 1)));
    this.#idf = Float64Array.from(this.#former, (f) => Math.log(learnFrom.length / (all[f] as number)));
    this.#documents = own;
    this.#labelCount = labelCount;
    this.#sums = new Float32Array(this.#former.length * labelCount);
    const mean = documents.meanEmitted();
    this.#scales = Float64Array.from(learnFrom, (_, row) => lengthScale(own.emitted(row), mean));
  }

  meanSquare(): number {
    let sum = 0;
    this.#scales.forEach((scale, row) => {
      for (const feature of this.#documents.features(row))
        sum += (scale * (this.#idf[feature] as number)) ** 2;
    });
    return sum / Math.max(1, this.#scales.length);
  }

  /** Writes this * transposed this * `values` to `out`. The loops are written out: they are all the time that training takes. */
  apply(values: Float64Array, out: Float64Array): void {
    this.#addUp(values);
    const sums = this.#sums;
    const idf = this.#idf;
    const labelCount = this.#labelCount;
    for (let row = 0; row < this.#scales.length; row++) {
      const features = this.#documents.features(row);
      const own = out.subarray(row * labelCount, (row + 1) * labelCount).fill(0);
      const scale = this.#scales[row] as number;
      for (let i = 0; i < features.length; i++) {
        const feature = features[i] as number;
        const entry = scale * (idf[feature] as number);
        const base = feature * labelCount;
        for (let label = 0; label < labelCount; label++)
          own[label] = (own[label] as number) + entry * (sums[base + label] as number);
      }
    }
  }

  /** Sums over the documents of `values`, for each feature. */
  #addUp(values: Float64Array): void {
    const sums = this.#sums;
    const idf = this.#idf;
    const labelCount = this.#labelCount;
    sums.fill(0);
    for (let row = 0; row < this.#scales.length; row++) {
      const features = this.#documents.features(row);
      const own = values.subarray(row * labelCount, (row + 1) * labelCount);
      const scale = this.#scales[row] as number;
      for (let i = 0; i < features.length; i++) {
        const feature = features[i] as number;
        const entry = scale * (idf[feature] as number);
        const base = feature * labelCount;
        for (let label = 0; label < labelCount; label++)
          sums[base + label] = (sums[base + label] as number) + entry * (own[label] as number);
      }
    }
  }

  /** Weights of all features, by their former numbers. */
  weights(solution: Float64Array, featureCount: number): Float32Array {
    this.#addUp(solution);
    const labelCount = this.#labelCount;
    const weights = new Float32Array(featureCount * labelCount);
    this.#former.forEach((former, feature) => {
      for (let label = 0; label < labelCount; label++)
        weights[former * labelCount + label] =
          (this.#sums[feature * labelCount + label] as number) * (this.#idf[feature] as number);
    });
    return weights;
  }
}

/** 1 or 0 a document and label, less the mean of the label where it is known. */
function centredLabels(data: LabelledDocuments, learnFrom: readonly number[]): Float64Array {
  const { labelCount } = data;
  const values = new Float64Array(learnFrom.length * labelCount);
  const knowing = new Float64Array(labelCount);
  const carrying = new Float64Array(labelCount);
  learnFrom.forEach((d, row) => {
    for (const label of data.labelsOf(d)) {
      values[row * labelCount + label] = 1;
      carrying[label] = (carrying[label] as number) + 1;
    }
    for (let label = data.knownFrom(d); label < labelCount; label++)
      knowing[label] = (knowing[label] as number) + 1;
  });
  for (let at = 0; at < values.length; at++) {
    const label = at % labelCount;
    values[at] = (values[at] as number) - (carrying[label] as number) / Math.max(1, knowing[label] as number);
  }
  return values;
}

/** Nothing for the labels that are not known of a document. */
function forget(values: Float64Array, known: readonly number[], labelCount: number): void {
  known.forEach((from, row) => {
    if (from > 0) values.fill(0, row * labelCount, row * labelCount + from);
  });
}

function columnProducts(a: Float64Array, b: Float64Array, columns: number): Float64Array {
  const products = new Float64Array(columns);
  for (let at = 0; at < a.length; at++)
    products[at % columns] = (products[at % columns] as number) + (a[at] as number) * (b[at] as number);
  return products;
}

/** A label that no document carries has nothing left to solve. */
function quotients(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => (b[i] === 0 ? 0 : value / (b[i] as number)));
}

/** target += values * rate of the column. */
function addColumns(target: Float64Array, values: Float64Array, rates: Float64Array): void {
  for (let at = 0; at < target.length; at++)
    target[at] = (target[at] as number) + (values[at] as number) * (rates[at % rates.length] as number);
}
