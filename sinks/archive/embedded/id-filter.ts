/**
 * Which segments may hold a message id: Bloom filters, one per segment, kept as columns of bits, so that the filters
 * of 32 segments are asked at once. Four bytes of memory per message of a full segment. With 4,096 ids in a segment
 * of 2^17 slots and five probes, one segment in 16,000 is named in vain.
 * Source: B. H. Bloom, "Space/time trade-offs in hash coding with allowable errors", 1970.
 */
const SLOTS = 131_072;
const SLOT_MASK = SLOTS - 1;
const PROBES = 5;
const SEGMENTS_PER_BLOCK = 32;

interface Block {
  readonly slots: Uint32Array;
  /** Numbers of the segments by bit; 0 for one that was taken apart. */
  readonly segments: number[];
}

export class IdFilter {
  readonly #blocks: Block[] = [];

  get bytes(): number {
    return this.#blocks.length * SLOTS * 4;
  }

  /** Adds a segment, given the hashes of its message ids. */
  add(segmentNo: number, hashes: Iterable<number>): void {
    let block = this.#blocks.at(-1);
    if (!block || block.segments.length === SEGMENTS_PER_BLOCK) {
      block = { slots: new Uint32Array(SLOTS), segments: [] };
      this.#blocks.push(block);
    }
    const bit = 1 << block.segments.length;
    block.segments.push(segmentNo);
    const { slots } = block;
    for (const hash of hashes) {
      const step = stepOf(hash);
      for (let i = 0, slot = hash; i < PROBES; i++, slot = (slot + step) | 0) {
        const at = slot & SLOT_MASK;
        slots[at] = (slots[at] ?? 0) | bit;
      }
    }
  }

  remove(segmentNo: number): void {
    for (const { segments } of this.#blocks) {
      const at = segments.indexOf(segmentNo);
      if (at >= 0) segments[at] = 0;
    }
  }

  /** Segments that may hold an id with this hash; nearly always none or the one that does. */
  candidates(hash: number): number[] {
    const found: number[] = [];
    const step = stepOf(hash);
    for (const { slots, segments } of this.#blocks) {
      let bits = slots[hash & SLOT_MASK] ?? 0;
      for (let i = 1, slot = (hash + step) | 0; bits !== 0 && i < PROBES; i++, slot = (slot + step) | 0)
        bits &= slots[slot & SLOT_MASK] ?? 0;
      for (let bit = 0; bits !== 0; bit++, bits >>>= 1) {
        const segment = segments[bit] ?? 0;
        if (bits & 1 && segment !== 0) found.push(segment);
      }
    }
    return found;
  }
}

/** The probes' distance: odd, from the upper bits that the first probe does not use. */
function stepOf(hash: number): number {
  return (Math.imul(hash ^ (hash >>> 15), 0x9e3779b1) >>> 13) | 1;
}

/** A 32-bit hash of a message id (FNV-1a over UTF-16 units, with a final mix as in MurmurHash3). */
export function hashId(id: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

const HASH_BYTES = 4;
const ORDINAL_BYTES = 2;

/** The ids of a segment as a blob: hashes ascending as u32, then the ordinals in the same order as u16, little-endian. */
export function encodeIds(ids: readonly string[]): { hashes: Uint32Array; blob: Uint8Array } {
  const hashes = Uint32Array.from(ids, hashId);
  // Hash and ordinal in one number that sorts: 48 bits.
  const sorted = Float64Array.from(hashes, (hash, ordinal) => hash * 65_536 + ordinal).sort();
  const blob = new Uint8Array(ids.length * (HASH_BYTES + ORDINAL_BYTES));
  const view = new DataView(blob.buffer);
  for (const [i, item] of sorted.entries()) {
    view.setUint32(i * HASH_BYTES, Math.floor(item / 65_536), true);
    view.setUint16(ids.length * HASH_BYTES + i * ORDINAL_BYTES, item % 65_536, true);
  }
  return { hashes, blob };
}

export function decodeHashes(blob: Uint8Array): Uint32Array {
  const view = new DataView(blob.buffer, blob.byteOffset, blob.byteLength);
  const count = blob.byteLength / (HASH_BYTES + ORDINAL_BYTES);
  return Uint32Array.from({ length: count }, (_, i) => view.getUint32(i * HASH_BYTES, true));
}

/** The ordinals of the messages whose id has this hash. */
export function ordinalsByHash(blob: Uint8Array, hash: number): number[] {
  const view = new DataView(blob.buffer, blob.byteOffset, blob.byteLength);
  const count = blob.byteLength / (HASH_BYTES + ORDINAL_BYTES);
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (view.getUint32(middle * HASH_BYTES, true) < hash) low = middle + 1;
    else high = middle;
  }
  const ordinals: number[] = [];
  for (; low < count && view.getUint32(low * HASH_BYTES, true) === hash; low++)
    ordinals.push(view.getUint16(count * HASH_BYTES + low * ORDINAL_BYTES, true));
  return ordinals;
}
