import { ChatpulseError } from '../../errors.ts';
import type { TopicPartition } from '../port.ts';
import { isAnswer } from './failures.ts';
import { createCluster, type KafkaBroker, type KafkaCluster, type KafkaConnection } from './internals.ts';

/**
 * Connections to the brokers for one purpose. A broker answers the requests of a connection one after the other, so
 * what may wait long (joining a group) has a link of its own. Nothing here tries twice.
 *
 * After a failure of a connection the link goes on with new ones throughout. kafkajs would use its connection object
 * again, and while that still closes its old socket it also closes the new one: requests on it then are neither answered
 * nor rejected, and no time limit ends them.
 */
export interface Link {
  /** The leader of a partition as known now, without asking; undefined where it must be looked up. */
  leaderNow(at: TopicPartition): number | undefined;
  /** The leader of a partition, looked up if need be. */
  leader(at: TopicPartition): Promise<number>;
  /** How many partitions the topic has. */
  partitions(topic: string): Promise<number>;
  coordinator(group: string): Promise<number>;
  call<T>(node: number, request: (broker: KafkaBroker) => Promise<T>, how?: CallOptions): Promise<T>;
  /** Asks the brokers again who leads what. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}

export interface CallOptions {
  /** Fetches have a connection of their own. */
  readonly kind?: 'fetch';
  /** ms that the broker may hold the request back on purpose. */
  readonly waitMs?: number;
}

/** How much longer than kafkajs itself waits for an answer, ms. */
const SPARE_MS = 1000;
/** Answers that it may take to connect (versions, login, metadata, one of them by a socket that is to be opened first). */
const CONNECT_ANSWERS = 4;
/** How long to wait for answers that are still owed when a link is closed, ms. */
const CLOSE_MS = 2000;

export function createLink(options: KafkaConnection): Link {
  /** How long one answer is waited for, ms. */
  const answerMs = (options.requestTimeoutMs ?? 10_000) + SPARE_MS;
  let cluster = createCluster(options);
  let turn = 0;
  /** Topics that are known to exist, for the next connections. */
  const topics = new Set<string>();
  let underWay = new Map<string, Promise<unknown>>();
  let closed = false;

  function replace(broken: KafkaCluster): void {
    if (cluster !== broken || closed) return;
    turn += 1;
    cluster = createCluster({ ...options, brokers: startingAt(options.brokers, turn) });
    underWay = new Map();
    void broken.disconnect().catch(() => undefined);
  }

  /**
   * Does something with the present connections, and leaves them when they fail or do not get on. Connecting has its limit
   * too: it takes questions and answers that kafkajs may forget like any other.
   */
  async function using<T>(task: (present: KafkaCluster) => Promise<T>, waitMs = 0): Promise<T> {
    if (closed) throw new ChatpulseError('CHATPULSE_LOG_UNAVAILABLE', { message: 'The log is closed.' });
    const present = cluster;
    try {
      await within(
        shared('connect', () => connect(present)),
        CONNECT_ANSWERS * answerMs,
      );
      return await within(task(present), CONNECT_ANSWERS * answerMs + waitMs);
    } catch (error) {
      if (!isAnswer(error) && !(error instanceof ChatpulseError)) replace(present);
      throw error;
    }
  }

  async function connect(present: KafkaCluster): Promise<void> {
    await present.connect();
    if (present.getNodeIds().length > 0) return;
    if (topics.size > 0) await present.addMultipleTargetTopics([...topics]);
    else await present.refreshMetadata();
  }

  /** One at a time of each: kafkajs opens a second socket when a connection is asked for twice at once. */
  function shared<T>(key: string, task: () => Promise<T>): Promise<T> {
    const present = underWay;
    const running = present.get(key) as Promise<T> | undefined;
    if (running) return running;
    const started = task().finally(() => present.delete(key));
    present.set(key, started);
    return started;
  }

  const know = (topic: string): Promise<void> =>
    using(async (present) => {
      await present.addMultipleTargetTopics([topic]);
      topics.add(topic);
    });

  const refresh = (): Promise<void> => using((present) => present.refreshMetadata());

  function metadataOf(topic: string): ReturnType<typeof cluster.findTopicPartitionMetadata> {
    try {
      return cluster.findTopicPartitionMetadata(topic);
    } catch {
      // Nothing has been loaded yet.
      return [];
    }
  }

  function leaderNow(at: TopicPartition): number | undefined {
    const leader = metadataOf(at.topic).find((entry) => entry.partitionId === at.partition)?.leader;
    return leader === undefined || leader < 0 ? undefined : leader;
  }

  async function brokerOf(present: KafkaCluster, node: number, index: number): Promise<KafkaBroker> {
    if (!present.getNodeIds().includes(String(node))) await present.refreshMetadata();
    const broker = await shared(`broker ${node}`, () => present.findBroker({ nodeId: node }));
    if (!broker.connectionPool.pool[index]?.isConnected())
      await shared(`socket ${node} ${index}`, () => broker.connectionPool.getConnection(index));
    return broker;
  }

  return {
    leaderNow,
    refresh,
    async leader(at) {
      const known = leaderNow(at);
      if (known !== undefined) return known;
      await know(at.topic);
      let leader = leaderNow(at);
      if (leader === undefined) {
        await refresh();
        leader = leaderNow(at);
      }
      if (leader !== undefined) return leader;
      const count = metadataOf(at.topic).length;
      if (count > 0 && at.partition >= count)
        throw new ChatpulseError('CHATPULSE_TOPIC_UNKNOWN', {
          message: `${at.topic} has no partition ${at.partition}.`,
        });
      throw new ChatpulseError('CHATPULSE_LOG_UNAVAILABLE', {
        message: `${at.topic}/${at.partition} has no leader at the moment.`,
      });
    },
    async partitions(topic) {
      if (metadataOf(topic).length === 0) await know(topic);
      if (metadataOf(topic).length === 0) await refresh();
      const count = metadataOf(topic).length;
      if (count === 0) throw new ChatpulseError('CHATPULSE_TOPIC_UNKNOWN', { message: `No topic ${topic}.` });
      return count;
    },
    coordinator: (group) =>
      using(async (present) => {
        const found = await present.findGroupCoordinatorMetadata({ groupId: group, coordinatorType: 0 });
        return found.coordinator.nodeId;
      }),
    call: (node, request, { kind, waitMs = 0 } = {}) =>
      using(async (present) => {
        const broker = await brokerOf(present, node, kind === 'fetch' ? 1 : 0);
        return within(request(broker), answerMs + waitMs);
      }, waitMs),
    async close() {
      closed = true;
      let timer: NodeJS.Timeout | undefined;
      await Promise.race([
        cluster.disconnect().catch(() => undefined),
        new Promise<void>((resolve) => {
          timer = setTimeout(resolve, CLOSE_MS);
        }),
      ]);
      clearTimeout(timer);
    },
  };
}

/** The list from another broker on: kafkajs always begins with the first, which may be the one that hangs. */
function startingAt(brokers: readonly string[], turn: number): readonly string[] {
  const from = turn % brokers.length;
  return [...brokers.slice(from), ...brokers.slice(0, from)];
}

/** In case kafkajs forgets a request. */
async function within<T>(answer: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no answer within ${ms} ms`));
    }, ms);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
