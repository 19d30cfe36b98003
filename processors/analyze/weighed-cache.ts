/** Keeps what was asked for last, up to a weight in all; at least the last entry, whatever it weighs. */
export class WeighedCache<Value> {
  readonly #most: number;
  readonly #weightOf: (value: Value) => number;
  /** In the order of their last use. */
  readonly #entries = new Map<string, Value>();
  #weight = 0;

  constructor(options: { readonly most: number; readonly weightOf: (value: Value) => number }) {
    this.#most = options.most;
    this.#weightOf = options.weightOf;
  }

  get(key: string): Value | undefined {
    const value = this.#entries.get(key);
    if (value === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, value);
    return value;
  }

  set(key: string, value: Value): void {
    this.#remove(key);
    this.#entries.set(key, value);
    this.#weight += this.#weightOf(value);
    for (const oldest of this.#entries.keys()) {
      if (this.#weight <= this.#most || this.#entries.size === 1) return;
      this.#remove(oldest);
    }
  }

  #remove(key: string): void {
    const value = this.#entries.get(key);
    if (value === undefined) return;
    this.#entries.delete(key);
    this.#weight -= this.#weightOf(value);
  }
}
