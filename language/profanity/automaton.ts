/**
 * All patterns in one automaton (Aho and Corasick 1975), as one dense table of transitions: a step a symbol,
 * whatever the number of patterns.
 */
import { ALPHABET_SIZE } from './symbols.ts';

export class Automaton {
  readonly #next: Uint16Array;
  /** First pattern that ends in a state, or -1, and then the next one of the same or a shorter suffix. */
  readonly #heads: Int32Array;
  readonly #chain: Int32Array;
  readonly #shorter: Int32Array;

  /** @param patterns symbol strings; number i is pattern i. Repeats are allowed. */
  constructor(patterns: readonly Uint8Array[]) {
    const capacity = Math.min(65_535, 1 + patterns.reduce((sum, pattern) => sum + pattern.length, 0));
    const next = new Uint16Array(capacity * ALPHABET_SIZE);
    this.#heads = new Int32Array(capacity).fill(-1);
    this.#chain = new Int32Array(patterns.length).fill(-1);
    this.#shorter = new Int32Array(capacity);
    let states = 1;
    patterns.forEach((pattern, number) => {
      let state = 0;
      for (const symbol of pattern) {
        const at = state * ALPHABET_SIZE + symbol;
        if (next[at] === 0) {
          if (states >= 65_535) throw new RangeError('Too many profanity patterns for one automaton');
          next[at] = states++;
        }
        state = next[at] as number;
      }
      this.#chain[number] = this.#heads[state] as number;
      this.#heads[state] = number;
    });
    this.#next = next.slice(0, states * ALPHABET_SIZE);
    this.#link(states);
  }

  /** Breadth first: every state learns where a mismatch leads, and which shorter patterns end there too. */
  #link(states: number): void {
    const next = this.#next;
    const fail = new Int32Array(states);
    const queue = new Int32Array(states);
    let tail = 0;
    for (let symbol = 0; symbol < ALPHABET_SIZE; symbol++) {
      const state = next[symbol] as number;
      if (state !== 0) queue[tail++] = state;
    }
    for (let head = 0; head < tail; head++) {
      const state = queue[head] as number;
      const failed = fail[state] as number;
      this.#shorter[state] =
        (this.#heads[failed] as number) >= 0 ? failed : (this.#shorter[failed] as number);
      for (let symbol = 0; symbol < ALPHABET_SIZE; symbol++) {
        const at = state * ALPHABET_SIZE + symbol;
        const child = next[at] as number;
        const viaFail = next[failed * ALPHABET_SIZE + symbol] as number;
        if (child === 0) {
          next[at] = viaFail;
        } else {
          fail[child] = viaFail;
          queue[tail++] = child;
        }
      }
    }
  }

  /** Calls `found(pattern, end)` for every pattern that ends at symbol `end` (inclusive). */
  run(symbols: Uint8Array, length: number, found: (pattern: number, end: number) => void): void {
    let state = 0;
    for (let i = 0; i < length; i++) {
      state = this.#next[state * ALPHABET_SIZE + (symbols[i] as number)] as number;
      for (
        let ending = (this.#heads[state] as number) >= 0 ? state : (this.#shorter[state] as number);
        ending !== 0;
      ) {
        for (
          let pattern = this.#heads[ending] as number;
          pattern >= 0;
          pattern = this.#chain[pattern] as number
        )
          found(pattern, i);
        ending = this.#shorter[ending] as number;
      }
    }
  }
}
