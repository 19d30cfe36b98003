/** Records per second over the last five seconds, from times of the log (ms). */
export class Rate {
  static readonly #SECONDS = 5;
  readonly #counts = new Array<number>(Rate.#SECONDS + 1).fill(0);
  readonly #seconds = new Array<number>(Rate.#SECONDS + 1).fill(-1);

  add(time: number): void {
    const second = Math.floor(time / 1_000);
    const slot = second % this.#counts.length;
    if (this.#seconds[slot] !== second) {
      this.#seconds[slot] = second;
      this.#counts[slot] = 0;
    }
    this.#counts[slot] = (this.#counts[slot] ?? 0) + 1;
  }

  /** Of the five whole seconds before `now`. */
  perSecond(now: number): number {
    const current = Math.floor(now / 1_000);
    let sum = 0;
    this.#seconds.forEach((second, slot) => {
      if (second < current && second >= current - Rate.#SECONDS) sum += this.#counts[slot] ?? 0;
    });
    return sum / Rate.#SECONDS;
  }
}
