import type { Clock } from '../clock.ts';
import { describeError } from '../errors.ts';

export interface BackoffOptions {
  readonly firstMs: number;
  readonly maxMs: number;
  /** 0 to 1; for jitter. */
  readonly random: () => number;
}

/** The wait before try number `attempt` (from 1): doubling, capped, with up to half of it taken off by chance. */
export function backoffDelay(attempt: number, options: BackoffOptions): number {
  const full = Math.min(options.maxMs, options.firstMs * 2 ** Math.min(attempt - 1, 30));
  return full * (1 - options.random() / 2);
}

/** Resolves after `ms`, or at once when the signal aborts. */
export function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const finish = (): void => {
      cancel();
      signal.removeEventListener('abort', finish);
      resolve();
    };
    const cancel = clock.after(ms, finish);
    signal.addEventListener('abort', finish, { once: true });
  });
}

export interface RetryOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onFailure: (error: unknown, attempt: number) => void;
  /** Errors that no further try can mend. */
  readonly isFinal?: (error: unknown) => boolean;
}

/**
 * For {@link RetryOptions.onFailure}: tells of the first failure, and of a later one where the reason is another than the
 * one told last. A wait of hours makes one line, and the last one says what it waits for now.
 */
export function onNewReason(tell: (error: unknown) => void): (error: unknown) => void {
  let told: string | undefined;
  return (error) => {
    // Numbers of connections and of milliseconds are new each time.
    const reason = describeError(error).replace(/\d+/g, '');
    if (reason === told) return;
    told = reason;
    tell(error);
  };
}

/** The pauses between tries of anything that waits for a store or the log to come back. */
const PATIENT: BackoffOptions = { firstMs: 50, maxMs: 10_000, random: Math.random };

/** Tries until it works; rejects with the last error when the signal aborts or the error is final. */
export async function retryUntilDone<T>(task: () => Promise<T>, options: RetryOptions): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await task();
    } catch (error) {
      if (options.signal.aborted || options.isFinal?.(error)) throw error;
      options.onFailure(error, attempt);
      await pause(options.clock, backoffDelay(attempt, PATIENT), options.signal);
    }
  }
}
