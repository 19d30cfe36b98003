import { ChatpulseError } from '../../errors.ts';
import { outOfRange } from '../partition-reader.ts';
import type { Commit, LogRecord, PartitionRange, ReadOptions, TopicPartition } from '../port.ts';
import { keyOf } from './assign.ts';
import { typeOf } from './failures.ts';
import { PARTITION_BYTES } from './fetcher.ts';
import type { Link } from './link.ts';
import { patiently, type PatienceOptions } from './patience.ts';
import { toRecords } from './records.ts';

/** Questions to the brokers that are answered at once. */
export interface Queries {
  read(options: ReadOptions): Promise<readonly LogRecord[]>;
  ranges(topic: string): Promise<readonly PartitionRange[]>;
  range(at: TopicPartition, deadlineMs?: number): Promise<PartitionRange>;
  offsetForTime(at: TopicPartition, time: number): Promise<number>;
  /** Commits of a group, of all topics or of one partition. */
  committed(group: string, only?: TopicPartition, deadlineMs?: number): Promise<readonly Commit[]>;
}

export interface QueriesOptions {
  readonly link: Link;
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
}

const EARLIEST = -2;
const LATEST = -1;
/** An answer holds more than a reader takes at a time; so many partitions keep what is left for the next read. */
const KEPT_AHEAD = 32;

export function createQueries(options: QueriesOptions): Queries {
  const { link } = options;
  const ahead = new Map<string, readonly LogRecord[]>();

  function patience(what: string, deadlineMs = options.deadlineMs): PatienceOptions {
    return {
      what,
      deadlineMs,
      signal: options.signal,
      beforeRetry: () => link.refresh(),
      passOn: (error) => typeOf(error) === 'OFFSET_OUT_OF_RANGE',
    };
  }

  async function listOffsets(
    topic: string,
    partitions: readonly number[],
    timestamp: number,
  ): Promise<Map<number, number>> {
    const found = new Map<number, number>();
    const byLeader = new Map<number, number[]>();
    for (const partition of partitions) {
      const leader = await link.leader({ topic, partition });
      byLeader.set(leader, [...(byLeader.get(leader) ?? []), partition]);
    }
    for (const [leader, numbers] of byLeader) {
      const answer = await link.call(leader, (broker) =>
        broker.listOffsets({
          isolationLevel: 0,
          topics: [{ topic, partitions: numbers.map((partition) => ({ partition, timestamp })) }],
        }),
      );
      for (const response of answer.responses)
        for (const { partition, offset } of response.partitions) found.set(partition, Number(offset));
    }
    return found;
  }

  async function rangesOf(topic: string, partitions: readonly number[]): Promise<PartitionRange[]> {
    const starts = await listOffsets(topic, partitions, EARLIEST);
    const ends = await listOffsets(topic, partitions, LATEST);
    return partitions.map((partition) => ({
      partition,
      start: starts.get(partition) ?? 0,
      end: ends.get(partition) ?? 0,
    }));
  }

  async function range(at: TopicPartition, deadlineMs?: number): Promise<PartitionRange> {
    const [found] = await patiently(
      () => rangesOf(at.topic, [at.partition]),
      patience(`Range of ${keyOf(at)}`, deadlineMs),
    );
    if (!found) throw new ChatpulseError('CHATPULSE_TOPIC_UNKNOWN', { message: `No ${keyOf(at)}.` });
    return found;
  }

  async function fetchFrom(wanted: ReadOptions): Promise<readonly LogRecord[]> {
    let offset = wanted.offset;
    for (;;) {
      const leader = await link.leader(wanted);
      const answer = await link.call(
        leader,
        (broker) =>
          broker.fetch({
            isolationLevel: 0,
            maxWaitTime: 0,
            minBytes: 0,
            maxBytes: PARTITION_BYTES,
            topics: [
              {
                topic: wanted.topic,
                partitions: [
                  {
                    partition: wanted.partition,
                    fetchOffset: String(offset),
                    maxBytes: PARTITION_BYTES,
                  },
                ],
              },
            ],
          }),
        { kind: 'fetch' },
      );
      const { records, next } = toRecords(answer.responses[0]?.partitions[0]?.messages ?? [], offset);
      // Nothing but marks of transactions: what follows them is meant.
      if (records.length > 0 || next === undefined) return records;
      offset = next;
    }
  }

  function keepAhead(at: TopicPartition, records: readonly LogRecord[]): void {
    const key = keyOf(at);
    ahead.delete(key);
    if (records.length === 0) return;
    ahead.set(key, records);
    const [oldest] = ahead.keys();
    if (ahead.size > KEPT_AHEAD && oldest !== undefined) ahead.delete(oldest);
  }

  return {
    range,
    async read(wanted) {
      const { maxRecords = 500 } = wanted;
      const kept = ahead.get(keyOf(wanted));
      try {
        const records =
          kept?.[0]?.offset === wanted.offset
            ? kept
            : await patiently(() => fetchFrom(wanted), patience(`Read of ${keyOf(wanted)}`));
        keepAhead(wanted, records.slice(maxRecords));
        return records.slice(0, maxRecords);
      } catch (error) {
        if (typeOf(error) !== 'OFFSET_OUT_OF_RANGE') throw error;
        throw outOfRange(wanted, await range(wanted));
      }
    },
    ranges: (topic) =>
      patiently(
        async () => {
          const count = await link.partitions(topic);
          return rangesOf(
            topic,
            Array.from({ length: count }, (_, partition) => partition),
          );
        },
        patience(`Ranges of ${topic}`),
      ),
    async offsetForTime(at, time) {
      const found = await patiently(
        () => listOffsets(at.topic, [at.partition], Math.max(0, time)),
        patience(`Offset by time of ${keyOf(at)}`),
      );
      const offset = found.get(at.partition) ?? -1;
      return offset >= 0 ? offset : (await range(at)).end;
    },
    committed: (group, only, deadlineMs) =>
      patiently(
        async () => {
          const coordinator = await link.coordinator(group);
          const answer = await link.call(coordinator, (broker) =>
            broker.offsetFetch({
              groupId: group,
              // None at all stands for all.
              topics: only ? [{ topic: only.topic, partitions: [{ partition: only.partition }] }] : [],
            }),
          );
          return answer.responses.flatMap(({ topic, partitions }) =>
            partitions
              .filter(({ offset }) => Number(offset) >= 0)
              .map(({ partition, offset, metadata }) => ({
                topic,
                partition,
                offset: Number(offset),
                ...(metadata ? { metadata } : {}),
              })),
          );
        },
        patience(`Commits of ${group}`, deadlineMs),
      ),
  };
}
