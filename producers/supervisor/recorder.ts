import type { EventCodec, EventName } from '../../core/events/codec.ts';
import type { EventTypes } from '../../core/events/generated.ts';
import { messageKey } from '../../core/events/ids.ts';
import type { AppendRecord } from '../../core/log/port.ts';
import type { SourceEvent } from '../port.ts';
import type { Entry } from './appender.ts';
import { createRecentIds, type RecentIds } from './recent-ids.ts';
import type { Tail } from './tail.ts';

/** A platform's time may be ahead of ours by so much; a progress stays so far behind. */
export const SKEW_MS = 5_000;
/** `eventTime` of a recording's channel before its first line. */
const NO_TIME = 0;
const NOT_IN_LOG = -1;
const MEMORY_IDS = 50_000;
/** The clocks of platform and log differ by less. */
const OLD_NEWS_MS = 60_000;
const MEMORY_MS = 3 * 60_000;
/** A number of viewers that the platform does not tell again is old after so long. */
const VIEWERS_HOLD_MS = 90_000;
/** More than the messages with which a platform lets a chat begin, which in a quiet one are hours old. */
const BACKLOG_IDS = 1_000;

export interface RecorderOptions {
  readonly codec: EventCodec;
  readonly platform: string;
  readonly channelId: string;
  readonly broadcastId: string;
  readonly clock: 'live' | 'recorded';
  /** What the log holds of the broadcast, where it goes on. */
  readonly tail?: Tail;
}

type EventOf<T extends SourceEvent['type']> = Extract<SourceEvent, { type: T }>;
type ChatEvent = EventOf<'message' | 'removed' | 'sanctioned' | 'cleared'>;

/** Makes the records of one broadcast: its clock, its repeats, its counters. */
export interface Recorder {
  readonly broadcastId: string;
  /** Undefined for a repeat. */
  record(event: ChatEvent, receivedAt: number): Entry | undefined;
  progress(options: ProgressOptions): Entry;
  /** The platform tells how many watch. */
  watched(viewers: number, now: number): void;
  /** How many watch; null where the platform has not told it, or not for long. */
  viewers(now: number): number | null;
  readonly clock: () => 'live' | 'recorded';
  /** From now on times come from the platform alone; only before the first message. */
  useRecordedClock(): void;
  /** When the last message came, ms since 1970; undefined before the first. */
  lastMessageAt(): number | undefined;
  counters(): RecorderCounters;
}

export interface ProgressOptions {
  readonly receivedAt: number;
  readonly final: boolean;
  readonly cursor: string | null;
  /** The time (ms since 1970) that a recording has reached in all its channels, where known. */
  readonly time?: number | null;
}

export interface RecorderCounters {
  readonly messages: number;
  readonly repeats: number;
}

