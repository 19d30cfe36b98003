import type { Logger } from 'pino';
import { startAlertBook, type AlertBook } from '../../core/alerts/alert-book.ts';
import { emptyBroadcasts, forgetOldest, reduceBroadcasts } from '../../core/broadcasts/reduce.ts';
import type { BroadcastsState } from '../../core/broadcasts/state.ts';
import type { Clock } from '../../core/clock.ts';
import type { EventCodec } from '../../core/events/codec.ts';
import { observeBacklog, type Backlog, type ReadingPart } from '../../core/health/backlog.ts';
import { listenToHealth, type HealthListener } from '../../core/health/listener.ts';
import type { EventLog } from '../../core/log/port.ts';
import { startTopicBook, type TopicBook } from '../../core/runtime/topic-book.ts';
import { noTelemetry } from '../../core/telemetry/port.ts';
import type { AlertSurroundings } from './port.ts';
import { createMisunderstoodCaptures } from './sources/misunderstood-captures.ts';
import { createUnwellCaptures } from './sources/unwell-captures.ts';
import { createRecentCounts } from './system/recent-counts.ts';
import { isWayClear } from './way.ts';
import type { PipelineSurroundings } from './watch-pipeline.ts';

/** Reports of health are read from so far back (ms): longer than any that is away is still shown. */
const HEALTH_REACH_MS = 15 * 60_000;

export interface SurroundingsOptions {
  readonly log: EventLog;
  readonly codec: EventCodec;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Parts whose positions are in the log: what waits for those that nobody runs any more is seen as well. */
  readonly readers?: readonly ReadingPart[];
}

/** What the detectors know of the log beside the windows: read from `alert.events`, `broadcast.events` and `system.health`. */
export interface RunningSurroundings extends PipelineSurroundings {
  /** Resolves when all that is in the log now of alerts and broadcasts is known, however long that takes; rejects when closed. */
  caughtUp(): Promise<void>;
  /** Why something is not being read; undefined while all is well. */
  problem(): string | undefined;
  close(): Promise<void>;
}

export async function startSurroundings(options: SurroundingsOptions): Promise<RunningSurroundings> {
  const { log, codec, clock, logger } = options;
  const broadcasts = emptyBroadcasts();
  const captures = createUnwellCaptures(broadcasts);
  const misunderstood = createMisunderstoodCaptures(broadcasts);
  const counts = createRecentCounts();
  const alerts = await startAlertBook({ log, codec, clock, logger });
  const shows = await startTopicBook({
    log,
    codec,
    clock,
    logger,
    topic: 'broadcast.events',
    take(event, appendTime) {
      reduceBroadcasts(broadcasts, event);
      if (event.type === 'BroadcastEnded') forgetOldest(broadcasts);
      captures.took(event, appendTime);
      misunderstood.took(event);
    },
  }).catch(async (error: unknown) => {
    await alerts.close();
    throw error;
  });
  const health = listenToHealth({
    log,
    codec,
    clock,
    logger,
    reachMs: HEALTH_REACH_MS,
    onReport: counts.take,
  });
  let backlog: Backlog | undefined;
  /** Begins with the first view: of several processes one alone watches. */
  const observed = (): Backlog =>
    (backlog ??= observeBacklog({
      log,
      clock,
      parts: options.readers ?? [],
      elements: () => health.view().elements,
      // The gateways tell it, and what a set-up never ran it does without.
      telemetry: noTelemetry,
      neverRun: 'left out',
    }));
  return {
    ...asked({ alerts, broadcasts, health }),
    view() {
      if (health.logAway()) return undefined;
      const view = health.view();
      return { ...view, elements: observed().overlay(view.elements) };
    },
    recent: counts.at,
    unwellCaptures: captures.list,
    misunderstoodCaptures: misunderstood.find,
    openOfRule: (rule) =>
      [...alerts.state.open.values()].flatMap((id) => {
        const alert = alerts.state.alerts.get(id);
        return alert?.rule === rule ? [alert] : [];
      }),
    async caughtUp() {
      await Promise.all([alerts.caughtUpAtLast(), shows.caughtUpAtLast()]);
    },
    problem: () => alerts.problem() ?? shows.problem(),
    async close() {
      backlog?.close();
      await closeAll([alerts, shows, health]);
    },
  };
}

function asked(of: {
  readonly alerts: AlertBook;
  readonly broadcasts: BroadcastsState;
  readonly health: HealthListener;
}): AlertSurroundings {
  const { alerts, broadcasts, health } = of;
  return {
    rules: () => alerts.rules.rules,
    openOf: alerts.openOf,
    latestOf: (rule, subject) =>
      [...alerts.state.alerts.values()].findLast((one) => one.rule === rule && one.subject === subject),
    now: () => health.logClock.now(),
    endOf: (id) => broadcasts.broadcasts.get(id)?.endedAt ?? undefined,
    isHeard(id) {
      if (broadcasts.broadcasts.get(id)?.state !== 'live' || health.logAway()) return false;
      return isWayClear(health.view());
    },
  };
}

async function closeAll(books: readonly Pick<TopicBook, 'close'>[]): Promise<void> {
  for (const book of books) await book.close();
}
