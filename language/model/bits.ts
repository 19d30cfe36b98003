/** Appends numbers of any width to a growing array of bytes, low bits first. */
export class BitWriter {
  #bytes = new Uint8Array(1 << 16);
  #position = 0;

  /** Writes the low `width` bits of `value`, `width` at most 24. */
  write(value: number, width: number): void {
    for (let done = 0; done < width;) {
      const offset = this.#position & 7;
      const take = Math.min(8 - offset, width - done);
      const index = this.#position >>> 3;
      if (index >= this.#bytes.length) this.#grow();
      const part = (value >>> done) & ((1 << take) - 1);
      this.#bytes[index] = (this.#bytes[index] ?? 0) | (part << offset);
      this.#position += take;
      done += take;
    }
  }

  /** Rice code: `value >> k` ones and a zero, then the low `k` bits. Short for numbers near 2^k. */
  writeRice(value: number, k: number): void {
    for (let quotient = value >>> k; quotient > 0; quotient--) this.write(1, 1);
    this.write(0, 1);
    this.write(value, k);
  }

  bytes(): Uint8Array {
    return this.#bytes.slice(0, (this.#position + 7) >>> 3);
  }

  #grow(): void {
    const bigger = new Uint8Array(this.#bytes.length * 2);
    bigger.set(this.#bytes);
    this.#bytes = bigger;
  }
}

/** Reads what {@link BitWriter} wrote. Past the end it yields zeros and is `exhausted`. */
export class BitReader {
  readonly #bytes: Uint8Array;
  /** The next `#held` bits, at most 32. */
  #buffer = 0;
  #held = 0;
  #next = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Whether more has been read than there is. */
  get exhausted(): boolean {
    return this.#next * 8 - this.#held > this.#bytes.length * 8;
  }

  /** Next `width` bits as an unsigned number, `width` at most 24. */
  read(width: number): number {
    while (this.#held < width) this.#fill();
    const value = this.#buffer & ((1 << width) - 1);
    this.#buffer >>>= width;
    this.#held -= width;
    return value;
  }

  readRice(k: number): number {
    let quotient = 0;
    while (this.read(1) === 1) quotient++;
    return (quotient << k) | this.read(k);
  }

  /** Fills `out` with ascending numbers from Rice-coded gaps less one, the first counted from -1: the same, much faster. */
  readGaps(k: number, out: Uint32Array): void {
    const bytes = this.#bytes;
    const mask = (1 << k) - 1;
    let number = -1;
    for (let i = 0; i < out.length; i++) {
      let buffer = this.#buffer;
      let held = this.#held;
      while (held <= 24) {
        buffer |= (bytes[this.#next++] ?? 0) << held;
        held += 8;
      }
      // The lowest bit that is not set ends the ones.
      const ones = 31 - Math.clz32(~buffer & (buffer + 1));
      const used = ones + 1 + k;
      this.#buffer = buffer;
      this.#held = held;
      if (ones >= 0 && used < held && used < 32) {
        number += ((ones << k) | ((buffer >>> (ones + 1)) & mask)) + 1;
        this.#buffer = buffer >>> used;
        this.#held = held - used;
      } else number += this.readRice(k) + 1;
      out[i] = number;
    }
  }

  /** Fills `out` with numbers of `width` bits (at most 8), less `offset`. */
  readSigned(width: number, offset: number, out: Int8Array): void {
    const bytes = this.#bytes;
    const mask = (1 << width) - 1;
    let buffer = this.#buffer;
    let held = this.#held;
    let next = this.#next;
    for (let i = 0; i < out.length;) {
      if (held < width) {
        const two = (bytes[next] ?? 0) | ((bytes[next + 1] ?? 0) << 8);
        buffer |= two << held;
        held += 16;
        next += 2;
      }
      for (; held >= width && i < out.length; held -= width) {
        out[i++] = (buffer & mask) - offset;
        buffer >>>= width;
      }
    }
    this.#buffer = buffer;
    this.#held = held;
    this.#next = next;
  }

  #fill(): void {
    this.#buffer |= (this.#bytes[this.#next++] ?? 0) << this.#held;
    this.#held += 8;
  }
}
