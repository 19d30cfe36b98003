/**
 * Naive Bayes with a logistic layer (the NB-SVM family: Wang and Manning 2012, "Baselines and Bigrams"):
 * each feature enters as its log-count ratio r, and a logistic regression learns one factor v a feature.
 *
 *     z = bias[source] + s * sum r_j v_j,   s = ((n + 1) / mean n)^-0.35
 *     p = floor + (1 - 2 floor) * sigmoid(z)
 *
 * n is the number of features a document emits. The floor keeps mislabelled documents from pulling hard.
 */
import { lengthScale } from '../model/length-scale.ts';
import { progress } from './progress.ts';
import type { Documents } from './documents.ts';
import { seededRandom, shuffle } from './random.ts';

export interface NbLrData {
  readonly documents: Documents;
  /** Number of different features; documents hold numbers below it. */
  readonly featureCount: number;
  /** Probability of the positive class, 0 to 1, per document. */
  readonly targets: Float32Array;
  readonly weights: Float32Array;
  /** Source of each document: each has a bias of its own, so that their shares of positives may differ. */
  readonly sources: Uint8Array;
  /** Documents to learn from. */
  readonly learnFrom: Int32Array;
}

export interface NbLrOptions {
  readonly epochs: number;
  readonly rate: number;
  /** Strength of the pull of v towards 0, divided by the frequency of the feature. */
  readonly decay: number;
  readonly floor: number;
  readonly seed: number;
}

export const NBLR_DEFAULTS: NbLrOptions = { epochs: 2, rate: 0.02, decay: 10, floor: 0.02, seed: 7 };

/** Per feature: r, v, sum of squared gradients, decay; side by side for the cache. */
const STRIDE = 4;

export class NbLr {
  readonly #data: NbLrData;
  readonly #options: NbLrOptions;
  readonly #meanEmitted: number;
  readonly #state: Float32Array;
  readonly #frequency: Float32Array;
  readonly biases = new Float64Array(16);

  constructor(data: NbLrData, options: NbLrOptions) {
    this.#data = data;
    this.#options = options;
    this.#meanEmitted = data.documents.meanEmitted();
    this.#state = new Float32Array(data.featureCount * STRIDE);
    this.#frequency = new Float32Array(data.featureCount);
    this.#countRatios();
  }

  get meanEmitted(): number {
    return this.#meanEmitted;
  }

