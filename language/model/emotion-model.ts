/**
 * A seven-class model as shipped. Logits, in the order of `EMOTIONS`:
 *
 *     bias_c + s * sum w_jc + sentimentWeight_c * sentiment + lexicon_c,   s = ((n + 1) / mean)^-0.35
 *
 * where the lexicon adds `perHit` for each word of the class that the text holds (at most three), and `onlyClass`
 * when words of one class alone are held. The words enter as character n-grams of at most six letters.
 */
import type { KeySet } from '../features/key-set.ts';
import { EMOTIONS } from '../types.ts';
import { FeatureTable } from './feature-table.ts';
import { decodeModel, numberOf, numbersOf, sectionOf, type ModelFile } from './file.ts';
import { lengthScale } from './length-scale.ts';

const CLASSES = EMOTIONS.length;
const MOST_HITS = 3;

export class EmotionModel {
  readonly version: string;
  readonly table: FeatureTable;
  readonly #lexicon: FeatureTable;
  readonly #biases: readonly number[];
  readonly #sentimentWeights: readonly number[];
  readonly #mean: number;
  readonly #perHit: number;
  readonly #onlyClass: number;
  readonly #sums = new Float64Array(CLASSES);
  readonly #hits = new Float64Array(CLASSES);

  private constructor(file: ModelFile, table: FeatureTable, lexicon: FeatureTable) {
    this.version = file.version;
    this.table = table;
    this.#lexicon = lexicon;
    this.#biases = numbersOf(file, 'biases', CLASSES);
    this.#sentimentWeights = numbersOf(file, 'sentimentWeights', CLASSES);
    this.#mean = numberOf(file, 'mean');
    this.#perHit = numberOf(file, 'perHit');
    this.#onlyClass = numberOf(file, 'onlyClass');
  }

  /**
   * Writes the seven logits to `out`.
   * @param sentiment log-odds of positive from the sentiment model of the same language
   */
  logits(features: KeySet, sentiment: number, out: Float64Array): void {
    const sums = this.#sums;
    const hits = this.#hits;
    sums.fill(0);
    hits.fill(0);
    this.table.addTo(sums, features.keys, features.count);
    this.#lexicon.addTo(hits, features.keys, features.count);
    const scale = lengthScale(features.count, this.#mean);
    let classesHit = 0;
    for (let c = 0; c < CLASSES; c++) if ((hits[c] as number) > 0.5) classesHit++;
    for (let c = 0; c < CLASSES; c++) {
      const hit = Math.min(MOST_HITS, hits[c] as number);
      const lexical = this.#perHit * hit + (classesHit === 1 && hit > 0.5 ? this.#onlyClass : 0);
      out[c] =
        (this.#biases[c] as number) +
        scale * (sums[c] as number) +
        (this.#sentimentWeights[c] as number) * sentiment +
        lexical;
    }
  }

  static decode(name: string, bytes: Uint8Array, kind: string): EmotionModel {
    const file = decodeModel(name, bytes, kind);
    const table = FeatureTable.decode(name, sectionOf(file, 'weights'));
    return new EmotionModel(file, table, FeatureTable.decode(name, sectionOf(file, 'lexicon')));
  }
}
