/** Wakes readers that wait for a partition to grow. */
export interface AppendSignal {
  /** Wakes whoever waits for this partition. */
  notify(topic: string, partition: number): void;
  /** Resolves at the next `notify` for the partition, or when the signal aborts. */
  next(topic: string, partition: number, signal: AbortSignal): Promise<void>;
}

export function createAppendSignal(): AppendSignal {
  const waiting = new Map<string, Set<() => void>>();
  return {
    notify(topic, partition) {
      const key = `${topic}/${partition}`;
      const waiters = waiting.get(key);
      if (!waiters) return;
      waiting.delete(key);
      for (const wake of waiters) wake();
    },
    next(topic, partition, signal) {
      return new Promise((resolve) => {
        if (signal.aborted) {
          resolve();
          return;
        }
        const key = `${topic}/${partition}`;
        const waiters = waiting.get(key) ?? new Set();
        waiting.set(key, waiters);
        const wake = (): void => {
          signal.removeEventListener('abort', wake);
          waiters.delete(wake);
          resolve();
        };
        waiters.add(wake);
        signal.addEventListener('abort', wake, { once: true });
      });
    },
  };
}
