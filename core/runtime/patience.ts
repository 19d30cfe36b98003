import { describeError } from '../errors.ts';
import { retryUntilDone, type RetryOptions } from './backoff.ts';
import type { ReaderHealth } from './topic-reader.ts';

/** Tries that wait for a store or the log to come back, and what they make of the health of their part. */
export interface Patience {
  /** {@link retryUntilDone}, remembering why it has to try again. */
  retry<T>(task: () => Promise<T>, options: RetryOptions): Promise<T>;
  /** The health of the reader, which itself sees nothing but a batch that takes long. */
  applyTo(health: ReaderHealth): ReaderHealth;
}

/** @param onRetry called at every try that failed and is not the last */
export function createPatience(onRetry: () => void = () => undefined): Patience {
  const waiting = new Map<symbol, string>();
  return {
    retry(task, options) {
      const mine = Symbol('tries under way');
      return retryUntilDone(task, {
        ...options,
        onFailure(error, attempt) {
          waiting.set(mine, describeError(error));
          onRetry();
          options.onFailure(error, attempt);
        },
      }).finally(() => waiting.delete(mine));
    },
    applyTo(health) {
      const [error] = waiting.values();
      return error !== undefined && health.state === 'running'
        ? { ...health, state: 'retrying', error }
        : health;
    },
  };
}