  /** r = log((p + 2aP/(P+Q)) / P) - log((q + 2aQ/(P+Q)) / Q) with a = 1; p, q weighted document counts. */
  #countRatios(): void {
    const { documents, learnFrom, targets, weights, featureCount } = this.#data;
    const positive = new Float32Array(featureCount);
    const negative = new Float32Array(featureCount);
    let allPositive = 0;
    let allNegative = 0;
    for (const d of learnFrom) {
      const weight = weights[d] as number;
      const p = weight * (targets[d] as number);
      const q = weight - p;
      allPositive += p;
      allNegative += q;
      for (const feature of documents.features(d)) {
        positive[feature] = (positive[feature] as number) + p;
        negative[feature] = (negative[feature] as number) + q;
        this.#frequency[feature] = (this.#frequency[feature] as number) + 1;
      }
    }
    const total = allPositive + allNegative;
    for (let feature = 0; feature < featureCount; feature++) {
      const p = (positive[feature] as number) + (2 * allPositive) / total;
      const q = (negative[feature] as number) + (2 * allNegative) / total;
      this.#state[feature * STRIDE] = Math.log(p / allPositive) - Math.log(q / allNegative);
      this.#state[feature * STRIDE + 3] =
        this.#options.decay / Math.max(1, this.#frequency[feature] as number);
    }
  }

  /**
   * AdaGrad, one step a document, the rate falling to zero over all epochs.
   * @param title of the progress shown; none is shown without it
   */
  train(title?: string): void {
    const { epochs, rate, seed } = this.#options;
    const order = this.#data.learnFrom.slice();
    const random = seededRandom(seed);
    const steps = epochs * order.length;
    const show = title === undefined ? () => {} : progress(title, steps);
    const biasSquares = new Float64Array(16).fill(1e-6);
    let done = 0;
    for (let epoch = 0; epoch < epochs; epoch++) {
      shuffle(order, random);
      for (const d of order) {
        this.#step(d, rate * (1 - done / steps), biasSquares);
        done++;
        if ((done & 0x3fff) === 0) show(done);
      }
    }
    show(steps);
  }

  #step(d: number, rate: number, biasSquares: Float64Array): void {
    const { documents, targets, weights, sources } = this.#data;
    const state = this.#state;
    const features = documents.features(d);
    const scale = lengthScale(documents.emitted(d), this.#meanEmitted);
    const source = sources[d] as number;
    let sum = 0;
    for (let i = 0; i < features.length; i++) {
      const at = (features[i] as number) * STRIDE;
      sum += (state[at] as number) * (state[at + 1] as number);
    }
    const { floor } = this.#options;
    const sigmoid = 1 / (1 + Math.exp(-((this.biases[source] as number) + scale * sum)));
    const p = floor + (1 - 2 * floor) * sigmoid;
    const target = targets[d] as number;
    const error =
      ((weights[d] as number) * (p - target) * (1 - 2 * floor) * sigmoid * (1 - sigmoid)) / (p * (1 - p));
    const gradient = error * scale;
    for (let i = 0; i < features.length; i++) {
      const at = (features[i] as number) * STRIDE;
      const v = state[at + 1] as number;
      const g = gradient * (state[at] as number) + (state[at + 3] as number) * v;
      const squares = (state[at + 2] as number) + g * g;
      state[at + 2] = squares;
      state[at + 1] = v - (rate * g) / (Math.sqrt(squares) + 1e-6);
    }
    biasSquares[source] = (biasSquares[source] as number) + error * error;
    this.biases[source] =
      (this.biases[source] as number) - (rate * error) / Math.sqrt(biasSquares[source] as number);
  }

  /** Weight of a feature in z: r * v. */
  weight(feature: number): number {
    return (this.#state[feature * STRIDE] as number) * (this.#state[feature * STRIDE + 1] as number);
  }

  frequency(feature: number): number {
    return this.#frequency[feature] as number;
  }

  /** Starts from the v of another model whose feature `former[j]` is our feature j. */
  startFrom(other: NbLr, former: Uint32Array): void {
    for (let j = 0; j < former.length; j++) {
      this.#state[j * STRIDE + 1] = other.#state[(former[j] as number) * STRIDE + 1] as number;
    }
    this.biases.set(other.biases);
  }

  /** Takes the mean of several models on the same data: what their orders of learning disagree on cancels out. */
  averageOf(models: readonly NbLr[]): void {
    const share = 1 / models.length;
    const mean = (of: (model: NbLr) => number): number =>
      models.reduce((sum, model) => sum + of(model) * share, 0);
    for (let at = 1; at < this.#state.length; at += STRIDE)
      this.#state[at] = mean((model) => model.#state[at] as number);
    for (let source = 0; source < this.biases.length; source++)
      this.biases[source] = mean((model) => model.biases[source] as number);
  }

  /** z of a document without its bias. */
  sum(d: number): number {
    let sum = 0;
    for (const feature of this.#data.documents.features(d)) sum += this.weight(feature);
    return sum * lengthScale(this.#data.documents.emitted(d), this.#meanEmitted);
  }
}

/** Marks the `count` features of largest |weight| * sqrt(document frequency). */
export function mostUseful(model: NbLr, featureCount: number, count: number): Uint8Array {
  const use = new Float32Array(featureCount);
  for (let feature = 0; feature < featureCount; feature++) {
    use[feature] = Math.abs(model.weight(feature)) * Math.sqrt(model.frequency(feature));
  }
  const threshold = use.slice().sort()[Math.max(0, featureCount - count)] ?? 0;
  const keep = new Uint8Array(featureCount);
  for (let feature = 0; feature < featureCount; feature++)
    keep[feature] = (use[feature] as number) >= threshold ? 1 : 0;
  return keep;
}
