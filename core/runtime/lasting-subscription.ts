import type { Clock } from '../clock.ts';
import { describeError } from '../errors.ts';
import type { Subscription } from '../log/port.ts';
import { backoffDelay } from './backoff.ts';

/** A reading of topics that is begun again when it has ended by an error, after pauses that grow while nothing is read. */
export interface LastingSubscription {
  /** Begins; rejects where that fails the first time, see {@link LastingSubscription.retryLater}. */
  start(): Promise<void>;
  /** Tries to begin again after a pause. */
  retryLater(error: unknown): void;
  /** Records have come: the next failure is a first one. */
  alive(): void;
  /** Why nothing is read at the moment; undefined while all is well. */
  problem(): string | undefined;
  close(): Promise<void>;
}

export interface LastingSubscriptionOptions {
  readonly clock: Clock;
  readonly subscribe: () => Promise<Subscription>;
  /** Called before each pause. */
  readonly onFailure: (error: unknown, attempt: number) => void;
}

const PAUSES = { firstMs: 250, maxMs: 10_000, random: Math.random };

export function createLastingSubscription(options: LastingSubscriptionOptions): LastingSubscription {
  const { clock, subscribe, onFailure } = options;
  let subscription: Subscription | undefined;
  let problem: string | undefined;
  let attempt = 0;
  let closed = false;
  let cancelRetry: () => void = () => undefined;

  async function start(): Promise<void> {
    const opened = await subscribe();
    if (closed) {
      await opened.close();
      return;
    }
    subscription = opened;
    problem = undefined;
    void opened.ended.then((error) => {
      if (error) retryLater(error);
    });
  }

  function retryLater(error: unknown): void {
    if (closed) return;
    problem = describeError(error);
    attempt += 1;
    onFailure(error, attempt);
    cancelRetry = clock.after(backoffDelay(attempt, PAUSES), () => void start().catch(retryLater));
  }

  return {
    start,
    retryLater,
    alive() {
      attempt = 0;
    },
    problem: () => problem,
    async close() {
      closed = true;
      cancelRetry();
      await subscription?.close();
    },
  };
}
