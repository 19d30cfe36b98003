import type { SourceEvent } from './port.ts';

/** Turns the callbacks of a socket into the batches that a source yields. */
export interface EventQueue {
  push(event: SourceEvent): void;
  /** No event is taken after it; those that wait are still given out. */
  end(): void;
  batches(): AsyncGenerator<readonly SourceEvent[], void, undefined>;
}

export function createEventQueue(): EventQueue {
  let waiting: SourceEvent[] = [];
  let ended = false;
  let wake: (() => void) | undefined;

  function notify(): void {
    wake?.();
    wake = undefined;
  }

  return {
    push(event) {
      if (ended) return;
      waiting.push(event);
      notify();
    },
    end() {
      ended = true;
      notify();
    },
    async *batches() {
      while (true) {
        if (waiting.length > 0) {
          const batch = waiting;
          waiting = [];
          yield batch;
        } else if (ended) {
          return;
        } else {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      }
    },
  };
}
