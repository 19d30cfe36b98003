import type { Logger } from 'pino';
import { ChatpulseError } from '../../errors.ts';
import type { Position } from '../port.ts';
import { isAnswer, isRefusal, isUnknownTopic, toLogError, typeOf } from './failures.ts';
import type { ProduceMessage } from './internals.ts';
import type { Link } from './link.ts';
import { limitAfter, retryDelay } from './patience.ts';
import { createAppend, takeBatch, toMessage, type Pending, type RoutedRecord } from './send-batch.ts';

export interface SenderOptions {
  readonly link: Link;
  /** 0 none, 1 gzip. */
  readonly compression: number;
  /** ms that a record may wait for its acknowledgement before its append rejects. */
  readonly deliveryTimeoutMs: number;
  /** ms that the brokers may take to have a batch on all in-sync replicas. */
  readonly requestTimeoutMs: number;
  readonly logger: Logger | undefined;
}

/**
 * Appends with `acks=all`, as an idempotent producer. Of a partition one batch is under way at a time, and a batch that
 * fails is sent again exactly as it was, with the same numbers, until the brokers acknowledge it: they recognise it if
 * they had it. So nothing is lost, repeated or swapped by retries, also where one request in the middle breaks off.
 * Records that wait while a batch is under way go together in the next one.
 *
 * A batch that is not acknowledged in time may or may not have been written. Its append rejects, as do those behind it,
 * and the partition goes on under a new producer id: under the old one the brokers would take the next batch for the
 * one before and drop it.
 */
export interface Sender {
  append(records: readonly RoutedRecord[]): Promise<readonly Position[]>;
  /** Resolves when all appends have resolved or rejected. */
  drained(): Promise<void>;
}

interface Identity {
  readonly producerId: string;
  readonly producerEpoch: number;
}

interface Batch {
  readonly entries: readonly Pending[];
  readonly messages: readonly ProduceMessage[];
  attempts: number;
}

interface Lane {
  readonly topic: string;
  readonly partition: number;
  readonly queue: Pending[];
  identity: Identity | undefined;
  sequence: number;
  batch: Batch | undefined;
  /** True while the batch is in a request, or waits for its next try. */
  busy: boolean;
}

/** Errors after which the brokers and this producer no longer agree on the next number. */
const LOST_COUNT = new Set([
  'OUT_OF_ORDER_SEQUENCE_NUMBER',
  'DUPLICATE_SEQUENCE_NUMBER',
  'UNKNOWN_PRODUCER_ID',
  'INVALID_PRODUCER_EPOCH',
  'INVALID_PRODUCER_ID_MAPPING',
]);

