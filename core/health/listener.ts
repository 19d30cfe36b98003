import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { describeError } from '../errors.ts';
import type { EventCodec } from '../events/codec.ts';
import type { ProcessHealth, ScoresTold } from '../events/generated.ts';
import type { EventLog, LogRecord } from '../log/port.ts';
import { backoffDelay } from '../runtime/backoff.ts';
import { follow, type Following } from '../runtime/follow.ts';
import { repeat } from '../runtime/repeat.ts';
import { createLogClock, type LogClock } from './log-clock.ts';
import { forgetGone, pipelineAt, takeHealth, type ViewOptions } from './pipeline.ts';
import { REQUIRED_ELEMENTS } from './pipeline-map.ts';
import { HEALTH_TOPIC } from './reporter.ts';
import { probeStore } from './store-probe.ts';
import type { HeardProcesses, PipelineView } from './views.ts';

const LOOK_EVERY_MS = 1_000;
/** A listener that was held up for so long has not heard what others said meanwhile. */
const HELD_UP_MS = 5_000;

export interface HealthListenerOptions {
  readonly log: EventLog;
  readonly codec: EventCodec;
  readonly clock: Clock;
  readonly logger?: Logger;
  /** How far back (ms) reports are read at the start. */
  readonly reachMs: number;
  /** Called with every report as it is read, and when the log took it (ms since 1970). */
  readonly onReport?: (health: ProcessHealth, appendTime: number) => void;
  /** Called with what analysing processes say of their models. */
  readonly onScores?: (told: ScoresTold) => void;
  /** Called once a second, after what is gone was forgotten. */
  readonly onLook?: (view: PipelineView) => void;
}

/** The log does not answer this process. */
export interface LogAway {
  /** ms since 1970. */
  readonly since: number;
  readonly reason: string;
}

/** The health of the whole pipeline as this process hears it on `system.health`, and what it knows of the log itself. */
export interface HealthListener {
  /**
   * As it is now. While the log is away nobody can be heard: the elements stay as they were told last, and `store:log`
   * fails.
   */
  view(): PipelineView;
  logAway(): LogAway | undefined;
  /** Set by the reports; others may tell it of what they read. */
  readonly logClock: LogClock;
  close(): Promise<void>;
}

/** Begins in the background: whoever listens does its work also where this topic cannot be read. */
export function listenToHealth(options: HealthListenerOptions): HealthListener {
  const { log, codec, clock, logger } = options;
  const heard: HeardProcesses = new Map();
  const logClock = createLogClock(() => clock.now());
  let heardFrom = clock.now();
  let lookedAt = clock.now();
  /** As it was at the last look. */
  let seen: PipelineView | undefined;
  /** As it was before the last time in which nothing could be heard. */
  let before: PipelineView | undefined;
  let away: LogAway | undefined;
  let following: Following | undefined;
  let problem: string | undefined;
  let closed = false;
  let cancelStart: () => void = () => undefined;
  const probe = probeStore({
    name: 'log',
    ask: () => log.ranges(HEALTH_TOPIC),
    clock,
    ...(logger && { logger }),
  });

  function take(_partition: unknown, records: readonly LogRecord[]): void {
    for (const record of records) {
      logClock.read(record.appendTime);
      if (record.damaged) continue;
      try {
        const event = codec.decode(record.value);
        if (event.type === 'ScoresTold') options.onScores?.(event.data);
        if (event.type !== 'ProcessHealth') continue;
        takeHealth(heard, event.data, record.appendTime);
        options.onReport?.(event.data, record.appendTime);
      } catch (error) {
        logger?.warn({ topic: HEALTH_TOPIC, offset: record.offset, err: error }, 'a report cannot be read');
      }
    }
  }

  async function start(attempt: number): Promise<void> {
    try {
      const opened = await follow({
        log,
        clock,
        topics: [HEALTH_TOPIC],
        name: HEALTH_TOPIC,
        ...(logger && { logger }),
        startAt: (partition) => log.offsetForTime(partition, clock.now() - options.reachMs),
        take,
      });
      problem = undefined;
      following = opened;
      if (closed) await opened.close();
    } catch (error) {
      problem = describeError(error);
      if (closed) return;
      const wait = backoffDelay(attempt, { firstMs: 500, maxMs: 10_000, random: Math.random });
      cancelStart = clock.after(wait, () => void start(attempt + 1));
    }
  }

  function atNow(): ViewOptions {
    const now = logClock.now();
    return {
      now,
      // Told in the log's time, as `now` is.
      heardFrom: away ? now : heardFrom + (now - clock.now()),
      ...(before && { before }),
      required: REQUIRED_ELEMENTS,
    };
  }

  function viewNow(): PipelineView {
    const view = pipelineAt(heard, atNow());
    return away ? { ...view, elements: withLogAway(view.elements, away) } : view;
  }

  function look(): void {
    const now = clock.now();
    const reason = problem ?? following?.problem() ?? probe.elements()[0]?.detail ?? undefined;
    if (reason !== undefined) {
      if (!away) before = seen;
      away = { since: away?.since ?? now, reason };
    } else if (away) {
      away = undefined;
      heardFrom = now;
    }
    // A clock that was set back tells as little of how long nothing was heard.
    if (now < lookedAt || now - lookedAt > HELD_UP_MS) {
      before = seen;
      heardFrom = now;
    }
    lookedAt = now;
    if (!away) forgetGone(heard, atNow());
    seen = viewNow();
    options.onLook?.(seen);
  }

  const starting = start(1);
  const stop = repeat(clock, [[LOOK_EVERY_MS, look]]);
  return {
    view: viewNow,
    logAway: () => away,
    logClock,
    async close() {
      closed = true;
      cancelStart();
      stop();
      probe.close();
      await starting;
      await following?.close();
    },
  };
}

function withLogAway(elements: PipelineView['elements'], { reason }: LogAway): PipelineView['elements'] {
  const known = elements.find(({ id }) => id === 'store:log');
  const failed = {
    id: 'store:log',
    kind: 'store',
    processes: known?.processes ?? [],
    ratePerSecond: 0,
    lag: null,
    lastRecordAt: known?.lastRecordAt ?? null,
    errors: known?.errors ?? 0,
    state: 'failed' as const,
    detail: reason,
  };
  return [...elements.filter(({ id }) => id !== 'store:log'), failed];
}
