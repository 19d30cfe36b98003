const FIRST_CHUNK_BYTES = 4 * 1024;
const CHUNK_BYTES = 64 * 1024;

/** The bytes of some records, one behind the other. */
interface Chunk {
  readonly bytes: Buffer;
  /** Per record its offset in the log, its append time (ms since 1970), and where its bytes end. */
  readonly offsets: number[];
  readonly times: number[];
  readonly ends: number[];
  /** How many of its records are forgotten. */
  forgotten: number;
}

/**
 * Records as they came, oldest first. Their bytes are copied behind each other: thousands of records are a few objects,
 * which the garbage collector of the thread of the sockets passes quickly.
 */
export class RawRecords {
  readonly #chunks: Chunk[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Takes a copy of the value of the record at an offset. */
  push(offset: number, value: Uint8Array, appendedAt: number): void {
    let chunk = this.#chunks.at(-1);
    let start = chunk?.ends.at(-1) ?? 0;
    if (!chunk || start + value.length > chunk.bytes.length) {
      chunk = this.#add(value.length);
      start = 0;
    }
    chunk.bytes.set(value, start);
    chunk.offsets.push(offset);
    chunk.times.push(appendedAt);
    chunk.ends.push(start + value.length);
    this.#length += 1;
  }

  /** Forgets the oldest `count`; answers the offset of the last one forgotten, undefined where there was none. */
  forget(count: number): number | undefined {
    let left = Math.min(count, this.#length);
    let last: number | undefined;
    this.#length -= Math.max(0, left);
    for (let [chunk] = this.#chunks; chunk && left > 0; [chunk] = this.#chunks) {
      const here = Math.min(left, chunk.offsets.length - chunk.forgotten);
      chunk.forgotten += here;
      left -= here;
      last = chunk.offsets[chunk.forgotten - 1];
      if (chunk.forgotten === chunk.offsets.length) this.#chunks.shift();
    }
    return last;
  }

  /** Gives all out, oldest first, and keeps none. The bytes are good during the call only. */
  drain(take: (offset: number, value: Uint8Array, appendedAt: number) => void): void {
    const chunks = this.#chunks.splice(0);
    this.#length = 0;
    for (const { bytes, offsets, times, ends, forgotten } of chunks)
      for (let i = forgotten; i < offsets.length; i += 1)
        take(offsets[i] ?? 0, bytes.subarray(ends[i - 1] ?? 0, ends[i]), times[i] ?? 0);
  }

  /** Chunks begin small, since most broadcasts are quiet. */
  #add(atLeast: number): Chunk {
    const before = this.#chunks.at(-1)?.bytes.length ?? FIRST_CHUNK_BYTES / 2;
    const size = Math.max(atLeast, Math.min(CHUNK_BYTES, before * 2));
    const chunk = { bytes: Buffer.allocUnsafeSlow(size), offsets: [], times: [], ends: [], forgotten: 0 };
    this.#chunks.push(chunk);
    return chunk;
  }
}
