import type { Logger } from 'pino';
import { isCanary } from '../../core/canary/canary.ts';
import type { Clock } from '../../core/clock.ts';
import type { EventCodec } from '../../core/events/codec.ts';
import type { AuthorErased } from '../../core/events/generated.ts';
import { PARTITIONS } from '../../core/events/topics.ts';
import { partitionOf } from '../../core/log/partitioner.ts';
import type { EventLog, LogRecord, StartPosition, TopicPartition } from '../../core/log/port.ts';
import { follow, type Following } from '../../core/runtime/follow.ts';
import { LiveBroadcast } from './live-broadcast.ts';
import { Rate } from './rate.ts';

/** How far back each topic is read at the start: ms of append time, and records of a partition. */
const REACH: Readonly<Record<string, { readonly ms: number; readonly records: number }>> = {
  'chat.analyzed': { ms: 10 * 60_000, records: 10_000 },
  'chat.windows': { ms: 60 * 60_000, records: 50_000 },
  'chat.words': { ms: 15 * 60_000, records: 5_000 },
};
/** A broadcast of which nothing comes and that nobody watches is forgotten after so many ms. */
const IDLE_MS = 2 * 60 * 60_000;
const LOOK_FOR_IDLE_MS = 10 * 60_000;

export interface LiveModelOptions {
  readonly log: EventLog;
  readonly codec: EventCodec;
  readonly clock: Clock;
  readonly logger?: Logger;
  readonly broadcastMessages: number;
  readonly totalMessages: number;
  /** Takes a canary's record, which belongs to no broadcast of users. */
  readonly onCanary?: (record: LogRecord) => void;
  /** Whether somebody watches a broadcast now. */
  readonly isViewed: (broadcastId: string) => boolean;
}

/** The live topics as the gateway holds them: the last minutes of every broadcast, bounded. */
export interface LiveModel {
  get(broadcastId: string): LiveBroadcast | undefined;
  /** The broadcast, made empty where nothing of it was seen. */
  ensure(broadcastId: string): LiveBroadcast;
  /** The next offset of `chat.analyzed` in the partition of a broadcast. */
  position(broadcastId: string): number;
  /** Whether an author's messages must not be shown any more. */
  isErased(platform: string, authorId: string): boolean;
  /** Calls back whenever something of a broadcast was taken; answers how to stop. */
  onChange(callback: (broadcastId: string) => void): () => void;
  /** Why the live topics are not being read; undefined while all is well. */
  problem(): string | undefined;
  figures(): {
    readonly broadcasts: number;
    readonly messages: number;
    readonly perSecond: number;
    /** Records of chat.analyzed taken since the start, and the append time of the newest. */
    readonly total: number;
    readonly newestAt: number | null;
  };
  close(): Promise<void>;
}

export function analyzedPartition(broadcastId: string): TopicPartition {
  return { topic: 'chat.analyzed', partition: partitionOf(broadcastId, PARTITIONS) };
}

