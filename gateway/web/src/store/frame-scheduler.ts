/** Between two runs passes at least so much, ms: more changes a second than 20 no reader sees. */
const REST_MS = 50;
/** A hidden page paints no frames: its task runs so long after the request, ms. */
const HIDDEN_MS = 1_000;

/** Runs a task in step with the painting: at most once per frame and 20 times a second, and once a second while hidden. */
export class FrameScheduler {
  readonly #task: () => void;
  #frame: number | undefined;
  #rest: ReturnType<typeof setTimeout> | undefined;
  #fallback: ReturnType<typeof setTimeout> | undefined;
  #ranAt = -REST_MS;

  constructor(task: () => void) {
    this.#task = task;
  }

  request(): void {
    if (this.#fallback !== undefined) return;
    this.#fallback = setTimeout(this.#run, HIDDEN_MS);
    const wait = this.#ranAt + REST_MS - performance.now();
    if (wait <= 0) this.#frame = requestAnimationFrame(this.#run);
    else this.#rest = setTimeout(() => (this.#frame = requestAnimationFrame(this.#run)), wait);
  }

  readonly #run = (): void => {
    this.cancel();
    this.#ranAt = performance.now();
    this.#task();
  };

  cancel(): void {
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    clearTimeout(this.#rest);
    clearTimeout(this.#fallback);
    this.#frame = this.#rest = this.#fallback = undefined;
  }
}
