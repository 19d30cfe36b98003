import { ChatpulseError, describeError } from '../../core/errors.ts';
import { backoffDelay, pause } from '../../core/runtime/backoff.ts';
import { isOpen, type BroadcastView } from '../../core/broadcasts/state.ts';
import { jsonBytes } from '../json-fields.ts';
import type { SourceEvent } from '../port.ts';
import { createDeadLetters } from './dead-letters.ts';
import { createConnection } from './connection.ts';
import { createFormatWatch, type Misunderstanding } from './format-watch.ts';
import { lifecycleEntry } from './lifecycle.ts';
import { createOverflow } from './overflow.ts';
import type { CaptureParts } from './parts.ts';
import { createRate } from './rate.ts';
import { runSession, type SessionEnd } from './session.ts';
import { createShows } from './shows.ts';
import { whyUnfit } from './unfit.ts';
import type { SourceStatus } from './status.ts';

const PROGRESS_MS = 10_000;
/** A replay at full speed leaves a place to go on after so many messages. */
const PROGRESS_MESSAGES = 5_000;
const RECONNECT_FIRST_MS = 1_000;
const RECONNECT_MAX_MS = 30_000;
/** A connection that held so long, or brought a message, was a good one: the next delay is the first again. */
const GOOD_CONNECTION_MS = 30_000;
/** So much of a reason why something is not understood is kept. */
const REASON_LENGTH = 200;
/** What the reason of a capture that ended by a failure begins with. */
const FAILED = 'failed: ';

export interface CaptureOptions extends CaptureParts {
  /** The broadcasts of this watch that are known from the log. */
  readonly earlier: readonly BroadcastView[];
  readonly random: () => number;
}

/** How a capture ends: the user stopped the watch, or this process lets go of it. */
export type StopMode = 'stopped' | 'shutdown' | 'revoked';