export function createRecorder(options: RecorderOptions): Recorder {
  const { codec, platform, channelId, broadcastId, tail } = options;
  let clock = tail?.clock ?? options.clock;
  let seen = memoryOf(clock);
  for (const id of tail?.ids ?? []) seen.add(id, tail?.aliveAt ?? 0);
  let removed = memoryOf(clock);
  for (const id of tail?.removedIds ?? []) removed.add(id, tail?.aliveAt ?? 0);
  let lastEventTime = tail?.eventTime ?? NO_TIME;
  let lastMessageAt = tail?.lastMessageAt;
  let viewers: { readonly count: number; readonly until: number } | undefined;
  let messages = tail?.messages ?? 0;
  let repeats = 0;

  /** min(sentAt, receivedAt + 5 s) for live chat; the running maximum of the times in a recording. */
  function timeOf(sentAt: number | null, receivedAt: number): number {
    const time =
      clock === 'live'
        ? Math.min(sentAt ?? receivedAt, receivedAt + SKEW_MS)
        : Math.max(lastEventTime, sentAt ?? lastEventTime);
    lastEventTime = Math.max(lastEventTime, time);
    return time;
  }

  function recordOf<N extends EventName>(type: N, data: EventTypes[N]): AppendRecord {
    return { topic: 'chat.raw', key: broadcastId, value: codec.encode(type, data) };
  }

  function entryOf<N extends EventName>(type: N, data: EventTypes[N]): Entry {
    return { record: recordOf(type, data) };
  }

  /** A message is a repeat when it, or the original that it is a copy of, has been seen. */
  function isRepeat(messageId: string, originId: string | null, now: number): boolean {
    if (seen.has(messageId) || (originId !== null && seen.has(originId))) return true;
    seen.add(messageId, now);
    if (originId !== null && originId !== messageId) seen.add(originId, now);
    return false;
  }

  /** Said while an earlier process captured, so long ago that its ids are not known any more: a backlog tells it again. */
  function isOldNews(sentAt: number | null): boolean {
    const knownFrom = tail?.knownFrom;
    return clock === 'live' && sentAt !== null && knownFrom !== undefined && sentAt < knownFrom - OLD_NEWS_MS;
  }

  function recordMessage({ message, time }: EventOf<'message'>, receivedAt: number): Entry | undefined {
    // The time of a recording counts for its repeats too: it must not depend on where a replay was resumed.
    const eventTime = timeOf(time ?? message.sentAt, receivedAt);
    if (isOldNews(message.sentAt) || isRepeat(message.messageId, message.originId, receivedAt)) {
      repeats += 1;
      return undefined;
    }
    messages += 1;
    lastMessageAt = receivedAt;
    const data = { broadcastId, platform, channelId, eventTime, receivedAt, clock, ...message };
    // Written out: in Node 20 a field beside a spread object takes 2 microseconds, and a hidden class for each message.
    return {
      record: recordOf('MessagePosted', data),
      messageKey: messageKey(broadcastId, message.messageId),
    };
  }

  function common(eventTime: number, receivedAt: number) {
    return { broadcastId, eventTime, receivedAt, clock, rawOffset: NOT_IN_LOG, rawAppend: NOT_IN_LOG };
  }

  function record(event: ChatEvent, receivedAt: number): Entry | undefined {
    if (event.type === 'message') return recordMessage(event, receivedAt);
    const base = common(timeOf(event.sentAt, receivedAt), receivedAt);
    switch (event.type) {
      case 'removed':
        // A backlog tells again what it hides.
        if (removed.has(event.messageId)) return undefined;
        removed.add(event.messageId, receivedAt);
        return entryOf('MessageRemoved', { ...base, messageId: event.messageId, by: event.by });
      case 'sanctioned': {
        const { authorId, authorName, durationSeconds } = event;
        return entryOf('PlatformSanctioned', { ...base, authorId, authorName, durationSeconds });
      }
      case 'cleared':
        return entryOf('ChatCleared', base);
    }
  }

  function viewersAt(now: number): number | null {
    return viewers && now <= viewers.until ? viewers.count : null;
  }

  return {
    broadcastId,
    record,
    progress({ receivedAt, final, cursor, time = null }) {
      const reached = clock === 'live' ? receivedAt - SKEW_MS : (time ?? lastEventTime);
      lastEventTime = Math.max(lastEventTime, reached);
      return entryOf('SourceProgress', {
        ...common(lastEventTime, receivedAt),
        final,
        cursor,
        viewers: final ? null : viewersAt(receivedAt),
      });
    },
    watched(count, now) {
      viewers = { count, until: now + VIEWERS_HOLD_MS };
    },
    viewers: viewersAt,
    clock: () => clock,
    useRecordedClock() {
      if (clock === 'recorded') return;
      clock = 'recorded';
      seen = memoryOf(clock);
      removed = memoryOf(clock);
    },
    lastMessageAt: () => lastMessageAt,
    counters: () => ({ messages, repeats }),
  };
}

/** A platform repeats after a reconnect what was said last; a recording may repeat anything. */
function memoryOf(clock: 'live' | 'recorded'): RecentIds {
  return clock === 'live'
    ? createRecentIds({ capacity: MEMORY_IDS, maxAgeMs: MEMORY_MS, always: BACKLOG_IDS })
    : createRecentIds({ capacity: MEMORY_IDS });
}