export function createSender(options: SenderOptions): Sender {
  const { link, logger } = options;
  const lanes = new Map<string, Lane>();
  const open = new Set<Promise<unknown>>();
  const pumping = new Set<number>();
  let current: Promise<Identity> | undefined;
  let away = false;

  function laneOf(topic: string, partition: number): Lane {
    const key = `${topic}/${partition}`;
    let lane = lanes.get(key);
    if (!lane) {
      lane = { topic, partition, queue: [], identity: undefined, sequence: 0, batch: undefined, busy: false };
      lanes.set(key, lane);
    }
    return lane;
  }

  /** Sees to it that what waits in a partition is sent. */
  function kick(lane: Lane): void {
    if (lane.busy || (!lane.batch && lane.queue.length === 0)) return;
    const leader = link.leaderNow(lane);
    if (leader !== undefined) {
      void pump(leader);
      return;
    }
    lane.busy = true;
    lane.batch ??= batchOf(lane);
    const { batch } = lane;
    void link.leader(lane).then(
      () => {
        lane.busy = false;
        kick(lane);
      },
      (error: unknown) => {
        failed(lane, batch, error);
      },
    );
  }

  async function pump(node: number): Promise<void> {
    if (pumping.has(node)) return;
    pumping.add(node);
    try {
      // Appends of the same turn go together.
      await Promise.resolve();
      for (;;) {
        const ready = [...lanes.values()].filter(
          (lane) => !lane.busy && (lane.batch ?? lane.queue.length > 0) && link.leaderNow(lane) === node,
        );
        if (ready.length === 0) break;
        await sendReady(node, ready);
      }
    } finally {
      pumping.delete(node);
    }
  }

  async function sendReady(node: number, ready: readonly Lane[]): Promise<void> {
    for (const lane of ready) {
      lane.busy = true;
      lane.batch ??= batchOf(lane);
    }
    try {
      const fresh = ready.some((lane) => !lane.identity) ? await identityFrom(node) : undefined;
      for (const lane of ready)
        if (!lane.identity && fresh) {
          lane.identity = fresh;
          lane.sequence = 0;
        }
    } catch (error) {
      for (const lane of ready) failed(lane, lane.batch, error);
      return;
    }
    const together = new Map<Identity, Lane[]>();
    for (const lane of ready)
      if (lane.identity) together.set(lane.identity, [...(together.get(lane.identity) ?? []), lane]);
    for (const [identity, group] of together) await send(node, identity, group);
  }

  async function identityFrom(node: number): Promise<Identity> {
    current ??= link.call(node, (broker) =>
      broker.initProducerId({ transactionalId: null, transactionTimeout: 60_000 }),
    );
    try {
      return await current;
    } catch (error) {
      current = undefined;
      throw error;
    }
  }

  async function send(node: number, identity: Identity, group: readonly Lane[]): Promise<void> {
    try {
      const { topics } = await link.call(node, (broker) =>
        broker.produce({
          topicData: group.map((lane) => ({
            topic: lane.topic,
            partitions: [
              {
                partition: lane.partition,
                firstSequence: lane.sequence,
                messages: lane.batch?.messages ?? [],
              },
            ],
          })),
          ...identity,
          acks: -1,
          timeout: options.requestTimeoutMs,
          compression: options.compression,
        }),
      );
      for (const { topicName, partitions } of topics)
        for (const { partition, baseOffset } of partitions)
          acknowledged(laneOf(topicName, partition), Number(baseOffset));
    } catch (error) {
      // The answer does not say which partition it speaks of: ask for each alone. Those written are recognised.
      if (group.length > 1 && isAnswer(error)) for (const lane of group) await send(node, identity, [lane]);
      else for (const lane of group) failed(lane, lane.batch, error);
    }
  }

  function acknowledged(lane: Lane, base: number): void {
    const { batch } = lane;
    if (!batch) return;
    lane.batch = undefined;
    lane.busy = false;
    lane.sequence = (lane.sequence + batch.entries.length) % 2 ** 31;
    if (away) logger?.info('the log takes records again');
    away = false;
    batch.entries.forEach(({ append, index }, i) => {
      append.wrote(index, { topic: lane.topic, partition: lane.partition, offset: base + i });
    });
    kick(lane);
  }

  function failed(lane: Lane, batch: Batch | undefined, error: unknown): void {
    const first = batch?.entries[0];
    if (!batch || !first) return;
    if (isRefusal(error) && !isUnknownTopic(error)) {
      // Nothing of it was written, and its numbers are free again.
      settle(lane, batch.entries, toLogError(error, `Append to ${lane.topic}/${lane.partition}`));
      return;
    }
    if (LOST_COUNT.has(typeOf(error) ?? '')) forgetIdentity(lane);
    if (Date.now() - first.since >= limitAfter(error, options.deliveryTimeoutMs)) {
      forgetIdentity(lane);
      const behind = lane.queue.splice(0);
      settle(lane, [...batch.entries, ...behind], unavailable(lane, error));
      return;
    }
    if (!away) logger?.warn({ err: error }, 'the log does not take records; trying again');
    away = true;
    batch.attempts += 1;
    setTimeout(() => {
      void link
        .refresh()
        .catch(() => undefined)
        .then(() => {
          lane.busy = false;
          kick(lane);
        });
    }, retryDelay(batch.attempts));
  }

  function forgetIdentity(lane: Lane): void {
    const lost = lane.identity;
    lane.identity = undefined;
    const asked = current;
    void asked?.then(
      (identity) => {
        if (identity === lost && current === asked) current = undefined;
      },
      () => undefined,
    );
  }

  function settle(lane: Lane, entries: readonly Pending[], error: ChatpulseError): void {
    lane.batch = undefined;
    lane.busy = false;
    for (const { append } of entries) append.fail(error);
    kick(lane);
  }

  function batchOf(lane: Lane): Batch {
    const entries = takeBatch(lane.queue);
    return { entries, messages: entries.map((entry) => entry.message), attempts: 0 };
  }

  return {
    append(records) {
      const append = createAppend(records.length);
      const since = Date.now();
      const touched = new Set<Lane>();
      records.forEach((record, index) => {
        const lane = laneOf(record.topic, record.partition);
        lane.queue.push({ message: toMessage(record), append, index, since });
        touched.add(lane);
      });
      touched.forEach(kick);
      const done = append.written;
      const settled = done.then(
        () => undefined,
        () => undefined,
      );
      open.add(settled);
      void settled.then(() => open.delete(settled));
      return done;
    },
    async drained() {
      await Promise.all(open);
    },
  };
}

function unavailable({ topic, partition }: Lane, error: unknown): ChatpulseError {
  const what = `Append to ${topic}/${partition}`;
  return isUnknownTopic(error)
    ? toLogError(error, what)
    : new ChatpulseError('CHATPULSE_LOG_UNAVAILABLE', {
        message: `${what} was not acknowledged in time.`,
        cause: error,
      });
}
