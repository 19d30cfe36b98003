import type { Logger } from 'pino';
import {
  emptyBroadcasts,
  forgetBroadcasts,
  forgetOldest,
  reduceBroadcasts,
} from '../core/broadcasts/reduce.ts';
import type { BroadcastView, Watch } from '../core/broadcasts/state.ts';
import type { Clock } from '../core/clock.ts';
import type { EventCodec } from '../core/events/codec.ts';
import { PARTITIONS } from '../core/events/topics.ts';
import { partitionOf } from '../core/log/partitioner.ts';
import type { EventLog } from '../core/log/port.ts';
import { pause } from '../core/runtime/backoff.ts';
import type { ChatSource } from './port.ts';
import { createAppender, type Appender } from './supervisor/appender.ts';
import { createCapture, type Capture, type StopMode } from './supervisor/capture.ts';
import { closeLeftOver } from './supervisor/left-over.ts';
import { openLedger, type Ledger } from './supervisor/ledger.ts';
import type { SourceStatus } from './supervisor/status.ts';
import { createWatchReader, type WatchReader } from './supervisor/watch-reader.ts';

/** A log that is away when the process ends gets so long to take what is left. */
const DRAIN_MS = 5_000;
/** What ended by an error is not begun again at once: most likely it ends the same way. */
const AGAIN_MS = 5_000;
/** A capture that is over is told of for so long, and so many of them at most: a failure must not just vanish. */
const TOLD_MS = 3_600_000;
const MOST_TOLD = 200;

export interface SupervisorOptions {
  readonly log: EventLog;
  readonly codec: EventCodec;
  readonly sources: readonly ChatSource[];
  readonly clock: Clock;
  /** `CHATPULSE_LEDGER`: where acknowledged messages are noted, one key a line. */
  readonly ledgerFile?: string;
  readonly logger: Logger;
  /** Bounds of each capture's buffer while the log is away; default 50,000 records and 32 MB. */
  readonly maxBufferedRecords?: number;
  readonly maxBufferedBytes?: number;
  /** For the jitter of reconnects; default Math.random. */
  readonly random?: () => number;
}

/** Captures every channel that `broadcast.events` says is watched, as far as its partitions are given to this process. */
export interface Supervisor {
  start(): Promise<void>;
  /** Lets go of all sources, without ending their broadcasts, and hands what is buffered to the log. */
  stop(): Promise<void>;
  /** Of what runs, and for an hour of what is over, until its channel is captured again. */
  status(): SourceStatus[];
}

interface Running {
  readonly stop: Capture['stop'];
  /** Undefined for what only ends broadcasts that were left open. */
  readonly status: Capture['status'] | undefined;
  readonly appender: Appender;
  readonly watchId: string;
  readonly partition: number;
  readonly done: Promise<void>;
}

