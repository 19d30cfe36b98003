import type { Clock } from '../../core/clock.ts';
import { pause } from '../../core/runtime/backoff.ts';
import type { HttpAnswer, HttpFailure } from '../http/port.ts';
import type { SourceEvent } from '../port.ts';

/** How the platform says no, beside answering. */
export type Refusal =
  /** Worth another session. */
  | { readonly outcome: 'lost'; readonly reason: string }
  /** Not for the public. */
  | { readonly outcome: 'closed'; readonly reason: string }
  /** There is no such thing. */
  | { readonly outcome: 'gone'; readonly reason: string }
  /** What was asked for makes no sense to the platform, or not any more. */
  | { readonly outcome: 'senseless'; readonly reason: string };

export interface Asking {
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** A server that is in trouble is asked again so often, and so often where no answer came at all. */
const SERVER_TRIES = 5;
const NETWORK_TRIES = 2;
const RETRY_MS = 1_000;
/** So often a platform that asks for a pause is obeyed within a session, and for so long. */
const PAUSES = 5;
const MAX_PAUSE_MS = 20_000;

/** Asks until there is an answer of use, or tells why there is none. Yields what is to be known meanwhile. */
export async function* ask<A extends HttpAnswer>(
  send: () => Promise<A | HttpFailure>,
  { clock, signal }: Asking,
): AsyncGenerator<readonly SourceEvent[], A | Refusal, undefined> {
  let tries = 0;
  let pauses = 0;
  for (;;) {
    const answer = await send();
    if (signal.aborted) return lost('given up');
    if (!('failed' in answer) && answer.ok) return answer;
    const held = pauseAskedFor(answer);
    if (held) {
      pauses += 1;
      const seconds = Math.ceil(held.waitMs / 1_000);
      const reason = `the platform asks for a pause${seconds > 0 ? ` of ${seconds} s` : ''}`;
      if (pauses > PAUSES || held.waitMs > MAX_PAUSE_MS) return lost(reason);
      yield [{ type: 'waiting', reason }];
      await pause(clock, Math.max(RETRY_MS, held.waitMs), signal);
      continue;
    }
    const trouble = troubleOf(answer);
    if ('outcome' in trouble) return trouble;
    if ('failed' in answer && answer.body !== undefined)
      yield [{ type: 'unparsed', payload: Buffer.from(answer.body), reason: answer.message }];
    tries += 1;
    if (tries > trouble.retries) return lost(trouble.reason);
    // A server that answers lives, whatever it says; one that does not is the supervisor's to judge.
    if (!('failed' in answer)) yield [{ type: 'waiting', reason: trouble.reason }];
    await pause(clock, RETRY_MS, signal);
  }
}

/** Set where the platform, or our own memory of what it asked for, wants us to be still. */
function pauseAskedFor(answer: HttpAnswer | HttpFailure): { readonly waitMs: number } | undefined {
  if ('failed' in answer)
    return answer.failed === 'held-back' ? { waitMs: answer.retryAfterMs ?? 0 } : undefined;
  return answer.status === 429 ? { waitMs: answer.retryAfterMs ?? 0 } : undefined;
}

function troubleOf(
  answer: HttpAnswer | HttpFailure,
): { readonly retries: number; readonly reason: string } | Refusal {
  if ('failed' in answer) {
    const reason = answer.message;
    switch (answer.failed) {
      case 'refused-host':
      case 'refused-address':
      case 'redirects':
        return { outcome: 'closed', reason };
      default:
        return { retries: NETWORK_TRIES, reason };
    }
  }
  const { status } = answer;
  const reason = `the platform answered with status ${status}`;
  if (status >= 500) return { retries: SERVER_TRIES, reason };
  if (status === 400) return { outcome: 'senseless', reason };
  if (status === 401 || status === 403) return { outcome: 'closed', reason };
  if (status === 404 || status === 410) return { outcome: 'gone', reason };
  return lost(reason);
}

function lost(reason: string): Refusal {
  return { outcome: 'lost', reason };
}

export function isRefusal(answer: HttpAnswer | Refusal): answer is Refusal {
  return 'outcome' in answer;
}
