/**
 * A seven-class model as shipped. Logits, in the order of `EMOTIONS`:
 *
 *     bias_c + s * sum w_jc + signals . signalWeights_c + lexicon . lexiconWeights_c
 *
 * with s = ((n + 1) / mean)^-0.35. The signals are the log-odds of the sentiment and the abuse model. The lexicon
 * gives, for each class, how many of its words the text holds (at most three), whether it is the only class hit, and
 * whether it is that in a sentence of prose. Its words enter as features too: Korean ones as character n-grams of at
 * most six letters.
 */
import type { KeySet } from '../features/key-set.ts';
import { EMOTIONS } from '../types.ts';
import { FeatureTable } from './feature-table.ts';
import { decodeModel, numberOf, numbersOf, sectionOf, type ModelFile } from './file.ts';
import { lengthScale } from './length-scale.ts';

const CLASSES = EMOTIONS.length;
const MOST_HITS = 3;
/** Columns of the lexicon: one a class, then the marks of prose. */
export const LEXICON_COLUMNS = CLASSES + 1;
/** Hits of every class, then whether it is the only class hit, then whether it is that in prose. */
export const LEXICON_INPUTS = 3 * CLASSES;
/** Sentiment, abuse. */
export const SIGNALS = 2;

/** From the sums over a text's features to seven logits: everything of the model but its tables. */
export class EmotionLayer {
  readonly #biases: readonly number[];
  readonly #signalWeights: readonly number[];
  readonly #lexiconWeights: readonly number[];
  readonly #mean: number;

  constructor(file: ModelFile) {
    this.#biases = numbersOf(file, 'biases', CLASSES);
    this.#signalWeights = numbersOf(file, 'signalWeights', SIGNALS * CLASSES);
    this.#lexiconWeights = numbersOf(file, 'lexiconWeights', LEXICON_INPUTS * CLASSES);
    this.#mean = numberOf(file, 'mean');
  }

  /** Writes the seven logits to `out`. */
  logits(input: EmotionInput, out: Float64Array): void {
    const { sums, hits, count, sentiment, abuse } = input;
    const scale = lengthScale(count, this.#mean);
    const signals = this.#signalWeights;
    for (let c = 0; c < CLASSES; c++) {
      let z = (this.#biases[c] as number) + scale * (sums[c] as number);
      z += (signals[c] as number) * sentiment + (signals[CLASSES + c] as number) * abuse;
      for (let i = 0; i < LEXICON_INPUTS; i++) {
        if (hits[i] !== 0) z += (hits[i] as number) * (this.#lexiconWeights[i * CLASSES + c] as number);
      }
      out[c] = z;
    }
  }
}

export interface EmotionInput {
  /** Sums of the weights per class. */
  readonly sums: Float64Array;
  /** Of the lexicon, see {@link countHits}. */
  readonly hits: Float64Array;
  /** Features of the text. */
  readonly count: number;
  /** Log-odds of positive from the sentiment model of the same language. */
  readonly sentiment: number;
  /** Log-odds of abusive from the abuse model of the same language. */
  readonly abuse: number;
}

export class EmotionModel {
  readonly version: string;
  readonly table: FeatureTable;
  readonly lexicon: FeatureTable;
  readonly layer: EmotionLayer;
  readonly #sums = new Float64Array(CLASSES);
  readonly #hits = new Float64Array(LEXICON_INPUTS);

  private constructor(file: ModelFile, table: FeatureTable, lexicon: FeatureTable) {
    this.version = file.version;
    this.table = table;
    this.lexicon = lexicon;
    this.layer = new EmotionLayer(file);
  }

  /** Writes the seven logits to `out`; `sentiment` and `abuse` as in {@link EmotionInput}. */
  logits(features: KeySet, sentiment: number, abuse: number, out: Float64Array): void {
    const sums = this.#sums;
    sums.fill(0);
    this.table.addTo(sums, features);
    readLexicon(this.lexicon, features, this.#hits);
    this.layer.logits({ sums, hits: this.#hits, count: features.count, sentiment, abuse }, out);
  }

  static decode(name: string, bytes: Uint8Array, kind: string): EmotionModel {
    const file = decodeModel(name, bytes, kind);
    const table = FeatureTable.decode(name, sectionOf(file, 'weights'));
    return new EmotionModel(file, table, FeatureTable.decode(name, sectionOf(file, 'lexicon')));
  }
}

/** Fills `hits` (length `LEXICON_INPUTS`) from the words of the lexicon among the features of a text. */
export function readLexicon(lexicon: FeatureTable, features: KeySet, hits: Float64Array): void {
  hits.fill(0);
  lexicon.addTo(hits, features);
  countHits(hits);
}

/** From sums over the lexicon's words in the first places of `hits` to its inputs of the model, in place. */
export function countHits(hits: Float64Array): void {
  const prose = (hits[CLASSES] as number) > 0;
  hits.fill(0, CLASSES);
  let classesHit = 0;
  let last = 0;
  for (let c = 0; c < CLASSES; c++) {
    // Column scales are not exactly 1 after rounding.
    const count = Math.min(MOST_HITS, Math.round(hits[c] as number));
    hits[c] = count;
    if (count === 0) continue;
    classesHit++;
    last = c;
  }
  if (classesHit !== 1) return;
  hits[CLASSES + last] = 1;
  if (prose) hits[2 * CLASSES + last] = 1;
}
