import type { Clock } from '../../core/clock.ts';
import { backoffDelay } from '../../core/runtime/backoff.ts';
import { toDeliveryError, type DeliveryError } from './delivery-error.ts';
import type { Acceptance, Notifier } from './port.ts';
import { createNoticeQueue, type Consignment, type Sending } from './queue.ts';

export interface LaneSettings {
  /** So long may one attempt take, ms. */
  readonly attemptMs: number;
  /** The first pause after a failure, and the longest, ms. */
  readonly retryMs: number;
  readonly longestRetryMs: number;
  /** What was never tried does not wait longer after a failure of something else, ms. */
  readonly newsMs: number;
  /** See {@link QueueSettings}. */
  readonly floodAfter: number;
  readonly floodMs: number;
  /** So long may an attempt that is under way take when the lane closes, ms. */
  readonly graceMs: number;
}

export const LANE_SETTINGS: LaneSettings = {
  attemptMs: 10_000,
  retryMs: 1_000,
  longestRetryMs: 300_000,
  newsMs: 15_000,
  floodAfter: 3,
  floodMs: 20_000,
  graceMs: 3_000,
};

/** No destination is left alone for longer because it asks for it: a page of maintenance may ask for a day. */
const LONGEST_RETRY_AFTER_MS = 15 * 60_000;
/** A destination that failed last is not taken for failing for longer where nothing is owed to it. */
const FORGET_MS = 60_000;
/** A notice that some of a destination have is tried so often for the others while it answers: about an hour. */
const MOST_PARTLY = 20;

export interface LaneOptions {
  readonly notifier: Notifier;
  readonly clock: Clock;
  readonly random: () => number;
  readonly settings: LaneSettings;
  readonly delivered: (sent: readonly Consignment[], attempts: number, acceptance: Acceptance) => void;
  readonly failed: (sent: readonly Consignment[], attempts: number, error: DeliveryError) => void;
}

/** The way to one destination: one notice at a time, with pauses after failures. */
export interface Lane {
  readonly name: string;
  /** Attempts that have failed since the last that worked, of late. */
  failures(): number;
  /** What it said to a notice that is owed and that it has not taken; null where all goes well. */
  problem(): string | null;
  /**
   * Takes what is owed now: what is no longer owed is dropped, also from notices that failed before. An attempt under
   * way of which nothing is owed any more is given up: what stalls must not be taken after an acknowledgement.
   */
  offer(owed: readonly Consignment[]): void;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
  /** Lets an attempt that is under way end, for a little: what is cut off may have been taken. */
  close(): Promise<void>;
}

export function createLane(options: LaneOptions): Lane {
  const { notifier, clock, settings } = options;
  const backoff = { firstMs: settings.retryMs, maxMs: settings.longestRetryMs, random: options.random };
  const queue = createNoticeQueue({ ...settings, backoff });
  const closing = new AbortController();
  let isClosed = false;
  let sending: Promise<void> | undefined;
  let underWay: Sending | undefined;
  let withdraw: AbortController | undefined;
  let failures = 0;
  let failedAt = 0;
  /** Until then it pauses by itself, and because it was asked to. */
  let notBefore = 0;
  let askedToWaitUntil = 0;

  async function send(notice: Sending): Promise<void> {
    const late = new AbortController();
    const cancel = clock.after(settings.attemptMs, () => late.abort());
    const withdrawn = new AbortController();
    withdraw = withdrawn;
    underWay = notice;
    try {
      const items = notice.parts.map(({ item }) => item);
      const signal = AbortSignal.any([late.signal, withdrawn.signal, closing.signal]);
      succeeded(notice, await notifier.deliver({ key: notice.key, items }, signal));
    } catch (thrown) {
      if (closing.signal.aborted) return;
      if (withdrawn.signal.aborted) queue.withdrawn(notice);
      else hasFailed(notice, toDeliveryError(thrown));
    } finally {
      cancel();
      underWay = undefined;
    }
  }

  function succeeded(notice: Sending, acceptance: Acceptance): void {
    if (failures > 0) queue.isBack();
    failures = 0;
    notBefore = 0;
    queue.taken(notice, clock.now());
    options.delivered(notice.parts, notice.attempts + 1, acceptance);
  }

  function hasFailed(notice: Sending, error: DeliveryError): void {
    const now = clock.now();
    const attempts = notice.attempts + 1;
    if (error.partly && notice.partly + 1 >= MOST_PARTLY) {
      // Nothing was taken: how the destination does stays as it was.
      queue.taken(notice, now);
      options.delivered(notice.parts, attempts, { detail: error.message });
      return;
    }
    if (error.refused) queue.refused(notice, now, error.message);
    else if (error.untaken) queue.untaken(notice, now, error.message);
    else queue.unsure(notice, now, error.partly ? null : error.message);
    // Who takes a part of a notice is not away: what else is owed goes on.
    if (!error.partly) {
      failures += 1;
      failedAt = now;
      notBefore = now + backoffDelay(failures, backoff);
      askedToWaitUntil = now + Math.min(error.retryAfterMs ?? 0, LONGEST_RETRY_AFTER_MS);
    }
    options.failed(notice.parts, attempts, error);
  }

  function isPausing(owed: readonly Consignment[], now: number): boolean {
    const soonest = queue.hasNews(owed) ? Math.min(notBefore, failedAt + settings.newsMs) : notBefore;
    return now < Math.max(soonest, askedToWaitUntil);
  }

  return {
    name: notifier.name,
    failures: () => failures,
    problem: () => queue.problem(),
    offer(owed) {
      const now = clock.now();
      if (sending) {
        const wanted = new Set(owed.map(({ key }) => key));
        if (underWay?.parts.every(({ key }) => !wanted.has(key))) withdraw?.abort();
        return;
      }
      queue.keepOnly(owed);
      if (owed.length === 0 && now - failedAt > FORGET_MS) failures = 0;
      if (isClosed || isPausing(owed, now)) return;
      const notice = queue.next(owed, now, failures > 0);
      if (!notice) return;
      sending = send(notice).finally(() => {
        sending = undefined;
      });
    },
    idle: () => sending ?? Promise.resolve(),
    async close() {
      isClosed = true;
      const cancel = clock.after(settings.graceMs, () => closing.abort());
      await sending;
      cancel();
      closing.abort();
      await notifier.close();
    },
  };
}
