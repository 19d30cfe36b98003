import type { Clock } from '../../core/clock.ts';
import { backoffDelay, pause } from '../../core/runtime/backoff.ts';

export interface HostLimiterOptions {
  /** Requests to one host, on average. */
  readonly perSecond: number;
  /** So many may go out at once before the average is kept. */
  readonly burst: number;
  /** 0 to 1; for the jitter of back-off. */
  readonly random?: () => number;
}

/** A turn to send, or how long the host wants to be left alone (ms). */
export type Turn = { readonly granted: true } | { readonly granted: false; readonly waitMs: number };

/** Keeps the requests of all sessions of a source at a rate, per host, and away from a host that asks for peace. */
export interface HostLimiter {
  /** Resolves when a request may be sent; refuses at once where that would take longer than `patienceMs`. */
  turn(host: string, waiting: Waiting): Promise<Turn>;
  /** The host answered: it is well, or wants peace (for so long, or as long as back-off says). */
  answered(host: string, answer: HostAnswer): void;
}

export interface Waiting {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly patienceMs: number;
}

export interface HostAnswer {
  readonly clock: Clock;
  readonly overloaded: boolean;
  /** What Retry-After asks for, in ms; null where it is not sent. */
  readonly retryAfterMs: number | null;
}

interface Host {
  /** When the next request would go out if all were spread evenly. */
  next: number;
  quietUntil: number;
  refusals: number;
}

const BACKOFF = { firstMs: 1_000, maxMs: 60_000 };
/** A server that asks for more is asked again after this. */
const MAX_QUIET_MS = 3_600_000;
/** Hosts that were not contacted for long are forgotten once there are so many. */
const MAX_HOSTS = 1_000;

export function createHostLimiter({
  perSecond,
  burst,
  random = Math.random,
}: HostLimiterOptions): HostLimiter {
  const interval = 1_000 / perSecond;
  const hosts = new Map<string, Host>();

  function hostOf(name: string, now: number): Host {
    const found = hosts.get(name);
    if (found) return found;
    if (hosts.size >= MAX_HOSTS)
      for (const [other, { next, quietUntil }] of hosts)
        if (next <= now && quietUntil <= now) hosts.delete(other);
    const made: Host = { next: 0, quietUntil: 0, refusals: 0 };
    hosts.set(name, made);
    return made;
  }

  return {
    async turn(name, { clock, signal, patienceMs }) {
      const now = clock.now();
      const host = hostOf(name, now);
      const evenly = Math.max(host.next, now);
      const at = Math.max(evenly - (burst - 1) * interval, host.quietUntil, now);
      if (at - now > patienceMs) return { granted: false, waitMs: at - now };
      host.next = evenly + interval;
      if (at > now) await pause(clock, at - now, signal);
      return { granted: true };
    },
    answered(name, { clock, overloaded, retryAfterMs }) {
      const host = hostOf(name, clock.now());
      if (!overloaded) {
        host.refusals = 0;
        return;
      }
      host.refusals += 1;
      const wait = retryAfterMs ?? backoffDelay(host.refusals, { ...BACKOFF, random });
      host.quietUntil = Math.max(host.quietUntil, clock.now() + Math.min(wait, MAX_QUIET_MS));
    },
  };
}
