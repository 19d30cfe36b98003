import type { Logger } from 'pino';
import { startAlertBook, type AlertBook } from '../../core/alerts/alert-book.ts';
import type { AlertView } from '../../core/alerts/alert-view.ts';
import type { Clock } from '../../core/clock.ts';
import type { EventCodec } from '../../core/events/codec.ts';
import { ALERTS_NOT_READ } from '../../core/health/detail.ts';
import type { EventLog } from '../../core/log/port.ts';
import { plural } from '../../core/plural.ts';
import { repeat } from '../../core/runtime/repeat.ts';
import { createDirectAlerts } from './direct-alerts.ts';
import { createFallBack } from './fall-back.ts';
import { createLane, LANE_SETTINGS, type Lane, type LaneSettings } from './lane.ts';
import { createOutbox } from './outbox.ts';
import { startOwnership, type Ownership } from './ownership.ts';
import { noticeKey, owedNotices, postponedNotices, type OwedNotice } from './plan.ts';
import type { NoticeLinks, Notifier } from './port.ts';
import type { QuietHours } from './quiet-hours.ts';
import type { Consignment } from './queue.ts';
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
  /** For how long the one that waits longest has been owed, ms; 0 where none waits. */
  readonly oldestMs: number;
}

export interface RunningNotify {
  /** Resolves when alerts are read and it is known which are ours; before, only that the log is away can be told. */
  readonly ready: Promise<void>;
  health(): NotifyHealth;
  /** All alerts that are open, also those that other processes tell of. */
  open(): readonly AlertView[];
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
const NONE: ReadonlyMap<string, AlertView> = new Map();
/** A process that was held up for so long may have lost its alerts to another, which has told of them. */
const HELD_UP_MS = 5_000;

/**
 * Tells of alerts. What is owed is computed anew each time from what `alert.events` says (`plan.ts`), so that nothing
 * has to be remembered: a delivery is an event, and a process that takes over knows what was told.
 */
export function runNotify(options: NotifyOptions): RunningNotify {
  const { log, codec, clock, logger, notifiers } = options;
  const outbox = createOutbox({ log, codec, clock, logger });
  const direct = createDirectAlerts(outbox);
  const told = createToldMemory();
  let cancelLook: (() => void) | undefined;
  let owedNow: readonly OwedNotice[] = [];
  let waiting: (() => void)[] = [];
  let closed = false;
  let lookingAfresh = false;
  let lookedAt = clock.now();
  // A group takes seconds to form, and a log that is away as long as it is: until then there are none.
  let book: AlertBook | undefined;
  let ownership: Ownership | undefined;

  const known = (): ReadonlyMap<string, AlertView> => book?.state.alerts ?? NONE;
  const lookSoon = (): void => {
    if (!closed && !lookingAfresh) cancelLook ??= clock.after(GATHER_MS, look);
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
  const plan = {
    routes: options.routes,
    quietHours: options.quietHours,
    reminderMs: options.reminderMs,
    startedAt: clock.now(),
    isMuted: (alert: AlertView, now: number) => book?.isMuted(alert, now) ?? false,
  };

  async function open(): Promise<void> {
    const opened = await startAlertBook({ log, codec, clock, logger, onEvent: lookSoon });
    if (closed) {
      await opened.close();
      return;
    }
    book = opened;
    const { caughtUpAtLast: caughtUp } = opened;
    const joined = await startOwnership({ log, clock, logger, caughtUp, onChange: lookSoon });
    ownership = joined;
    if (closed) await joined.close();
    else lookSoon();
  }

  /** Of some alerts; nothing to destinations that the settings no longer name. */
  function noticesOf(alerts: readonly AlertView[], notices: typeof owedNotices): OwedNotice[] {
    const now = clock.now();
    return alerts
      .flatMap((alert) => notices(told.overlay(alert), plan, now))
      .filter(({ chain }) => chain.some((name) => lanes.has(name)));
  }

  function look(): void {
    cancelLook?.();
    cancelLook = undefined;
    if (closed || lookingAfresh) return;
    const heldUp = clock.now() - lookedAt > HELD_UP_MS;
    lookedAt = clock.now();
    if (heldUp && book) lookAfresh(book);
    else offerOwed();
  }

  /** Looks again once all is known that was recorded meanwhile, e.g. what another has told. */
  function lookAfresh(alerts: AlertBook): void {
    lookingAfresh = true;
    alerts
      .caughtUp()
      // While the log is away nobody else tells through it either, and that it is away cannot wait.
      .catch(() => undefined)
      .finally(() => {
        lookingAfresh = false;
        lookedAt = clock.now();
        lookSoon();
      });
  }

  function offerOwed(): void {
    // By key: several routes may lead to one destination.
    const wanted = new Map<string, Map<string, Consignment>>();
    const keys = new Set<string>();
    const mine = [...known().values()].filter(({ id }) => ownership?.owns(id));
    // This process tells of them.
    const alerts = [...mine, ...direct.views(known())];
    const all = noticesOf(alerts, owedNotices);
    for (const one of all)
      for (const destination of fallBack.destinations(one)) {
        const key = noticeKey(one, destination);
        keys.add(key);
        const item = { kind: one.kind, alert: one.alert, links: options.links(one.alert) };
        wanted.set(
          destination,
          (wanted.get(destination) ?? new Map<string, Consignment>()).set(key, { key, item }),
        );
      }
    fallBack.keepOnly(keys);
    for (const one of noticesOf(alerts, postponedNotices))
      for (const destination of one.chain) keys.add(noticeKey(one, destination));
    recorder.keepOnly(keys, (id) => ownership?.owns(id) === true || direct.has(id));
    recorder.endLeftOver(mine, keys);
    for (const [name, lane] of lanes) lane.offer([...(wanted.get(name)?.values() ?? [])]);
    owedNow = all;
    if (all.length === 0) for (const done of waiting.splice(0)) done();
  }

  const stopLooking = repeat(clock, [[LOOK_EVERY_MS, look]]);
  const ready = open();
  // Whoever waits for it is told.
  ready.catch(() => undefined);

  return {
    ready,
    health() {
      const problem = ownership ? (book?.problem() ?? ownership.problem()) : ALERTS_NOT_READ;
      const failing = [...lanes.values()].flatMap((lane) => {
        const said = lane.problem();
        return said === null ? [] : [`${lane.name}: ${said}`];
      });
      return {
        state: problem ? 'failed' : failing.length > 0 ? 'degraded' : 'ok',
        detail:
          problem ??
          (failing.length > 0
            ? failing.join('; ')
            : `${owedNow.length} ${plural(owedNow.length, 'notice')} on the way`),
        records: ownership?.records() ?? 0,
        pending: owedNow.length,
        oldestMs: Math.max(0, ...owedNow.map(({ since }) => clock.now() - since)),
      };
    },
    open: () => [...(book?.state.open.values() ?? [])].flatMap((id) => book?.state.alerts.get(id) ?? []),
    logAway(since, reason) {
      direct.logAway(since, reason, known());
      lookSoon();
    },
    logBack(at) {
      direct.logBack(at);
      lookSoon();
    },
    async settled() {
      await ready;
      await book?.caughtUp();
      await new Promise<void>((resolve) => {
        waiting = [...waiting, resolve];
        lookSoon();
      });
      for (const lane of lanes.values()) await lane.idle();
      await outbox.empty();
    },
    async close() {
      closed = true;
      stopLooking();
      cancelLook?.();
      // Whoever takes over must find recorded what was taken here at last.
      await Promise.all([...lanes.values()].map((lane) => lane.close()));
      await outbox.close();
      await ownership?.close();
      await book?.close();
    },
  };
}
