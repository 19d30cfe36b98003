import type { Logger } from 'pino';
import { ChatpulseError } from '../../errors.ts';
import { TOPICS, type TopicSettings } from '../../events/topics.ts';
import { partitionOf } from '../partitioner.ts';
import type { AppendRecord, EventLog, SubscribeOptions, Subscription, TopicPartition } from '../port.ts';
import type { GroupTimes } from './group-member.ts';
import type { KafkaConnection } from './internals.ts';
import { createLink } from './link.ts';
import { createQueries } from './queries.ts';
import type { RoutedRecord } from './send-batch.ts';
import { createSender } from './sender.ts';
import { startSubscription } from './subscription.ts';

export interface KafkaLogOptions extends KafkaConnection {
  /** The topics of this log and their partitions, which `chatpulse setup` made; default those of Chatpulse. */
  readonly topics?: Readonly<Record<string, TopicSettings>>;
  /** Put before the names of topics and groups on the brokers, so that several installations share them; default none. */
  readonly prefix?: string;
  /** Default none: gzip made appends a fifth slower and saves network and disk only. */
  readonly compression?: 'none' | 'gzip';
  /** ms until an append that is not acknowledged rejects; default 15,000. */
  readonly deliveryTimeoutMs?: number;
  /** ms until a question or a commit that gets no answer rejects; default 10,000. */
  readonly deadlineMs?: number;
  /** ms that a broker may hold a fetch while there is nothing to give; default 250. */
  readonly maxWaitMs?: number;
  /** Default: a member is given up after 10 s without a heartbeat, of which there is one a second. */
  readonly group?: Partial<GroupTimes>;
  readonly logger?: Logger;
}

/**
 * The EventLog on Apache Kafka. It connects by itself when it is first used, and again whenever it has to: while the
 * brokers are away, subscriptions wait, and appends, commits and questions reject with CHATPULSE_LOG_UNAVAILABLE after
 * their time. `appendTime` is the broker's clock (LogAppendTime); it stays in order as far as the clocks of the brokers
 * do.
 */
export function createKafkaLog(options: KafkaLogOptions): EventLog {
  const topics: Readonly<Record<string, TopicSettings>> = options.topics ?? TOPICS;
  const prefix = options.prefix ?? '';
  const deadlineMs = options.deadlineMs ?? 10_000;
  const closing = new AbortController();
  const subscriptions = new Set<Promise<Subscription>>();
  const appendLink = createLink(options);
  const queryLink = createLink(options);
  const queries = createQueries({ link: queryLink, deadlineMs, signal: closing.signal });
  const sender = createSender({
    link: appendLink,
    compression: options.compression === 'gzip' ? 1 : 0,
    deliveryTimeoutMs: options.deliveryTimeoutMs ?? 15_000,
    requestTimeoutMs: options.requestTimeoutMs ?? 10_000,
    logger: options.logger,
  });
  let closed: Promise<void> | undefined;

  function check(topic?: string): void {
    if (closed) throw new ChatpulseError('CHATPULSE_LOG_UNAVAILABLE', { message: 'The log is closed.' });
    if (topic !== undefined && !Object.hasOwn(topics, topic))
      throw new ChatpulseError('CHATPULSE_TOPIC_UNKNOWN', { message: `No topic ${topic}.` });
  }

  function checkPartition(at: TopicPartition): void {
    check(at.topic);
    if (at.partition < 0 || at.partition >= (topics[at.topic]?.partitions ?? 0))
      throw new ChatpulseError('CHATPULSE_TOPIC_UNKNOWN', {
        message: `${at.topic} has no partition ${at.partition}.`,
      });
  }

  const outer = <T extends { readonly topic: string }>(at: T): T => ({ ...at, topic: prefix + at.topic });
  const inner = <T extends { readonly topic: string }>(at: T): T => ({
    ...at,
    topic: at.topic.slice(prefix.length),
  });

  const route = createRouter(
    (topic) => topics[topic]?.partitions ?? 1,
    (record) => {
      checkPartition(record);
      return outer(record);
    },
  );

  async function subscribe(wanted: SubscribeOptions): Promise<Subscription> {
    const { handler } = wanted;
    const subscription = await startSubscription({
      subscribe: {
        ...wanted,
        topics: wanted.topics.map((topic) => prefix + topic),
        ...(wanted.group === undefined ? {} : { group: prefix + wanted.group }),
        handler: {
          assigned: ({ committed, ...at }) =>
            handler.assigned?.({ ...inner(at), committed: committed && inner(committed) }),
          batch: (batch) => handler.batch(inner(batch)),
          revoked: (at) => handler.revoked?.(inner(at)),
        },
      },
      queries,
      createLink: () => createLink(options),
      times: {
        sessionTimeoutMs: 10_000,
        rebalanceTimeoutMs: 15_000,
        heartbeatMs: 1000,
        ...options.group,
      },
      maxWaitMs: options.maxWaitMs ?? 250,
      deadlineMs,
      logger: options.logger,
      signal: closing.signal,
    });
    return { ...subscription, commit: (commits) => subscription.commit(commits.map(outer)) };
  }

  return {
    async append(records) {
      check();
      for (const { topic } of records) check(topic);
      const positions = await sender.append(records.map(route));
      return positions.map(inner);
    },
    async read(wanted) {
      checkPartition(wanted);
      return queries.read(outer(wanted));
    },
    async ranges(topic) {
      check(topic);
      return queries.ranges(prefix + topic);
    },
    async offsetForTime(at, time) {
      checkPartition(at);
      return queries.offsetForTime(outer(at), time);
    },
    async committed(group) {
      check();
      const commits = await queries.committed(prefix + group);
      return commits.filter(({ topic }) => topic.startsWith(prefix)).map(inner);
    },
    async subscribe(wanted) {
      check();
      wanted.topics.forEach(check);
      const subscription = subscribe(wanted);
      subscriptions.add(subscription);
      void subscription.then(
        async (running) => {
          await running.ended;
          subscriptions.delete(subscription);
        },
        () => subscriptions.delete(subscription),
      );
      return subscription;
    },
    close() {
      closed ??= (async () => {
        closing.abort();
        await Promise.allSettled([...subscriptions].map(async (starting) => (await starting).close()));
        await sender.drained();
        await Promise.all([appendLink.close(), queryLink.close()]);
      })();
      return closed;
    },
  };
}

/** Gives records their partition. Hashing is the dearer part, and the records of an append are mostly of few keys. */
function createRouter(
  partitions: (topic: string) => number,
  check: (record: RoutedRecord) => RoutedRecord,
): (record: AppendRecord) => RoutedRecord {
  const known = new Map<string, number>();
  return (record) => {
    let { partition } = record;
    if (partition === undefined) {
      const key = `${record.topic}\n${record.key}`;
      partition = known.get(key);
      if (partition === undefined) {
        if (known.size > 10_000) known.clear();
        known.set(key, (partition = partitionOf(record.key, partitions(record.topic))));
      }
    }
    const { topic, key, value, headers } = record;
    return check({ topic, key, value, partition, headers });
  };
}
