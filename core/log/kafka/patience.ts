import { systemClock } from '../../clock.ts';
import { backoffDelay, pause } from '../../runtime/backoff.ts';
import { isRefusal, isUnknownTopic, toLogError } from './failures.ts';

export interface PatienceOptions {
  /** For messages: what is being tried. */
  readonly what: string;
  /** ms until it is given up; Infinity to try until the signal aborts. */
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
  /** Called before each further try. */
  readonly beforeRetry?: (error: unknown) => Promise<void>;
  /** Errors that the caller wants at once, as they are. */
  readonly passOn?: (error: unknown) => boolean;
}

/** A topic that was just made is not known to every broker at once. */
const NEW_TOPIC_MS = 3000;

/** How long to go on trying after this error, ms. */
export function limitAfter(error: unknown, deadlineMs: number): number {
  return isUnknownTopic(error) ? Math.min(NEW_TOPIC_MS, deadlineMs) : deadlineMs;
}

/** The pause before try number `attempt` (from 1), ms. */
export function retryDelay(attempt: number): number {
  return backoffDelay(attempt, { firstMs: 30, maxMs: 1000, random: Math.random });
}

/**
 * Tries until it works, with growing pauses.
 * @throws ChatpulseError CHATPULSE_LOG_UNAVAILABLE after the deadline, CHATPULSE_TOPIC_UNKNOWN, CHATPULSE_LOG_REFUSED
 */
export async function patiently<T>(task: () => Promise<T>, options: PatienceOptions): Promise<T> {
  const began = Date.now();
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await task();
    } catch (error) {
      if (options.passOn?.(error)) throw error;
      const spent = Date.now() - began;
      const limit = limitAfter(error, options.deadlineMs);
      if (options.signal.aborted || isRefusal(error) || spent >= limit) throw toLogError(error, options.what);
      await pause(systemClock, retryDelay(attempt), options.signal);
      if (!options.signal.aborted) await options.beforeRetry?.(error).catch(() => undefined);
    }
  }
}
