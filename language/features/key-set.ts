/** A set of feature keys in the order of their first emission; cleared and used again for every text. */
export class KeySet {
  readonly keys: Uint32Array;
  count = 0;
  readonly #slots: Uint32Array;
  /** A slot counts as filled only if it carries the stamp of the current text, so clearing is free. */
  readonly #stamps: Uint16Array;
  readonly #mask: number;
  #stamp = 1;

  /** @param capacity most keys held at once; further ones are dropped. */
  constructor(capacity: number) {
    const slots = 2 ** Math.ceil(Math.log2(capacity * 2));
    this.keys = new Uint32Array(capacity);
    this.#slots = new Uint32Array(slots);
    this.#stamps = new Uint16Array(slots);
    this.#mask = slots - 1;
  }

  clear(): void {
    this.count = 0;
    this.#stamp = (this.#stamp + 1) & 0xffff;
    if (this.#stamp === 0) {
      this.#stamps.fill(0);
      this.#stamp = 1;
    }
  }

  add(key: number): void {
    let slot = key & this.#mask;
    while (this.#stamps[slot] === this.#stamp) {
      if (this.#slots[slot] === key) return;
      slot = (slot + 1) & this.#mask;
    }
    if (this.count >= this.keys.length) return;
    this.#stamps[slot] = this.#stamp;
    this.#slots[slot] = key;
    this.keys[this.count++] = key;
  }
}
