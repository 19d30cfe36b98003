/** Time as a part sees it, so that tests can turn it by hand. */
export interface Clock {
  /** ms since 1970. */
  now(): number;
  /** Calls back once after `ms`; answers how to cancel. Does not keep the process alive. */
  after(ms: number, callback: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, callback) => {
    const timer = setTimeout(callback, ms);
    timer.unref();
    return () => {
      clearTimeout(timer);
    };
  },
};
