import type { TopicPartition } from './port.ts';

/** Readers further apart than this do not wait for each other: one that comes back after an outage must hold up nobody. */
const IN_STEP_RECORDS = 2_000;

/** Lets the readers of a log take turns, partition by partition. */
export interface ReadingTurns {
  /** Resolves when the partition has its turn and no reader of it that also waits is a little behind this offset. */
  next(partition: TopicPartition, offset: number): Promise<void>;
}

interface Waiter {
  readonly offset: number;
  readonly wake: () => void;
}

/**
 * Several readers of a thread mostly want the same records. In step, one after the other in one turn of the event loop,
 * they share what was read and decoded, so that the log need not keep records in memory for readers that come later. One
 * partition a turn lets timers and messages in between.
 */
export function createReadingTurns(): ReadingTurns {
  const waiting = new Map<string, Waiter[]>();
  let pumping = false;

  function pump(): void {
    const [first] = waiting;
    if (!first) {
      pumping = false;
      return;
    }
    const [key, waiters] = first;
    waiting.delete(key);
    const lowest = Math.min(...waiters.map(({ offset }) => offset));
    const ahead = waiters.filter(({ offset }) => offset > lowest && offset <= lowest + IN_STEP_RECORDS);
    // Last in line again: the others of the log have their turn before.
    if (ahead.length > 0) waiting.set(key, ahead);
    setImmediate(pump);
    for (const waiter of waiters) if (!ahead.includes(waiter)) waiter.wake();
  }

  return {
    next: ({ topic, partition }, offset) =>
      new Promise((wake) => {
        const key = `${topic}/${partition}`;
        const waiters = waiting.get(key);
        if (waiters) waiters.push({ offset, wake });
        else waiting.set(key, [{ offset, wake }]);
        if (pumping) return;
        pumping = true;
        setImmediate(pump);
      }),
  };
}