type Unparsed = Omit<Extract<SourceEvent, { type: 'unparsed' }>, 'type'>;

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
  const { capabilities } = source;
  const deadLetters = createDeadLetters(watch.platform);
  const formatWatch = createFormatWatch(
    options.earlier.some((view) => isOpen(view) && view.misunderstood !== null),
  );
  const overflow = createOverflow();
  const rate = createRate();
  const ending = new AbortController();
  const connection = createConnection(options, {
    open: () => shows.open(),
    goesOn: () => cursor !== null,
  });
  const shows = createShows(options, connection);
  let stopMode: StopMode | undefined;
  let cursor: string | null = null;
  let messages = 0;
  let repeats = 0;
  let lastMessageAt: number | null = null;
  let sinceProgress = 0;
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
        cursor = prepared.cursor;
        for (const show of shows.open())
          lastMessageAt = Math.max(lastMessageAt ?? 0, show.recorder.lastMessageAt() ?? 0) || null;
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
      const before = messages;
      connection.begins();
      const end = await runSession({
        ...options,
        connection,
        cursor,
        ending: ending.signal,
        canWait,
        takeBatch,
      });
      if (end.outcome === 'over') return 'ended';
      if (end.outcome === 'refused') return `${FAILED}${end.reason}`;
      if (ending.signal.aborted) break;
      connection.lost(end.reason);
      logger.warn({ channelId, reason: end.reason }, 'The connection was lost.');
      if (messages > before || clock.now() - startedAt >= GOOD_CONNECTION_MS) tries = 0;
      await backOff();
    }
    return stopMode === 'stopped' ? 'stopped' : '';
  }

  /** What is of the past does not run away. */
  function canWait(): boolean {
    return capabilities.resumable || shows.open().some((show) => show.recorder.clock() === 'recorded');
  }

  function takeBatch(batch: readonly SourceEvent[]): SessionEnd | undefined {
    const now = clock.now();
    recordOverflow(now);
    for (const event of batch) {
      if (event.type === 'ended') return { outcome: event.outcome, reason: event.reason };
      if (event.type !== 'viewers' && event.type !== 'progress')
        connection.alive(now, event.type !== 'waiting' && event.type !== 'unparsed');
      takeEvent(event, now);
    }
    return undefined;
  }

  function takeEvent(event: Exclude<SourceEvent, { type: 'ended' }>, now: number): void {
    switch (event.type) {
      case 'message':
      case 'removed':
      case 'sanctioned':
      case 'cleared':
        takeChat(event, now);
        return;
      case 'connected':
        connection.made(now);
        return;
      case 'waiting':
        connection.waiting(event.reason);
        return;
      case 'unparsed':
        setAside(event, now);
        return;
      case 'progress':
        takeProgress(event.cursor, event.time, now);
        return;
      case 'show':
        shows.identify(event, now);
        return;
      case 'off-air':
        connection.offAir(event.reason, now);
        shows.offAir(now);
        return;
      case 'missed': {
        const { from, to, reason } = event;
        for (const { recorder } of shows.open())
          connection.gap({ broadcastId: recorder.broadcastId, from, to, reason, missed: null });
        return;
      }
      case 'viewers':
        for (const { recorder } of shows.open()) recorder.watched(event.count, now);
        return;
      case 'activity':
        return;
    }
  }

  function setAside({ payload, reason, position }: Unparsed, now: number): void {
    // A reason may name what the platform sent, however long that is.
    const told = reason.slice(0, REASON_LENGTH);
    tellFormat(formatWatch.misunderstood(told, now), now);
    const key = shows.open()[0]?.recorder.broadcastId ?? channelId;
    const place = position === undefined ? {} : { position };
    const entry = deadLetters.entry({ payload, reason: told, key, ...place }, now);
    if (entry && (canWait() || appender.accepts())) appender.take(entry);
  }

  function takeChat(
    event: Extract<SourceEvent, { type: 'message' | 'removed' | 'sanctioned' | 'cleared' }>,
    now: number,
  ): void {
    const show = shows.showOf(event, now);
    if (!show) return;
    if (event.type === 'message') {
      lastMessageAt = now;
      rate.add(now);
      if (!appender.accepts() && !canWait()) {
        overflow.drop(show.recorder.broadcastId, now);
        return;
      }
    }
    const unfit = whyUnfit(event);
    if (unfit !== undefined) {
      setAside({ payload: jsonBytes(event), reason: unfit }, now);
      return;
    }
    tellFormat(formatWatch.understood(now), now);
    const entry = show.recorder.record(event, now);
    if (event.type === 'message') {
      connection.said({ sentAt: event.message.sentAt, isRepeat: !entry });
      if (entry) messages += 1;
      else repeats += 1;
      sinceProgress += 1;
    }
    if (entry) appender.take(entry);
  }

  function tellFormat(news: Misunderstanding | undefined, now: number): void {
    // A recording does not change; its odd lines are dead letters and no more.
    if (!news || capabilities.clock === 'recorded') return;
    const text =
      news.count > 0
        ? 'Much of what the platform sends is not understood; its format may have changed.'
        : 'The platform is understood again.';
    logger.warn({ channelId, ...news }, text);
    for (const { recorder } of shows.open()) {
      const data = { channelId, broadcastId: recorder.broadcastId, ...news, at: now };
      appender.take(lifecycleEntry(codec, 'PayloadsMisunderstood', data));
    }
  }

  function takeProgress(reached: string | null, time: number | null, now: number): void {
    if (reached !== null)
      appender.take({
        acknowledged: () => {
          cursor = reached;
        },
      });
    if (time === null && sinceProgress < PROGRESS_MESSAGES) return;
    sinceProgress = 0;
    shows.progress(now, cursor, time);
  }

  function recordOverflow(now: number): void {
    if (!appender.accepts()) return;
    for (const gap of overflow.takeGaps(now))
      connection.gap({ ...gap, reason: 'the log was away and the buffer full' });
  }

  /** What happens by time alone. */
  function tick(): void {
    cancelTick = clock.after(PROGRESS_MS, () => {
      const now = clock.now();
      recordOverflow(now);
      connection.tick(now);
      if (connection.isConnected()) {
        shows.endSilent(now);
        // Without it a log that is away would be sent progress without end.
        if (appender.accepts()) shows.progress(now, cursor);
      }
      tick();
    });
  }

  function finish(reason: string): void {
    const now = clock.now();
    recordOverflow(now);
    if (reason !== '') {
      const failed = reason.startsWith(FAILED);
      connection.over(now, { failed, reason: failed ? reason.slice(FAILED.length) : reason });
      shows.endAll(reason, now);
      if (stopMode !== 'stopped') stopWatch(reason, now);
    } else if (stopMode === 'shutdown') {
      if (connection.isConnected()) shows.progress(now, cursor);
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
        ...connection.health(lastMessageAt, now),
        lastMessageAt,
        viewers: sumOf(shows.open().map(({ recorder }) => recorder.viewers(now))),
        messagesPerSecond: rate.perSecond(now),
        messages,
        repeats,
        unparsed: deadLetters.counters().unparsed,
        missed: overflow.missed(),
        buffered,
        bufferedBytes,
        logAway: away,
        capabilities,
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
