import { systemClock, type Clock } from '../clock.ts';
import { ChatpulseError } from '../errors.ts';
import { TOPICS, type TopicSettings } from '../events/topics.ts';
import { createAppendSignal } from './append-signal.ts';
import { createGroups } from './memory-groups.ts';
import { outOfRange } from './partition-reader.ts';
import { partitionOf } from './partitioner.ts';
import type {
  AppendRecord,
  EventLog,
  LogRecord,
  PartitionRange,
  Position,
  ReadOptions,
  TopicPartition,
} from './port.ts';
import { createReadingTurns } from './reading-turns.ts';

export interface MemoryLogOptions {
  readonly topics?: Readonly<Record<string, TopicSettings>>;
  readonly clock?: Clock;
  /** Called before records are stored; a rejection makes the append fail. For fault tests. */
  readonly beforeAppend?: (records: readonly AppendRecord[]) => void | Promise<void>;
}

interface Partition {
  start: number;
  lastAppend: number;
  records: LogRecord[];
}

/** A log in memory, for tests and for the model of the promise. */
export interface MemoryLog extends EventLog {
  /** Forgets all records of a partition below an offset, as retention does. */
  trim(partition: TopicPartition, start: number): void;
}

export function createMemoryLog(options: MemoryLogOptions = {}): MemoryLog {
  const topics: Readonly<Record<string, TopicSettings>> = options.topics ?? TOPICS;
  const clock = options.clock ?? systemClock;
  const appended = createAppendSignal();
  const turns = createReadingTurns();
  const store = new Map<string, Partition[]>();
  for (const [topic, settings] of Object.entries(topics))
    store.set(
      topic,
      Array.from({ length: settings.partitions }, () => ({ start: 0, lastAppend: 0, records: [] })),
    );
  let closed = false;

  function partitionsOf(topic: string): Partition[] {
    if (closed) throw new ChatpulseError('CHATPULSE_LOG_UNAVAILABLE', { message: 'The log is closed.' });
    const partitions = store.get(topic);
    if (!partitions) throw new ChatpulseError('CHATPULSE_TOPIC_UNKNOWN', { message: `No topic ${topic}.` });
    return partitions;
  }

  function partitionAt(at: TopicPartition): Partition {
    const partition = partitionsOf(at.topic)[at.partition];
    if (!partition)
      throw new ChatpulseError('CHATPULSE_TOPIC_UNKNOWN', {
        message: `${at.topic} has no partition ${at.partition}.`,
      });
    return partition;
  }

  function range(at: TopicPartition): PartitionRange {
    const partition = partitionAt(at);
    return {
      partition: at.partition,
      start: partition.start,
      end: partition.start + partition.records.length,
    };
  }

  function read(wanted: ReadOptions): readonly LogRecord[] {
    const limits = range(wanted);
    if (wanted.offset < limits.start || wanted.offset > limits.end) throw outOfRange(wanted, limits);
    const from = wanted.offset - limits.start;
    return partitionAt(wanted).records.slice(from, from + (wanted.maxRecords ?? 500));
  }

  function storeOne(record: AppendRecord): Position {
    const number = record.partition ?? partitionOf(record.key, partitionsOf(record.topic).length);
    const at = { topic: record.topic, partition: number };
    const partition = partitionAt(at);
    const offset = partition.start + partition.records.length;
    partition.lastAppend = Math.max(partition.lastAppend, clock.now());
    partition.records.push({
      offset,
      key: record.key,
      value: Buffer.from(record.value),
      headers: record.headers ?? {},
      appendTime: partition.lastAppend,
    });
    return { ...at, offset };
  }

  const groups = createGroups({
    source: { read, range, appended, turns },
    partitionsOf: (topic) => partitionsOf(topic).map((_, partition) => ({ topic, partition })),
  });

  return {
    async append(records) {
      await options.beforeAppend?.(records);
      for (const record of records) partitionsOf(record.topic);
      const positions = records.map(storeOne);
      for (const position of positions) appended.notify(position.topic, position.partition);
      return positions;
    },
    read: async (wanted) => read(wanted),
    ranges: async (topic) => partitionsOf(topic).map((_, partition) => range({ topic, partition })),
    async offsetForTime(at, time) {
      const partition = partitionAt(at);
      const found = partition.records.find((record) => record.appendTime >= time);
      return found?.offset ?? partition.start + partition.records.length;
    },
    committed: async (group) => groups.committed(group),
    subscribe: async (wanted) => groups.join(wanted),
    trim(at, start) {
      const partition = partitionAt(at);
      partition.records.splice(0, start - partition.start);
      partition.start = start;
    },
    async close() {
      await groups.close();
      closed = true;
    },
  };
}
