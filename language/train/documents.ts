/** Documents as lists of feature keys, in a few large arrays instead of millions of small ones. */
import type { KeySet } from '../features/key-set.ts';
import { KEY_MASK } from '../model/key-index.ts';

const CHUNK = 1 << 24;

export class Documents {
  readonly #chunks: Uint32Array[] = [];
  #used = CHUNK;
  #starts: number[] = [];
  #lengths: number[] = [];
  /** Number of features emitted by a document, before any was dropped. */
  #emitted: number[] = [];

  /** The same documents again, to be compacted on their own. */
  copy(): Documents {
    const copy = new Documents();
    copy.#chunks.push(...this.#chunks.map((chunk) => chunk.slice()));
    copy.#used = this.#used;
    copy.#starts = [...this.#starts];
    copy.#lengths = [...this.#lengths];
    copy.#emitted = [...this.#emitted];
    return copy;
  }

  /** The documents of these numbers alone, in this order. */
  subset(indices: readonly number[]): Documents {
    const subset = new Documents();
    for (const index of indices) {
      const keys = this.features(index);
      subset.add({ keys, count: keys.length });
      subset.#emitted[subset.count - 1] = this.emitted(index);
    }
    return subset;
  }

  get count(): number {
    return this.#starts.length;
  }

  add(set: Pick<KeySet, 'keys' | 'count'>): void {
    if (this.#used + set.count > CHUNK) {
      this.#chunks.push(new Uint32Array(CHUNK));
      this.#used = 0;
    }
    const chunk = this.#chunks[this.#chunks.length - 1] as Uint32Array;
    chunk.set(set.keys.subarray(0, set.count), this.#used);
    this.#starts.push((this.#chunks.length - 1) * CHUNK + this.#used);
    this.#lengths.push(set.count);
    this.#emitted.push(set.count);
    this.#used += set.count;
  }

  /** Features of document `index`, a view. */
  features(index: number): Uint32Array {
    const start = this.#starts[index] as number;
    const chunk = this.#chunks[Math.floor(start / CHUNK)] as Uint32Array;
    const at = start % CHUNK;
    return chunk.subarray(at, at + (this.#lengths[index] as number));
  }

  emitted(index: number): number {
    return this.#emitted[index] as number;
  }

  meanEmitted(): number {
    return this.#emitted.reduce((sum, n) => sum + n, 0) / Math.max(1, this.count);
  }

  /** In how many documents each feature is, once they are numbered. */
  frequencies(featureCount: number): Uint32Array {
    const frequencies = new Uint32Array(featureCount);
    for (let d = 0; d < this.count; d++)
      for (const feature of this.features(d)) frequencies[feature] = (frequencies[feature] as number) + 1;
    return frequencies;
  }

  /**
   * Drops the keys seen in fewer than `minimum` of the documents for which `counts` holds, and replaces the
   * others by dense numbers in ascending order of key. Returns the key of each number.
   */
  compact(minimum: number, counts: (document: number) => boolean): Uint32Array {
    // Memory that is never touched costs nothing, so that few documents are numbered fast.
    const frequency = new Uint8Array(KEY_MASK + 1);
    const seen: number[] = [];
    for (let d = 0; d < this.count; d++) {
      if (!counts(d)) continue;
      for (const key of this.features(d)) {
        const before = frequency[key] as number;
        if (before === 0) seen.push(key);
        if (before < 255) frequency[key] = before + 1;
      }
    }
    const kept = Uint32Array.from(seen.filter((key) => (frequency[key] as number) >= minimum)).sort();
    const numbers = new Uint32Array(KEY_MASK + 1);
    kept.forEach((key, i) => (numbers[key] = i + 1));
    this.#renumber((key) => (numbers[key] as number) - 1);
    return kept;
  }

  /** Keeps the features for which `keep` is 1 and numbers them anew, in order; returns their former numbers. */
  select(keep: Uint8Array): Uint32Array {
    const numbers = new Int32Array(keep.length).fill(-1);
    const kept: number[] = [];
    for (let feature = 0; feature < keep.length; feature++) {
      if (keep[feature] !== 1) continue;
      numbers[feature] = kept.length;
      kept.push(feature);
    }
    this.#renumber((feature) => numbers[feature] as number);
    return Uint32Array.from(kept);
  }

  #renumber(numberOf: (feature: number) => number): void {
    for (let d = 0; d < this.count; d++) {
      const features = this.features(d);
      let used = 0;
      for (const feature of features) {
        const number = numberOf(feature);
        if (number >= 0) features[used++] = number;
      }
      this.#lengths[d] = used;
    }
  }
}
