import { DeliveryError } from './delivery-error.ts';
import type { Acceptance, Notice, Notifier } from './port.ts';

export interface MemoryNotifierOptions {
  readonly name?: string;
  /** Asked before a notice is taken; what it throws is what the destination says. */
  readonly before?: (notice: Notice, signal: AbortSignal) => Promise<void> | void;
}

/** A destination in memory, for tests. */
export interface MemoryNotifier extends Notifier {
  /** What was taken, in order; a repeat stands there again. */
  readonly taken: readonly Notice[];
  /** Resolves when it has been asked to take so many, whether it took them or not. */
  asked(count: number): Promise<void>;
  /** Resolves when it has taken so many. */
  taking(count: number): Promise<void>;
}

export function createMemoryNotifier({
  name = 'memory',
  before,
}: MemoryNotifierOptions = {}): MemoryNotifier {
  const taken: Notice[] = [];
  const asks = createTally();
  const takes = createTally();
  let closed = false;
  return {
    name,
    taken,
    asked: asks.reaching,
    taking: takes.reaching,
    async deliver(notice, signal): Promise<Acceptance> {
      asks.add();
      if (closed) throw new DeliveryError({ message: 'closed', refused: false });
      await before?.(notice, signal);
      if (signal.aborted) throw new DeliveryError({ message: 'no answer in time', refused: false });
      taken.push(notice);
      takes.add();
      return { detail: 'taken' };
    },
    close: async () => {
      closed = true;
    },
  };
}

/** Counts, and tells whoever waits for a count. */
function createTally(): { add(): void; reaching(count: number): Promise<void> } {
  let count = 0;
  let waiting: { readonly count: number; readonly done: () => void }[] = [];
  return {
    add() {
      count += 1;
      for (const one of waiting) if (one.count <= count) one.done();
      waiting = waiting.filter((one) => one.count > count);
    },
    reaching: (wanted) =>
      count >= wanted
        ? Promise.resolve()
        : new Promise((done) => {
            waiting.push({ count: wanted, done });
          }),
  };
}
