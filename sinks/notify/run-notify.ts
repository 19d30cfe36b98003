import type { Logger } from 'pino';
import { startAlertBook, type AlertBook } from '../../core/alerts/alert-book.ts';
import type { AlertView } from '../../core/alerts/alert-view.ts';
import type { Clock } from '../../core/clock.ts';
import type { EventCodec } from '../../core/events/codec.ts';
import type { EventLog } from '../../core/log/port.ts';
import { repeat } from '../../core/runtime/repeat.ts';
import { createDirectAlerts } from './direct-alerts.ts';
import { createFallBack } from './fall-back.ts';
import { createLane, LANE_SETTINGS, type Consignment, type Lane, type LaneSettings } from './lane.ts';
import { createOutbox } from './outbox.ts';
import { startOwnership } from './ownership.ts';
import { noticeKey, owedNotices, type OwedNotice } from './plan.ts';
import type { NoticeLinks, Notifier } from './port.ts';
import type { QuietHours } from './quiet-hours.ts';
import { createRecorder } from './recorder.ts';
import type { Route } from './routes/routes.ts';
import { createToldMemory } from './told.ts';

export interface NotifyOptions {
  readonly log: EventLog;
  readonly codec: EventCodec;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly notifiers: readonly Notifier[];
  readonly routes: readonly Route[];
  readonly quietHours?: QuietHours | undefined;
  /** See {@link PlanSettings}. */
  readonly reminderMs: number;
  /** A destination that has not taken a notice for so long (ms) is helped by the next of its chain. */
  readonly patienceMs?: number;
  readonly links: (alert: AlertView) => NoticeLinks;
  readonly lanes?: Partial<LaneSettings>;
  /** 0 to 1; for jitter. */
  readonly random?: () => number;
}

/** How the telling does. */
export interface NotifyHealth {
  readonly state: 'ok' | 'degraded' | 'failed';
  readonly detail: string;
  /** Records of `alert.events` read. */
  readonly records: number;
  /** Notices that are owed and not delivered. */
  readonly pending: number;
}

export interface RunningNotify {
  health(): NotifyHealth;
  /** The log is away since then (ms since 1970): told at once, recorded when it is back. */
  logAway(since: number, reason: string): void;
  logBack(at: number): void;
  /** Resolves when all that is in the log now is known, and nothing is owed, under way or unrecorded. For tests. */
  settled(): Promise<void>;
  /** Ends what is under way, records what was told, and leaves. */
  close(): Promise<void>;
}

const PATIENCE_MS = 30_000;
/** What comes at the same time is looked at together. */
const GATHER_MS = 200;
const LOOK_EVERY_MS = 1_000;

/**
 * Tells of alerts. What is owed is computed anew each time from what `alert.events` says (`plan.ts`), so that nothing
 * has to be remembered: a delivery is an event, and a process that takes over knows what was told.
 */
export async function runNotify(options: NotifyOptions): Promise<RunningNotify> {
  const { log, codec, clock, logger, notifiers } = options;
  const outbox = createOutbox({ log, codec, clock, logger });
  const direct = createDirectAlerts(outbox);
  const told = createToldMemory();
  let cancelLook: (() => void) | undefined;
  let owedNow = 0;
  let waiting: (() => void)[] = [];
  /** Alerts come before it is known which of them are ours (a group takes seconds to form), and while we leave. */
  let looking = false;

  const lookSoon = (): void => {
    if (looking) cancelLook ??= clock.after(GATHER_MS, look);
  };
  const recorder = createRecorder({ outbox, told, clock, logger });
  const lanes = new Map<string, Lane>(
    notifiers.map((notifier) => [
      notifier.name,
      createLane({
        notifier,
        clock,
        random: options.random ?? Math.random,
        settings: { ...LANE_SETTINGS, ...options.lanes },
        delivered: (sent, attempts) => {
          recorder.delivered(notifier.name, sent, attempts);
          lookSoon();
        },
        failed: (sent, attempts, error) => {
          recorder.failed(notifier.name, sent, attempts, error);
          lookSoon();
        },
      }),
    ]),
  );
  const fallBack = createFallBack({ lanes, clock, patienceMs: options.patienceMs ?? PATIENCE_MS });
  const book: AlertBook = await startAlertBook({ log, codec, clock, logger, onEvent: lookSoon });
  const ownership = await startOwnership({
    log,
    clock,
    logger,
    caughtUp: book.caughtUpAtLast,
    onChange: lookSoon,
  });
  const plan = {
    routes: options.routes,
    quietHours: options.quietHours,
    reminderMs: options.reminderMs,
    startedAt: clock.now(),
    isMuted: book.isMuted,
  };

  function owed(): OwedNotice[] {
    const { alerts } = book.state;
    const mine = [...alerts.values()].filter(({ id }) => ownership.owns(id));
    const now = clock.now();
    return [...mine, ...direct.views(alerts)].flatMap((alert) => owedNotices(told.overlay(alert), plan, now));
  }

  function look(): void {
    cancelLook?.();
    cancelLook = undefined;
    const wanted = new Map<string, Consignment[]>();
    const keys = new Set<string>();
    const all = owed();
    for (const one of all)
      for (const destination of fallBack.destinations(one)) {
        const key = noticeKey(one, destination);
        keys.add(key);
        const item = { kind: one.kind, alert: one.alert, links: options.links(one.alert) };
        wanted.set(destination, [...(wanted.get(destination) ?? []), { key, item }]);
      }
    fallBack.keepOnly(keys);
    recorder.keepOnly(keys);
    for (const [name, lane] of lanes) lane.offer(wanted.get(name) ?? []);
    owedNow = all.length;
    if (owedNow === 0) for (const done of waiting.splice(0)) done();
  }

  looking = true;
  const stopLooking = repeat(clock, [[LOOK_EVERY_MS, look]]);
  lookSoon();

  return {
    health() {
      const failing = [...lanes.values()].filter((lane) => lane.failures() > 0);
      const problem = book.problem() ?? ownership.problem();
      const words = failing.map((lane) => `${lane.name}: ${lane.problem() ?? 'fails'}`);
      return {
        state: problem ? 'failed' : failing.length > 0 ? 'degraded' : 'ok',
        detail: problem ?? (words.length > 0 ? words.join('; ') : `${owedNow} notices on their way`),
        records: ownership.records(),
        pending: owedNow,
      };
    },
    logAway(since, reason) {
      direct.logAway(since, reason);
      lookSoon();
    },
    logBack(at) {
      direct.logBack(at);
      lookSoon();
    },
    async settled() {
      await book.caughtUp();
      await new Promise<void>((resolve) => {
        waiting = [...waiting, resolve];
        lookSoon();
      });
      for (const lane of lanes.values()) await lane.idle();
      await outbox.empty();
    },
    async close() {
      looking = false;
      stopLooking();
      cancelLook?.();
      await ownership.close();
      for (const lane of lanes.values()) await lane.close();
      await outbox.close();
      await book.close();
    },
  };
}
