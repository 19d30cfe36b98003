/** How far each partition has been dealt with, and who waits for it to get somewhere. */
export interface Progress {
  reached(key: string, offset: number): void;
  at(key: string): number | undefined;
  forget(key: string): void;
  /** Resolves when every partition named has reached its offset, or is forgotten. */
  whenAll(ends: ReadonlyMap<string, number>): Promise<void>;
}

export function createProgress(): Progress {
  const reachedBy = new Map<string, number>();
  let waiting: { readonly isDone: () => boolean; readonly resolve: () => void }[] = [];

  function check(): void {
    const done = waiting.filter((waiter) => waiter.isDone());
    if (done.length === 0) return;
    waiting = waiting.filter((waiter) => !done.includes(waiter));
    for (const waiter of done) waiter.resolve();
  }

  return {
    reached(key, offset) {
      reachedBy.set(key, Math.max(offset, reachedBy.get(key) ?? 0));
      check();
    },
    at: (key) => reachedBy.get(key),
    forget(key) {
      reachedBy.delete(key);
      check();
    },
    whenAll(ends) {
      const isDone = (): boolean =>
        [...ends].every(([key, end]) => {
          const at = reachedBy.get(key);
          return at === undefined || at >= end;
        });
      return new Promise((resolve) => {
        if (isDone()) resolve();
        else waiting.push({ isDone, resolve });
      });
    },
  };
}