export function createSupervisor(options: SupervisorOptions): Supervisor {
  const { log, codec, clock, logger, random = Math.random } = options;
  const sources = new Map(options.sources.map((source) => [source.platform, source]));
  const state = emptyBroadcasts();
  const running = new Map<string, Running>();
  const over = new Map<string, { readonly status: SourceStatus; readonly at: number }>();
  let ledger: Ledger | undefined;
  let reader: WatchReader | undefined;
  const stopping = new AbortController();

  function appenderFor(): Appender {
    return createAppender({
      log,
      clock,
      logger,
      ledger,
      maxRecords: options.maxBufferedRecords,
      maxBytes: options.maxBufferedBytes,
    });
  }

  /** Brings what runs for a channel in line with what the log says should. */
  function reconcile(channelId: string, partition: number): void {
    if (stopping.signal.aborted || !reader?.owns(partition)) return;
    const watch = state.watches.get(channelId);
    const now = running.get(channelId);
    if (now) {
      if (!watch?.active || watch.broadcastId !== now.watchId) now.stop('stopped');
      return;
    }
    if (!watch) return;
    const views = viewsOf(channelId);
    const left = views.filter((view) => view.watchId !== watch.broadcastId || !watch.active);
    if (left.some((view) => view.begun && !view.closed)) closeOpen(watch, left, partition);
    else if (watch.active) begin(watch, views, partition);
  }

  function viewsOf(channelId: string): BroadcastView[] {
    return [...state.broadcasts.values()].filter((view) => view.channelId === channelId);
  }

  function begin(watch: Watch, views: readonly BroadcastView[], partition: number): void {
    const source = sources.get(watch.platform);
    if (!source) {
      logger.error({ channelId: watch.channelId, platform: watch.platform }, 'No source for this platform.');
      return;
    }
    const appender = appenderFor();
    const earlier = views.filter((view) => view.watchId === watch.broadcastId);
    over.delete(watch.channelId);
    const capture = createCapture({ watch, source, log, codec, clock, logger, appender, earlier, random });
    const { stop, status } = capture;
    run({ stop, status, appender, watch, partition, work: capture.run() });
  }

  function closeOpen(watch: Watch, left: readonly BroadcastView[], partition: number): void {
    const source = sources.get(watch.platform);
    if (!source) return;
    const appender = appenderFor();
    const parts = { watch, source, log, codec, clock, logger, appender };
    run({
      stop: () => undefined,
      status: undefined,
      appender,
      watch,
      partition,
      work: closeLeftOver(parts, left),
    });
  }

  function run(
    of: Omit<Running, 'done' | 'watchId'> & { readonly watch: Watch; readonly work: Promise<void> },
  ): void {
    const { stop, status, appender, watch, partition, work } = of;
    const { channelId } = watch;
    const done = work.then(
      async () => {
        await appender.drained();
        await reader?.caughtUp(partition);
      },
      async (error: unknown) => {
        logger.error({ channelId, err: error }, 'A capture ended by an error.');
        await pause(clock, AGAIN_MS, stopping.signal);
      },
    );
    running.set(channelId, { stop, status, appender, watchId: watch.broadcastId, partition, done });
    void done.then(() => {
      running.delete(channelId);
      if (status) remember(channelId, status());
      reconcile(channelId, partition);
    });
  }

  /** What was only given to another process is not over. */
  function remember(channelId: string, status: SourceStatus): void {
    if (status.state !== 'ended' && status.state !== 'failed') return;
    over.set(channelId, { status: { ...status, logAway: null }, at: clock.now() });
    const [oldest] = over.keys();
    if (over.size > MOST_TOLD && oldest !== undefined) over.delete(oldest);
  }

  function toldOf(): SourceStatus[] {
    const since = clock.now() - TOLD_MS;
    for (const [channelId, { at }] of over) if (at < since) over.delete(channelId);
    return [...over.values()].map(({ status }) => status);
  }

  async function letGo(mode: StopMode, which: readonly Running[]): Promise<void> {
    for (const one of which) one.stop(mode);
    const all = Promise.all(which.map((one) => one.done));
    const cancel = clock.after(DRAIN_MS, () => {
      const lost = which.reduce((sum, one) => sum + one.appender.giveUp(), 0);
      if (lost > 0) logger.error({ lost }, 'The log was away until the end: messages are lost.');
    });
    await all;
    cancel();
  }

  return {
    async start() {
      if (options.ledgerFile) ledger = await openLedger(options.ledgerFile);
      reader = createWatchReader({
        log,
        codec,
        clock,
        logger,
        apply: (event) => {
          reduceBroadcasts(state, event);
          if (event.type === 'BroadcastEnded') forgetOldest(state);
        },
        changed: reconcile,
        forget: (partition) => {
          forgetBroadcasts(state, (channelId) => partitionOf(channelId, PARTITIONS) === partition);
        },
        channels: () => state.watches.keys(),
        revoked: (partition) =>
          letGo(
            'revoked',
            [...running.values()].filter((one) => one.partition === partition),
          ),
      });
      await reader.start();
    },
    async stop() {
      stopping.abort();
      reader?.release();
      await letGo('shutdown', [...running.values()]);
      await reader?.stop();
      await ledger?.close();
    },
    status: () => [
      ...[...running.values()].flatMap((one) => (one.status ? [one.status()] : [])),
      ...toldOf(),
    ],
  };
}
