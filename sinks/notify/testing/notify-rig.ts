import { pino } from 'pino';
import { systemClock, type Clock } from '../../../core/clock.ts';
import { createCodec, type EventName } from '../../../core/events/codec.ts';
import type { AlertRaised, EventTypes } from '../../../core/events/generated.ts';
import type { EventLog } from '../../../core/log/port.ts';
import { createMemoryLog } from '../../../core/log/memory.ts';
import type { MemoryNotifier } from '../memory.ts';
import type { Notifier } from '../port.ts';
import { defaultRoutes } from '../routes/routes.ts';
import { runNotify, type NotifyOptions, type RunningNotify } from '../run-notify.ts';

const codec = createCodec();

/** A log with alerts in it, and processes that tell of them. */
export interface NotifyRig {
  readonly log: EventLog;
  /** Begins a process, which may wait for the log. */
  begin(notifiers: readonly Notifier[], options?: Partial<NotifyOptions>): RunningNotify;
  /** The same, and resolves when it knows which alerts are its own. */
  start(notifiers: readonly Notifier[], options?: Partial<NotifyOptions>): Promise<RunningNotify>;
  append<N extends EventName>(type: N, data: EventTypes[N] & { readonly alertId: string }): Promise<void>;
  raise(alertId: string, overrides?: Partial<AlertRaised>): Promise<void>;
  resolve(alertId: string): Promise<void>;
  acknowledge(alertId: string): Promise<void>;
  /** Events of one kind in the log, in order per alert. */
  events<N extends EventName>(type: N): Promise<EventTypes[N][]>;
  close(): Promise<void>;
}

export interface RigOptions {
  readonly clock?: Clock;
  readonly log?: EventLog;
}

/** Pauses short enough for a test; their order is what counts. */
const QUICK = { attemptMs: 300, retryMs: 20, longestRetryMs: 100, floodMs: 300, graceMs: 50 };

export function createNotifyRig({
  clock = systemClock,
  log = createMemoryLog({ clock }),
}: RigOptions = {}): NotifyRig {
  const running: RunningNotify[] = [];
  const rig: NotifyRig = {
    log,
    begin(notifiers, options = {}) {
      const started = runNotify({
        log,
        codec,
        clock,
        logger: pino({ level: 'silent' }),
        notifiers,
        routes: defaultRoutes(notifiers.map(({ name }) => name)),
        reminderMs: 0,
        links: () => ({}),
        lanes: QUICK,
        ...options,
      });
      running.push(started);
      return started;
    },
    async start(notifiers, options) {
      const started = rig.begin(notifiers, options);
      await started.ready;
      return started;
    },
    async append(type, data) {
      await log.append([{ topic: 'alert.events', key: data.alertId, value: codec.encode(type, data) }]);
    },
    raise(alertId, overrides = {}) {
      const now = clock.now();
      return rig.append('AlertRaised', {
        alertId,
        rule: 'negative-surge',
        severity: 'critical',
        subject: `chzzk-ada-${alertId}`,
        channelId: 'chzzk-ada',
        broadcastId: `chzzk-ada-${alertId}`,
        value: 0.4,
        threshold: 0.25,
        baseline: 0.1,
        count: 50,
        samples: [],
        detail: null,
        startedAt: now,
        at: now,
        ...overrides,
      });
    },
    resolve: (alertId) =>
      rig.append('AlertResolved', {
        alertId,
        rule: 'negative-surge',
        subject: `chzzk-ada-${alertId}`,
        value: 0,
        reason: 'recovered',
        at: clock.now(),
      }),
    acknowledge: (alertId) => rig.append('AlertAcknowledged', { alertId, by: 'test', at: clock.now() }),
    async events<N extends EventName>(type: N) {
      const found: EventTypes[N][] = [];
      for (const { partition, start } of await log.ranges('alert.events')) {
        const records = await log.read({
          topic: 'alert.events',
          partition,
          offset: start,
          maxRecords: 10_000,
        });
        for (const record of records) {
          const event = codec.decode(record.value);
          if (event.type === type) found.push(event.data as EventTypes[N]);
        }
      }
      return found;
    },
    async close() {
      for (const one of running) await one.close();
      await log.close();
    },
  };
  return rig;
}

/** What a destination has of which alerts, in order. */
export function toldBy({ taken }: Pick<MemoryNotifier, 'taken'>): string[] {
  return taken.flatMap(({ items }) => items.map(({ kind, alert }) => `${kind} ${alert.id}`));
}
