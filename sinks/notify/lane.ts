import type { Clock } from '../../core/clock.ts';
import { backoffDelay } from '../../core/runtime/backoff.ts';
import { toDeliveryError, type DeliveryError } from './delivery-error.ts';
import { groupKey } from './plan.ts';
import type { Acceptance, NoticeItem, Notifier } from './port.ts';

/** A notice of one alert on its way to the destination of a lane. */
export interface Consignment {
  readonly key: string;
  readonly item: NoticeItem;
}

export interface LaneSettings {
  /** So long may one attempt take, ms. */
  readonly attemptMs: number;
  /** The first pause after a failure, and the longest, ms. */
  readonly retryMs: number;
  readonly longestRetryMs: number;
  /** So many notices may go at once or within `floodMs` one by one; what comes then is gathered into one. */
  readonly floodAfter: number;
  readonly floodMs: number;
}

export const LANE_SETTINGS: LaneSettings = {
  attemptMs: 10_000,
  retryMs: 1_000,
  longestRetryMs: 300_000,
  floodAfter: 3,
  floodMs: 20_000,
};

export interface LaneOptions {
  readonly notifier: Notifier;
  readonly clock: Clock;
  readonly random: () => number;
  readonly settings: LaneSettings;
  readonly delivered: (sent: readonly Consignment[], attempts: number, acceptance: Acceptance) => void;
  readonly failed: (sent: readonly Consignment[], attempts: number, error: DeliveryError) => void;
}

/** The way to one destination: one notice at a time, in order, with pauses after failures. */
export interface Lane {
  readonly name: string;
  /** Attempts that have failed since the last that worked. */
  failures(): number;
  /** What it said last, while it fails. */
  problem(): string | null;
  /**
   * Takes what is owed now: what is no longer owed is dropped, also from the notice that failed before. An attempt under
   * way of which nothing is owed any more is given up: what stalls must not be taken after an acknowledgement.
   */
  offer(owed: readonly Consignment[]): void;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

/** A notice that was tried and not delivered: tried again as it is, less what is no longer owed. */
interface Pending {
  readonly key: string;
  readonly parts: readonly Consignment[];
  attempts: number;
}

export function createLane(options: LaneOptions): Lane {
  const { notifier, clock, settings } = options;
  const closing = new AbortController();
  let pending: Pending | undefined;
  let sending: Promise<void> | undefined;
  let withdraw: AbortController | undefined;
  let failures = 0;
  let problem: string | null = null;
  let notBefore = 0;
  let sentAt: number[] = [];

  function next(owed: readonly Consignment[]): Pending | undefined {
    if (pending) {
      const wanted = new Set(owed.map(({ key }) => key));
      const parts = pending.parts.filter(({ key }) => wanted.has(key));
      // What goes is as the alert is now: it may be over since the last attempt.
      const current = new Map(owed.map((one) => [one.key, one]));
      if (parts.length > 0) return { ...pending, parts: parts.map((part) => current.get(part.key) ?? part) };
      pending = undefined;
    }
    const now = clock.now();
    sentAt = sentAt.filter((at) => at > now - settings.floodMs);
    const flood = owed.length > settings.floodAfter || sentAt.length >= settings.floodAfter;
    // In a flood the next goes when the first of the last few is old enough: all that has come by then is one notice.
    if (flood && sentAt.length >= settings.floodAfter) return undefined;
    const parts = flood ? owed : owed.slice(0, 1);
    return parts.length === 0
      ? undefined
      : { key: groupKey(parts.map(({ key }) => key)), parts, attempts: 0 };
  }

  async function send(notice: Pending): Promise<void> {
    const late = new AbortController();
    const cancel = clock.after(settings.attemptMs, () => late.abort());
    const withdrawn = new AbortController();
    withdraw = withdrawn;
    notice.attempts += 1;
    pending = notice;
    try {
      const items = notice.parts.map(({ item }) => item);
      const signal = AbortSignal.any([late.signal, withdrawn.signal, closing.signal]);
      const acceptance = await notifier.deliver({ key: notice.key, items }, signal);
      pending = undefined;
      failures = 0;
      problem = null;
      sentAt.push(clock.now());
      options.delivered(notice.parts, notice.attempts, acceptance);
    } catch (thrown) {
      if (closing.signal.aborted) return;
      if (withdrawn.signal.aborted) {
        pending = undefined;
        return;
      }
      const error = toDeliveryError(thrown);
      failures += 1;
      problem = error.message;
      const wait = backoffDelay(failures, {
        firstMs: settings.retryMs,
        maxMs: settings.longestRetryMs,
        random: options.random,
      });
      notBefore = clock.now() + Math.max(wait, error.retryAfterMs ?? 0);
      options.failed(notice.parts, notice.attempts, error);
    } finally {
      cancel();
    }
  }

  return {
    name: notifier.name,
    failures: () => failures,
    problem: () => problem,
    offer(owed) {
      if (sending) {
        const wanted = new Set(owed.map(({ key }) => key));
        if (pending?.parts.every(({ key }) => !wanted.has(key))) withdraw?.abort();
        return;
      }
      if (closing.signal.aborted || clock.now() < notBefore) return;
      const notice = next(owed);
      if (!notice) return;
      sending = send(notice).finally(() => {
        sending = undefined;
      });
    },
    idle: () => sending ?? Promise.resolve(),
    async close() {
      closing.abort();
      await sending;
      await notifier.close();
    },
  };
}
