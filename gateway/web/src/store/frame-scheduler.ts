/** Runs a task at most once per painted frame, and once a second while the page is hidden and nothing is painted. */
export class FrameScheduler {
  readonly #task: () => void;
  #frame: number | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(task: () => void) {
    this.#task = task;
  }

  request(): void {
    if (this.#frame !== undefined || this.#timer !== undefined) return;
    const run = (): void => {
      this.cancel();
      this.#task();
    };
    this.#timer = setTimeout(run, 1_000);
    if (!document.hidden) this.#frame = requestAnimationFrame(run);
  }

  cancel(): void {
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timer);
    this.#frame = undefined;
    this.#timer = undefined;
  }
}
