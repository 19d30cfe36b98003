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

/** Reads what {@link BitWriter} wrote. Past the end it yields zeros and sets `exhausted`. */
export class BitReader {
  readonly #bytes: Uint8Array;
  #buffer = 0;
  #held = 0;
  #next = 0;
  exhausted = false;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
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
    for (;;) {
      if (this.#held === 0) this.#fill();
      const bit = this.#buffer & 1;
      this.#buffer >>>= 1;
      this.#held--;
      if (bit === 0) break;
      quotient++;
    }
    return (quotient << k) | this.read(k);
  }

  #fill(): void {
    if (this.#next >= this.#bytes.length) this.exhausted = true;
    this.#buffer |= (this.#bytes[this.#next++] ?? 0) << this.#held;
    this.#held += 8;
  }
}
