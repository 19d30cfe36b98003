/**
 * Several small feature tables as one: a key is looked up once, and the weights that all tables have for it lie in one
 * row of 16 bytes. Scoring is bound by such memory accesses; the additions are made four columns to a 32-bit word.
 */
import type { KeySet } from '../features/key-set.ts';
import type { FeatureTable } from './feature-table.ts';
import { KeyIndex, rowsFor } from './key-index.ts';

const MOST_COLUMNS = 16;
const WORDS_PER_ROW = MOST_COLUMNS / 4;
/** Every second byte of a word: two columns, each with 16 bits of room for its sum. */
const HALF = 0x00ff00ff;
/** Weights are kept as bytes above zero: weight + 128. */
const BIAS = 128;
/** So many bytes of 255 fit in 16 bits. */
const ROWS_PER_ROUND = 256;

export class JoinedTable {
  readonly #index: KeyIndex;
  /** Biased weights of all tables side by side, zero where a table lacks the key. */
  readonly #weights: Int32Array;
  /** Which tables have the key: bit by bit, row by row. */
  readonly #holders: Uint8Array;
  readonly #scales: Float64Array;
  readonly #sums = new Int32Array(MOST_COLUMNS);

  /** @param tables at most 16 columns in all */
  constructor(tables: readonly FeatureTable[]) {
    const columns = tables.reduce((sum, table) => sum + table.columns, 0);
    if (columns > MOST_COLUMNS) throw new RangeError(`${columns} columns do not fit in a row`);
    const keys = unionOf(tables.map((table) => table.keys()));
    this.#index = new KeyIndex(keys);
    this.#scales = Float64Array.from(
      tables.flatMap((table) => Array.from({ length: table.columns }, (_, column) => table.scale(column))),
    );
    const bytes = new Uint8Array(keys.length * MOST_COLUMNS).fill(BIAS);
    this.#holders = new Uint8Array(keys.length);
    let first = 0;
    tables.forEach((table, bit) => {
      fill({ bytes, holders: this.#holders, union: keys }, table, first, 1 << bit);
      first += table.columns;
    });
    this.#weights = new Int32Array(bytes.buffer);
  }

  /** Adds to `counts`, from its place `first` on, how many of the features each table has, in the order of the tables. */
  countKnown(features: KeySet, counts: Float64Array, first: number): void {
    const rows = rowsFor(features.count);
    const found = this.#index.findAll(features.keys, features.count, rows);
    for (let i = 0; i < found; i++) {
      const holders = this.#holders[rows[i] as number] as number;
      for (let at = first; at < counts.length; at++)
        counts[at] = (counts[at] as number) + ((holders >>> (at - first)) & 1);
    }
  }

  /** Sums the weights of every column of every table, in the order of the tables, over the features into `out`. */
  sum(features: KeySet, out: Float64Array): void {
    const rows = rowsFor(features.count);
    const found = this.#index.findAll(features.keys, features.count, rows);
    const sums = this.#sums;
    sums.fill(-BIAS * found);
    for (let from = 0; from < found; from += ROWS_PER_ROUND)
      this.#addRows(rows, from, Math.min(found, from + ROWS_PER_ROUND));
    const scales = this.#scales;
    for (let column = 0; column < scales.length; column++)
      out[column] = (sums[column] as number) * (scales[column] as number);
  }

  /** Writes the weights of one key to `out`, zeros where no table has it: what {@link sum} adds for it. */
  weightsOf(key: number, out: Float64Array): void {
    const row = this.#index.find(key);
    const bytes = new Uint8Array(this.#weights.buffer);
    for (let column = 0; column < this.#scales.length; column++) {
      const raw = row < 0 ? 0 : (bytes[row * MOST_COLUMNS + column] as number) - BIAS;
      out[column] = raw * (this.#scales[column] as number);
    }
  }

  #addRows(rows: Uint32Array, from: number, end: number): void {
    const weights = this.#weights;
    let even0 = 0;
    let even1 = 0;
    let even2 = 0;
    let even3 = 0;
    let odd0 = 0;
    let odd1 = 0;
    let odd2 = 0;
    let odd3 = 0;
    for (let i = from; i < end; i++) {
      const base = (rows[i] as number) * WORDS_PER_ROW;
      const word0 = weights[base] as number;
      const word1 = weights[base + 1] as number;
      const word2 = weights[base + 2] as number;
      const word3 = weights[base + 3] as number;
      even0 = (even0 + (word0 & HALF)) | 0;
      odd0 = (odd0 + ((word0 >>> 8) & HALF)) | 0;
      even1 = (even1 + (word1 & HALF)) | 0;
      odd1 = (odd1 + ((word1 >>> 8) & HALF)) | 0;
      even2 = (even2 + (word2 & HALF)) | 0;
      odd2 = (odd2 + ((word2 >>> 8) & HALF)) | 0;
      even3 = (even3 + (word3 & HALF)) | 0;
      odd3 = (odd3 + ((word3 >>> 8) & HALF)) | 0;
    }
    this.#addWord(0, even0, odd0);
    this.#addWord(4, even1, odd1);
    this.#addWord(8, even2, odd2);
    this.#addWord(12, even3, odd3);
  }

  /** Adds the sums of four columns; the lowest byte of a word is its first column. */
  #addWord(column: number, even: number, odd: number): void {
    const sums = this.#sums;
    sums[column] = (sums[column] as number) + (even & 0xffff);
    sums[column + 1] = (sums[column + 1] as number) + (odd & 0xffff);
    sums[column + 2] = (sums[column + 2] as number) + (even >>> 16);
    sums[column + 3] = (sums[column + 3] as number) + (odd >>> 16);
  }
}

interface JoinedRows {
  readonly bytes: Uint8Array;
  readonly holders: Uint8Array;
  /** All keys, ascending: the rows; those of each table are among them. */
  readonly union: Uint32Array;
}

function fill({ bytes, holders, union }: JoinedRows, table: FeatureTable, first: number, bit: number): void {
  const keys = table.keys();
  const weights = table.rawWeights;
  const { columns } = table;
  let row = 0;
  let at = 0;
  for (const key of keys) {
    while (union[row] !== key) row++;
    holders[row] = (holders[row] as number) | bit;
    const base = row * MOST_COLUMNS + first;
    for (let column = 0; column < columns; column++) bytes[base + column] = (weights[at++] as number) + BIAS;
  }
}

/** Ascending lists as one, without repeats. */
function unionOf(lists: readonly Uint32Array[]): Uint32Array {
  return lists.length === 0 ? new Uint32Array() : lists.reduce(merged);
}

function merged(a: Uint32Array, b: Uint32Array): Uint32Array {
  const all = new Uint32Array(a.length + b.length);
  let size = 0;
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const x = a[i] as number;
    const y = b[j] as number;
    all[size++] = x < y ? x : y;
    if (x <= y) i++;
    if (y <= x) j++;
  }
  for (; i < a.length; i++) all[size++] = a[i] as number;
  for (; j < b.length; j++) all[size++] = b[j] as number;
  return all.subarray(0, size);
}