export async function startLiveModel(options: LiveModelOptions): Promise<LiveModel> {
  const { log, codec, clock, logger } = options;
  const broadcasts = new Map<string, LiveBroadcast>();
  const listeners = new Set<(broadcastId: string) => void>();
  const erased = new Set<string>();
  const rate = new Rate();
  let messages = 0;
  let taken = 0;
  let newestAt: number | null = null;
  let lookedAt = clock.now();

  const isErased = (platform: string, authorId: string): boolean =>
    erased.size > 0 && erased.has(`${platform}/${authorId}`);

  function ensure(broadcastId: string, coversFrom: number): LiveBroadcast {
    const known = broadcasts.get(broadcastId);
    if (known) return known;
    const made = new LiveBroadcast(
      {
        codec,
        capacity: options.broadcastMessages,
        coversFrom,
        isErased,
        unreadable: (offset, error) =>
          logger?.warn({ broadcastId, offset, err: error }, 'a record cannot be shown'),
      },
      clock.now(),
    );
    broadcasts.set(broadcastId, made);
    return made;
  }

  function changed(broadcastIds: Iterable<string>): void {
    for (const id of broadcastIds) for (const listener of listeners) listener(id);
  }

  /** Where the reading of each partition of chat.analyzed began: nothing after it is missing. */
  const beganAt = new Map<number, number>();

  function takeMessages(partition: number, records: readonly LogRecord[]): void {
    const touched = new Set<string>();
    const now = clock.now();
    for (const record of records) {
      if (record.damaged) continue;
      if (isCanary(record.key)) {
        options.onCanary?.(record);
        continue;
      }
      const broadcast = ensure(record.key, beganAt.get(partition) ?? record.offset);
      const before = broadcast.ring.size;
      broadcast.takeRecord(record);
      broadcast.touchedAt = now;
      messages += broadcast.ring.size - before;
      rate.add(record.appendTime);
      taken += 1;
      newestAt = record.appendTime;
      touched.add(record.key);
    }
    if (now - lookedAt >= LOOK_FOR_IDLE_MS || messages > options.totalMessages) forgetIdle(now);
    if (messages > options.totalMessages) shrink();
    changed(touched);
  }

  /** However few messages all have: of each broadcast that ever was something would stay. */
  function forgetIdle(now: number): void {
    lookedAt = now;
    for (const [id, broadcast] of broadcasts) {
      if (broadcast.touchedAt >= now - IDLE_MS || options.isViewed(id)) continue;
      broadcasts.delete(id);
      // Made anew it holds nothing of before, and must not say that nothing is missing.
      const at = analyzedPartition(id);
      beganAt.set(at.partition, following[0]?.position(at) ?? 0);
    }
    messages = total(broadcasts);
  }

  /** The biggest broadcast gives room for the others. */
  function shrink(): void {
    while (messages > options.totalMessages) {
      const biggest = [...broadcasts.values()].reduce((a, b) => (b.ring.size > a.ring.size ? b : a));
      const count = Math.min(
        biggest.ring.size,
        Math.max(messages - options.totalMessages, Math.ceil(biggest.ring.size / 10)),
      );
      biggest.ring.forget(count);
      messages -= count;
    }
  }

  function takeDecoded(topic: string, records: readonly LogRecord[]): void {
    const touched = new Set<string>();
    for (const record of records) {
      try {
        const event = codec.decode(record.value);
        if (event.type === 'WindowUpdated' && ensureAny(record.key).windows.take(event.data))
          touched.add(record.key);
        if (event.type === 'WordsRanked' && ensureAny(record.key).words.take(event.data))
          touched.add(record.key);
        if (event.type === 'AuthorErased') erase(event.data);
      } catch (error) {
        logger?.warn({ topic, offset: record.offset, err: error }, 'a record cannot be shown');
      }
    }
    changed(touched);
  }

  function erase(author: AuthorErased): void {
    erased.add(`${author.platform}/${author.authorId}`);
    for (const [id, broadcast] of broadcasts) {
      if (broadcast.ring.size === 0) continue;
      broadcast.ring.erase(author);
      changed([id]);
    }
  }

  function ensureAny(broadcastId: string): LiveBroadcast {
    const partition = analyzedPartition(broadcastId);
    return ensure(broadcastId, beganAt.get(partition.partition) ?? following[0]?.position(partition) ?? 0);
  }

  async function startAt(partition: TopicPartition): Promise<StartPosition> {
    const reach = REACH[partition.topic];
    if (!reach) return 'start';
    const range = (await log.ranges(partition.topic)).find((one) => one.partition === partition.partition);
    const byTime = await log.offsetForTime(partition, clock.now() - reach.ms);
    const start = Math.max(byTime, (range?.end ?? 0) - reach.records, range?.start ?? 0);
    if (partition.topic === 'chat.analyzed') beginAt(partition.partition, start);
    return start;
  }

  function beginAt(partition: number, offset: number): void {
    beganAt.set(partition, offset);
    for (const [id, broadcast] of broadcasts)
      if (analyzedPartition(id).partition === partition) broadcast.ring.restart(offset);
  }

  const following: Following[] = [];
  const common = { log, clock, startAt, ...(logger && { logger }) };
  following.push(
    await follow({
      ...common,
      name: 'chat.analyzed',
      topics: ['chat.analyzed'],
      take: ({ partition }, records) => takeMessages(partition, records),
    }),
    await follow({
      ...common,
      name: 'windows, words and erasures',
      topics: ['moderation.events', 'chat.windows', 'chat.words'],
      take: ({ topic }, records) => takeDecoded(topic, records),
    }),
  );

  return {
    get: (broadcastId) => broadcasts.get(broadcastId),
    ensure: ensureAny,
    isErased,
    position: (broadcastId) => following[0]?.position(analyzedPartition(broadcastId)) ?? 0,
    onChange: (callback) => {
      listeners.add(callback);
      return () => listeners.delete(callback);
    },
    problem: () => following.map((one) => one.problem()).find((problem) => problem !== undefined),
    figures: () => ({
      broadcasts: broadcasts.size,
      messages: total(broadcasts),
      perSecond: rate.perSecond(clock.now()),
      total: taken,
      newestAt,
    }),
    close: async () => {
      await Promise.all(following.map((one) => one.close()));
    },
  };
}

function total(broadcasts: ReadonlyMap<string, LiveBroadcast>): number {
  let sum = 0;
  for (const broadcast of broadcasts.values()) sum += broadcast.ring.size;
  return sum;
}
