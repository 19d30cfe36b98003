import { ChatpulseError, describeError } from '../../core/errors.ts';
import { backoffDelay, pause } from '../../core/runtime/backoff.ts';
import type { BroadcastView } from '../../core/broadcasts/state.ts';
import { createConnection } from './connection.ts';
import { createIntake } from './intake.ts';
import { lifecycleEntry } from './lifecycle.ts';
import type { CaptureParts } from './parts.ts';
import { runSession } from './session.ts';
import { createShows } from './shows.ts';
import type { SourceStatus } from './status.ts';

const PROGRESS_MS = 10_000;
const RECONNECT_FIRST_MS = 1_000;
const RECONNECT_MAX_MS = 30_000;
/** A connection that held so long, or brought a message, was a good one: the next delay is the first again. */
const GOOD_CONNECTION_MS = 30_000;
/** What the reason of a capture that ended by a failure begins with. */
const FAILED = 'failed: ';

export interface CaptureOptions extends CaptureParts {
  /** The broadcasts of this watch that are known from the log. */
  readonly earlier: readonly BroadcastView[];
  readonly random: () => number;
}

/** How a capture ends: the user stopped the watch, or this process lets go of it. */
export type StopMode = 'stopped' | 'shutdown' | 'revoked';

/** The capture of one watch: sessions of its source, one after the other, until it is over. */
export interface Capture {
  /** Resolves when the capture is over and what it recorded has been handed to the appender. Never rejects. */
  run(): Promise<void>;
  /** Ends the session; `run` resolves soon after. */
  stop(mode: StopMode): void;
  status(): SourceStatus;
}

export function createCapture(options: CaptureOptions): Capture {
  const { watch, source, codec, clock, logger, appender, random } = options;
  const { channelId } = watch;
  const ending = new AbortController();
  const connection = createConnection(options, {
    open: () => shows.open(),
    goesOn: () => intake.cursor() !== null,
  });
  const shows = createShows(options, connection);
  const intake = createIntake(options, { connection, shows });
  let stopMode: StopMode | undefined;
  /** Tries since the last good connection. */
  let tries = 0;
  let cancelTick: () => void = () => undefined;

  async function run(): Promise<void> {
    let reason: string;
    try {
      await prepare();
      tick();
      reason = await runSessions();
    } catch (error) {
      logger.error({ channelId, reason: describeError(error) }, 'The capture failed.');
      reason = `${FAILED}${describeError(error)}`;
    }
    cancelTick();
    finish(reason);
  }

  /** Tries again while the log is away; what is wrong with the recording itself is thrown. */
  async function prepare(): Promise<void> {
    while (!ending.signal.aborted) {
      try {
        const prepared = await shows.prepare(options.earlier);
        intake.goOnAt(prepared.cursor);
        if (prepared.interrupted) connection.resume(prepared.interrupted);
        tries = 0;
        return;
      } catch (error) {
        if (isFinal(error)) throw error;
        logger.warn(
          { channelId, reason: describeError(error) },
          'The capture could not begin; trying again.',
        );
        await backOff();
      }
    }
  }

  /** Waits longer each time, with jitter, so that many clients of a platform that was away do not return in step. */
  function backOff(): Promise<void> {
    tries += 1;
    const delay = backoffDelay(tries, { firstMs: 2 * RECONNECT_FIRST_MS, maxMs: RECONNECT_MAX_MS, random });
    return pause(clock, delay, ending.signal);
  }

  /** Answers why the broadcasts are over; empty when they are not. */
  async function runSessions(): Promise<string> {
    while (!ending.signal.aborted) {
      const startedAt = clock.now();
      const before = intake.counters().messages;
      connection.begins();
      const end = await runSession({
        ...options,
        connection,
        cursor: intake.cursor(),
        ending: ending.signal,
        canWait: intake.canWait,
        takeBatch: intake.takeBatch,
      });
      if (end.outcome === 'over') return 'ended';
      if (end.outcome === 'refused') return `${FAILED}${end.reason}`;
      if (ending.signal.aborted) break;
      connection.lost(end.reason);
      logger.warn({ channelId, reason: end.reason }, 'The connection was lost.');
      if (intake.counters().messages > before || clock.now() - startedAt >= GOOD_CONNECTION_MS) tries = 0;
      await backOff();
    }
    return stopMode === 'stopped' ? 'stopped' : '';
  }

  /** What happens by time alone. */
  function tick(): void {
    cancelTick = clock.after(PROGRESS_MS, () => {
      const now = clock.now();
      intake.recordOverflow(now);
      connection.tick(now);
      if (connection.isConnected()) {
        shows.endSilent(now);
        // Without it a log that is away would be sent progress without end.
        if (appender.accepts()) shows.progress(now, intake.cursor());
      }
      tick();
    });
  }

  function finish(reason: string): void {
    const now = clock.now();
    intake.recordOverflow(now);
    if (reason !== '') {
      const failed = reason.startsWith(FAILED);
      connection.over(now, { failed, reason: failed ? reason.slice(FAILED.length) : reason });
      shows.endAll(reason, now);
      if (stopMode !== 'stopped') stopWatch(reason, now);
    } else if (stopMode === 'shutdown') {
      if (connection.isConnected()) shows.progress(now, intake.cursor());
      connection.lost('shutdown');
    }
  }

  function stopWatch(reason: string, at: number): void {
    const { broadcastId } = watch;
    appender.take(lifecycleEntry(codec, 'WatchStopped', { channelId, broadcastId, reason, at }));
  }

  return {
    run,
    stop(mode) {
      stopMode ??= mode;
      ending.abort();
    },
    status() {
      const { buffered, bufferedBytes, away } = appender.state();
      const now = clock.now();
      return {
        channelId,
        platform: watch.platform,
        channel: watch.channel,
        url: watch.url,
        broadcastIds: shows.ids(),
        ...connection.health(intake.lastMessageAt(), now),
        lastMessageAt: intake.lastMessageAt(),
        viewers: sumOf(shows.open().map(({ recorder }) => recorder.viewers(now))),
        messagesPerSecond: intake.messagesPerSecond(now),
        ...intake.counters(),
        buffered,
        bufferedBytes,
        logAway: away,
        capabilities: source.capabilities,
      };
    },
  };
}

/** Of what is known; null where nothing is. */
function sumOf(counts: readonly (number | null)[]): number | null {
  const known = counts.filter((count) => count !== null);
  return known.length === 0 ? null : known.reduce((sum, count) => sum + count, 0);
}

/** Whether trying again cannot help. */
function isFinal(error: unknown): boolean {
  return error instanceof ChatpulseError && error.code.startsWith('CHATPULSE_RECORDING');
}
