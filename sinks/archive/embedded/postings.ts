/**
 * An inverted index of one segment of messages, as rows for a table: a 32-bit key (a pair of neighbouring UTF-16
 * units, an author, a label) leads to the ordinals of the messages that have it. Keys that share their upper half lie in one row.
 *
 * Layout of a row, little-endian: the number of keys as u32; per key its lower half as u16 and the end of its list as
 * u32, counted from the start of the lists; then the lists, ordinals ascending as u16 each.
 */
const COUNT_BYTES = 4;
const ENTRY_BYTES = 6;
const ORDINAL_BYTES = 2;

export interface PostingRow {
  /** The upper half of the keys. */
  readonly unit: number;
  readonly data: Uint8Array;
}

/** Collects keys message by message, in order of ordinal. */
export class PostingBuilder {
  #keys = new Uint32Array(16_384);
  #ordinals = new Uint16Array(16_384);
  #length = 0;

  add(key: number, ordinal: number): void {
    if (this.#length === this.#keys.length) this.#grow();
    this.#keys[this.#length] = key;
    this.#ordinals[this.#length++] = ordinal;
  }

  /** Adds what a search text is found by: every unit with the one that follows it in its word, 0 at a word's end. */
  addText(text: string, ordinal: number): void {
    const end = text.length;
    let unit = end > 0 ? text.charCodeAt(0) : 0;
    for (let i = 0; i < end; i++) {
      const next = i + 1 < end ? text.charCodeAt(i + 1) : 0;
      if (!isSpace(unit)) this.add(pairKey(unit, isSpace(next) ? 0 : next), ordinal);
      unit = next;
    }
  }

  /** Rows in order of unit. Ends the builder. */
  rows(): PostingRow[] {
    const { keys, ordinals } = sortByKey(this.#keys, this.#ordinals, this.#length);
    const rows: PostingRow[] = [];
    for (let start = 0; start < keys.length;) {
      const unit = (keys[start] ?? 0) >>> 16;
      let end = start + 1;
      while (end < keys.length && (keys[end] ?? 0) >>> 16 === unit) end++;
      rows.push({ unit, data: encodeRow(keys, ordinals, start, end) });
      start = end;
    }
    return rows;
  }

  #grow(): void {
    const keys = new Uint32Array(this.#keys.length * 2);
    keys.set(this.#keys);
    const ordinals = new Uint16Array(keys.length);
    ordinals.set(this.#ordinals);
    this.#keys = keys;
    this.#ordinals = ordinals;
  }
}

/** The key of two neighbouring UTF-16 units. */
export function pairKey(unit: number, next: number): number {
  return ((unit << 16) | next) >>> 0;
}

/** The ordinals under one key of a row; `undefined` where there are none. */
export function ordinalsOf(data: Uint8Array, lower: number): Uint16Array | undefined {
  const view = viewOf(data);
  const count = view.getUint32(0, true);
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (view.getUint16(COUNT_BYTES + middle * ENTRY_BYTES, true) < lower) low = middle + 1;
    else high = middle;
  }
  if (low === count || view.getUint16(COUNT_BYTES + low * ENTRY_BYTES, true) !== lower) return undefined;
  return listAt(view, count, low);
}

/** The ordinals under any key of a row, ascending. */
export function allOrdinals(data: Uint8Array): Uint16Array {
  const view = viewOf(data);
  const count = view.getUint32(0, true);
  const seen = new Set<number>();
  for (let entry = 0; entry < count; entry++)
    for (const ordinal of listAt(view, count, entry)) seen.add(ordinal);
  return Uint16Array.from(seen).sort();
}

/** What two ascending lists share. */
export function intersect(left: Uint16Array, right: Uint16Array): Uint16Array {
  const shared = new Uint16Array(Math.min(left.length, right.length));
  let length = 0;
  for (let i = 0, j = 0; i < left.length && j < right.length;) {
    const a = left[i] ?? 0;
    const b = right[j] ?? 0;
    if (a === b) shared[length++] = a;
    if (a <= b) i++;
    if (b <= a) j++;
  }
  return shared.subarray(0, length);
}

function listAt(view: DataView, count: number, entry: number): Uint16Array {
  const lists = COUNT_BYTES + count * ENTRY_BYTES;
  const from = entry === 0 ? 0 : view.getUint32(COUNT_BYTES + (entry - 1) * ENTRY_BYTES + 2, true);
  const to = view.getUint32(COUNT_BYTES + entry * ENTRY_BYTES + 2, true);
  const list = new Uint16Array((to - from) / ORDINAL_BYTES);
  for (let i = 0; i < list.length; i++) list[i] = view.getUint16(lists + from + i * ORDINAL_BYTES, true);
  return list;
}

function encodeRow(keys: Uint32Array, ordinals: Uint16Array, start: number, end: number): Uint8Array {
  let count = 0;
  let items = 0;
  for (let i = start; i < end; i++) {
    const fresh = i === start || keys[i] !== keys[i - 1];
    if (fresh) count++;
    if (fresh || ordinals[i] !== ordinals[i - 1]) items++;
  }
  const lists = COUNT_BYTES + count * ENTRY_BYTES;
  const data = new Uint8Array(lists + items * ORDINAL_BYTES);
  const view = viewOf(data);
  view.setUint32(0, count, true);
  let entry = -1;
  let at = 0;
  for (let i = start; i < end; i++) {
    const fresh = i === start || keys[i] !== keys[i - 1];
    if (fresh) view.setUint16(COUNT_BYTES + ++entry * ENTRY_BYTES, (keys[i] ?? 0) & 0xffff, true);
    if (fresh || ordinals[i] !== ordinals[i - 1]) {
      view.setUint16(lists + at, ordinals[i] ?? 0, true);
      at += ORDINAL_BYTES;
    }
    view.setUint32(COUNT_BYTES + entry * ENTRY_BYTES + 2, at, true);
  }
  return data;
}

interface Pairs {
  readonly keys: Uint32Array;
  readonly ordinals: Uint16Array;
}

/** Stable radix sort: ordinals stay ascending under each key. Three passes of 11 bits. */
function sortByKey(keys: Uint32Array, ordinals: Uint16Array, length: number): Pairs {
  let from: Pairs = { keys: keys.subarray(0, length), ordinals: ordinals.subarray(0, length) };
  let to: Pairs = { keys: new Uint32Array(length), ordinals: new Uint16Array(length) };
  const starts = new Uint32Array(2048);
  for (let shift = 0; shift < 33; shift += 11) {
    starts.fill(0);
    for (let i = 0; i < length; i++) {
      const digit = ((from.keys[i] ?? 0) >>> shift) & 2047;
      starts[digit] = (starts[digit] ?? 0) + 1;
    }
    let sum = 0;
    for (let digit = 0; digit < 2048; digit++) {
      const count = starts[digit] ?? 0;
      starts[digit] = sum;
      sum += count;
    }
    for (let i = 0; i < length; i++) {
      const key = from.keys[i] ?? 0;
      const digit = (key >>> shift) & 2047;
      const place = starts[digit] ?? 0;
      starts[digit] = place + 1;
      to.keys[place] = key;
      to.ordinals[place] = from.ordinals[i] ?? 0;
    }
    [from, to] = [to, from];
  }
  return from;
}

function viewOf(data: Uint8Array): DataView {
  return new DataView(data.buffer, data.byteOffset, data.byteLength);
}

/** White space as `\s` sees it, the units that end a word; 0 stands for the end of the text. */
function isSpace(unit: number): boolean {
  if (unit > 32 && unit < 160) return false;
  return unit === 0 || unit === 32 || (unit >= 9 && unit <= 13) || isWideSpace(unit);
}

function isWideSpace(unit: number): boolean {
  return (
    unit === 0xa0 ||
    unit === 0x1680 ||
    (unit >= 0x2000 && unit <= 0x200a) ||
    unit === 0x2028 ||
    unit === 0x2029 ||
    unit === 0x202f ||
    unit === 0x205f ||
    unit === 0x3000 ||
    unit === 0xfeff
  );
}
