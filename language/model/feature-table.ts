/**
 * From feature keys to weights: a static map of `KEY_BITS`-bit keys, each with a small vector of
 * quantised weights (one column per output: one for sentiment, seven for emotion).
 *
 * Stored: the sorted keys as Rice-coded gaps, then `columns` weights of `weightBits` bits a key.
 * In memory: an index of the keys, and the weights row by row.
 */
import { BitReader, BitWriter } from './bits.ts';
import { modelInvalid } from '../errors.ts';
import type { KeySet } from '../features/key-set.ts';
import { KEY_MASK, KeyIndex, rowsFor } from './key-index.ts';

/** The bit reader takes no wider numbers. */
const LONGEST_RICE = 20;

export class FeatureTable {
  readonly columns: number;
  readonly size: number;
  /** Ascending; given up for the index at the first look-up, since few tables are looked into by themselves. */
  #keys: Uint32Array | undefined;
  #builtIndex: KeyIndex | undefined;
  readonly #weights: Int8Array;
  readonly #scales: Float32Array;

  private constructor(keys: Uint32Array, weights: Int8Array, scales: Float32Array) {
    this.columns = scales.length;
    this.size = keys.length;
    this.#keys = keys;
    this.#weights = weights;
    this.#scales = scales;
  }

  get #index(): KeyIndex {
    return this.#builtIndex ?? this.prepare();
  }

  /** Makes the index now rather than at the first look-up. */
  prepare(): KeyIndex {
    this.#builtIndex ??= new KeyIndex(this.keys());
    this.#keys = undefined;
    return this.#builtIndex;
  }

  /** Row of `key` (of `KEY_BITS` bits), or -1. */
  find(key: number): number {
    return this.#index.find(key);
  }

  /** All keys, ascending: row by row. */
  keys(): Uint32Array {
    return this.#keys ?? (this.#builtIndex as KeyIndex).keys();
  }

  /** Quantised weight; multiply a sum of them by {@link scale} once, after the loop. */
  raw(row: number, column: number): number {
    return this.#weights[row * this.columns + column] as number;
  }

  /** All quantised weights, row by row. */
  get rawWeights(): Readonly<Int8Array> {
    return this.#weights;
  }

  scale(column: number): number {
    return this.#scales[column] as number;
  }

  /** Sum of the weights of the first column over the features. */
  sum(features: KeySet): number {
    const rows = rowsFor(features.count);
    const found = this.#index.findAll(features.keys, features.count, rows);
    const columns = this.columns;
    let total = 0;
    for (let i = 0; i < found; i++) total += this.#weights[(rows[i] as number) * columns] as number;
    return total * (this.#scales[0] as number);
  }

  /** Sums of the weights of both columns of a table of two over the features, into `out`. */
  sumPair(features: KeySet, out: Float64Array): void {
    const rows = rowsFor(features.count);
    const found = this.#index.findAll(features.keys, features.count, rows);
    const weights = this.#weights;
    let first = 0;
    let second = 0;
    for (let i = 0; i < found; i++) {
      const at = 2 * (rows[i] as number);
      first += weights[at] as number;
      second += weights[at + 1] as number;
    }
    out[0] = first * this.scale(0);
    out[1] = second * this.scale(1);
  }

  /** How many of the features have weights here. */
  countKnown(features: KeySet): number {
    return this.#index.findAll(features.keys, features.count, rowsFor(features.count));
  }

  /** Adds the weights of every column over the features to `out` (length `columns`). */
  addTo(out: Float64Array, features: KeySet): void {
    const columns = this.columns;
    const sums = this.#sums;
    sums.fill(0);
    const rows = rowsFor(features.count);
    const found = this.#index.findAll(features.keys, features.count, rows);
    for (let i = 0; i < found; i++) {
      const base = (rows[i] as number) * columns;
      for (let column = 0; column < columns; column++)
        sums[column] = (sums[column] as number) + (this.#weights[base + column] as number);
    }
    for (let column = 0; column < columns; column++)
      out[column] = (out[column] as number) + (sums[column] as number) * this.scale(column);
  }

  readonly #sums = new Int32Array(16);

  /** @param expected how many columns it must have, where whoever reads it cannot do with others */
  static decode(name: string, bytes: Uint8Array, expected?: number): FeatureTable {
    const reader = new BitReader(bytes);
    const size = reader.read(24);
    const rice = reader.read(8);
    const weightBits = reader.read(8);
    const columns = reader.read(8);
    if (columns < 1 || columns > 16 || weightBits < 2 || weightBits > 8)
      throw modelInvalid(name, 'has an unknown table layout');
    if (expected !== undefined && columns !== expected)
      throw modelInvalid(name, `has ${columns} weights a feature instead of ${expected}`);
    const scales = Float32Array.from({ length: columns }, () => readFloat(reader));
    const keys = new Uint32Array(size);
    reader.readGaps(rice, keys);
    const weights = new Int8Array(size * columns);
    reader.readSigned(weightBits, 2 ** (weightBits - 1), weights);
    if (reader.exhausted || (keys[size - 1] ?? 0) > KEY_MASK)
      throw modelInvalid(name, 'has a table that ends too early');
    return new FeatureTable(keys, weights, scales);
  }
}

/**
 * Bytes of a table. `keys` ascending without repeats; `weights` row by row, `columns` each.
 * Weights are rounded to `weightBits` bits between minus and plus the largest kept magnitude of their column.
 */
export function encodeTable(
  keys: Uint32Array,
  weights: Float32Array,
  columns: number,
  weightBits: number,
): Uint8Array {
  const writer = new BitWriter();
  const meanGap = KEY_MASK / Math.max(1, keys.length);
  const rice = Math.max(0, Math.min(LONGEST_RICE, Math.floor(Math.log2(meanGap * Math.LN2))));
  const limit = 2 ** (weightBits - 1) - 1;
  writer.write(keys.length, 24);
  writer.write(rice, 8);
  writer.write(weightBits, 8);
  writer.write(columns, 8);
  const scales = Float32Array.from(
    { length: columns },
    (_, column) => clipOf(weights, columns, column) / limit,
  );
  for (const scale of scales) writeFloat(writer, scale);
  let previous = -1;
  for (const key of keys) {
    writer.writeRice(key - previous - 1, rice);
    previous = key;
  }
  for (let i = 0; i < weights.length; i++) {
    const level = Math.round((weights[i] as number) / (scales[i % columns] as number));
    writer.write(Math.max(-limit, Math.min(limit, level)) + limit + 1, weightBits);
  }
  return writer.bytes();
}

/** Magnitude at which a column is clipped: its 99.9th percentile, so that few outliers do not coarsen the rest. */
function clipOf(weights: Float32Array, columns: number, column: number): number {
  const magnitudes = new Float32Array(weights.length / columns);
  for (let row = 0; row < magnitudes.length; row++)
    magnitudes[row] = Math.abs(weights[row * columns + column] as number);
  magnitudes.sort();
  return Math.max(1e-6, magnitudes[Math.ceil((magnitudes.length - 1) * 0.999)] ?? 1);
}

function writeFloat(writer: BitWriter, value: number): void {
  const bits = new Uint32Array(Float32Array.of(value).buffer)[0] as number;
  writer.write(bits & 0xffff, 16);
  writer.write(bits >>> 16, 16);
}

function readFloat(reader: BitReader): number {
  const bits = reader.read(16) | (reader.read(16) << 16);
  return new Float32Array(Uint32Array.of(bits).buffer)[0] as number;
}
