import { isOpen, type BroadcastView } from '../../core/broadcasts/state.ts';
import { jsonBytes } from '../json-fields.ts';
import type { SourceEvent } from '../port.ts';
import type { Connection } from './connection.ts';
import { createDeadLetters } from './dead-letters.ts';
import { createFormatWatch, type Misunderstanding } from './format-watch.ts';
import { lifecycleEntry } from './lifecycle.ts';
import { createOverflow } from './overflow.ts';
import type { CaptureParts } from './parts.ts';
import { createRate } from './rate.ts';
import type { SessionEnd } from './session.ts';
import type { Shows } from './shows.ts';
import type { SourceStatus } from './status.ts';
import { whyUnfit } from './unfit.ts';

/** A replay at full speed leaves a place to go on after so many messages. */
const PROGRESS_MESSAGES = 5_000;
/** So much of a reason why something is not understood is kept. */
const REASON_LENGTH = 200;

type Unparsed = Omit<Extract<SourceEvent, { type: 'unparsed' }>, 'type'>;

/** What comes from the source of a capture, on its way to the appender. Times are ms since 1970. */
export interface Intake {
  /** Takes events in order; answers how the session ends, where one of them says so. */
  takeBatch(batch: readonly SourceEvent[]): SessionEnd | undefined;
  /** Tells as gaps what was dropped while the buffer was full, once there is room again. */
  recordOverflow(now: number): void;
  /** Whether the source may be made to wait. */
  canWait(): boolean;
  /** Where a session goes on; null where there is no such place. */
  cursor(): string | null;
  /** The shows have been prepared: the next session goes on there. */
  goOnAt(cursor: string | null): void;
  lastMessageAt(): number | null;
  messagesPerSecond(now: number): number;
  counters(): Pick<SourceStatus, 'messages' | 'repeats' | 'unparsed' | 'missed'>;
}

export function createIntake(
  options: CaptureParts & { readonly earlier: readonly BroadcastView[] },
  { connection, shows }: { readonly connection: Connection; readonly shows: Shows },
): Intake {
  const { watch, source, codec, clock, logger, appender } = options;
  const { channelId } = watch;
  const { capabilities } = source;
  const deadLetters = createDeadLetters(watch.platform);
  const formatWatch = createFormatWatch(
    options.earlier.some((view) => isOpen(view) && view.misunderstood !== null),
  );
  const overflow = createOverflow();
  const rate = createRate();
  let cursor: string | null = null;
  let messages = 0;
  let repeats = 0;
  let lastMessageAt: number | null = null;
  let sinceProgress = 0;

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

  return {
    takeBatch,
    recordOverflow,
    canWait,
    cursor: () => cursor,
    goOnAt(reached) {
      cursor = reached;
      for (const show of shows.open())
        lastMessageAt = Math.max(lastMessageAt ?? 0, show.recorder.lastMessageAt() ?? 0) || null;
    },
    lastMessageAt: () => lastMessageAt,
    messagesPerSecond: (now) => rate.perSecond(now),
    counters: () => ({
      messages,
      repeats,
      unparsed: deadLetters.counters().unparsed,
      missed: overflow.missed(),
    }),
  };
}
