/**
 * From feature keys of `KEY_BITS` bits to rows 0, 1, 2 … in order of key. Keys are grouped by their high bits; `starts`
 * finds the group, and the low bits of its few keys lie side by side. A key that is not there usually costs one memory
 * access.
 */

/** Width of a feature key. Fewer bits let different features share a weight, which costs accuracy. */
export const KEY_BITS = 27;
export const KEY_MASK = 2 ** KEY_BITS - 1;
/** Keys per group on average; small groups keep the scan short. */
const GROUP_LOAD = 1;

/** Of {@link KeyIndex.findAll}, which is never under way twice in a thread. */
let froms = new Uint32Array(1024);
let ends = new Uint32Array(1024);
let foundRows = new Uint32Array(1024);

/** A list of at least `count` rows for one use of {@link KeyIndex.findAll}. */
export function rowsFor(count: number): Uint32Array {
  if (count > foundRows.length) foundRows = new Uint32Array(count * 2);
  return foundRows;
}

export class KeyIndex {
  readonly size: number;
  readonly #lowBits: number;
  readonly #lowMask: number;
  readonly #starts: Uint32Array;
  readonly #lows: Uint16Array;

  /** @param keys ascending, without repeats */
  constructor(keys: Uint32Array) {
    this.size = keys.length;
    this.#lowBits = lowBitsFor(keys.length);
    this.#lowMask = 2 ** this.#lowBits - 1;
    this.#lows = new Uint16Array(keys.length);
    const starts = new Uint32Array(2 ** (KEY_BITS - this.#lowBits) + 1);
    const lows = this.#lows;
    let begun = 0;
    for (let row = 0; row < keys.length; row++) {
      const key = keys[row] as number;
      lows[row] = key & this.#lowMask;
      for (const group = key >>> this.#lowBits; begun < group;) starts[++begun] = row;
    }
    starts.fill(keys.length, begun + 1);
    this.#starts = starts;
  }

  /** Row of `key` (of `KEY_BITS` bits), or -1. */
  find(key: number): number {
    const group = key >>> this.#lowBits;
    const low = key & this.#lowMask;
    const end = this.#starts[group + 1] as number;
    for (let row = this.#starts[group] as number; row < end; row++) {
      if (this.#lows[row] === low) return row;
    }
    return -1;
  }

  /**
   * Writes the rows of those of the first `count` keys that are there to `rows`, in the order of the keys; answers how
   * many. In two passes, so that the memory accesses of one key do not wait for those of the key before it.
   */
  findAll(keys: Uint32Array, count: number, rows: Uint32Array): number {
    const starts = this.#starts;
    const lows = this.#lows;
    const lowBits = this.#lowBits;
    const lowMask = this.#lowMask;
    if (count > froms.length) {
      froms = new Uint32Array(count * 2);
      ends = new Uint32Array(count * 2);
    }
    const from = froms;
    const ends_ = ends;
    for (let i = 0; i < count; i++) {
      const group = (keys[i] as number) >>> lowBits;
      from[i] = starts[group] as number;
      ends_[i] = starts[group + 1] as number;
    }
    let found = 0;
    for (let i = 0; i < count; i++) {
      const low = (keys[i] as number) & lowMask;
      const end = ends_[i] as number;
      for (let row = from[i] as number; row < end; row++) {
        if (lows[row] !== low) continue;
        rows[found++] = row;
        break;
      }
    }
    return found;
  }

  /** All keys, ascending. */
  keys(): Uint32Array {
    const keys = new Uint32Array(this.size);
    for (let group = 0, row = 0; group + 1 < this.#starts.length; group++) {
      const end = this.#starts[group + 1] as number;
      for (; row < end; row++) keys[row] = ((group << this.#lowBits) | (this.#lows[row] as number)) >>> 0;
    }
    return keys;
  }
}

function lowBitsFor(size: number): number {
  const groupBits = Math.ceil(Math.log2(Math.max(2, size / GROUP_LOAD)));
  return Math.min(16, Math.max(1, KEY_BITS - groupBits));
}
