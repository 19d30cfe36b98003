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
}

export function createMemoryNotifier({
  name = 'memory',
  before,
}: MemoryNotifierOptions = {}): MemoryNotifier {
  const taken: Notice[] = [];
  let closed = false;
  return {
    name,
    taken,
    async deliver(notice, signal): Promise<Acceptance> {
      if (closed) throw new DeliveryError({ message: 'closed', refused: false });
      await before?.(notice, signal);
      if (signal.aborted) throw new DeliveryError({ message: 'no answer in time', refused: false });
      taken.push(notice);
      return { detail: 'taken' };
    },
    close: async () => {
      closed = true;
    },
  };
}
