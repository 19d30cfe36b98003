import { ChatpulseError } from '../../errors.ts';
import { TOPICS, type TopicSettings } from '../../events/topics.ts';
import { createAppendSignal } from '../append-signal.ts';
import { createMember, type Member } from '../member.ts';
import { outOfRange } from '../partition-reader.ts';
import { partitionOf } from '../partitioner.ts';
import type {
  AppendRecord,
  EventLog,
  PartitionRange,
  Position,
  ReadOptions,
  SubscribeOptions,
  TopicPartition,
} from '../port.ts';
import { encodeRecords } from './batch-format.ts';
import { createReadingTurns } from '../reading-turns.ts';
import type { LogConnection } from './connection.ts';
import type { BatchPart } from './log-file.ts';
import { openLogReader } from './log-reader.ts';
import { openLogWriter, type LogWriterOptions } from './writer.ts';

export interface EmbeddedLogOptions {
  readonly file: string;
  /** The way to the writer. Its `close` is called by the log's. */
  readonly connection: LogConnection;
  readonly topics?: Readonly<Record<string, TopicSettings>>;
}

/**
 * The embedded EventLog: a SQLite file with one writer, reached by a connection, and a reading connection of its own.
 * A group has one member in this shape; it owns all partitions.
 */
export function createEmbeddedLog(options: EmbeddedLogOptions): EventLog {
  const topics: Readonly<Record<string, TopicSettings>> = options.topics ?? TOPICS;
  const { connection } = options;
  const reader = openLogReader(options.file);
  const appended = createAppendSignal();
  const turns = createReadingTurns();
  const members = new Set<Member>();
  const ranges = new Map<string, PartitionRange>();
  let closed = false;

  connection.onMoved((moved) => {
    for (const { topic, partition, start, next } of moved) {
      ranges.set(`${topic}/${partition}`, { partition, start, end: next });
      appended.notify(topic, partition);
    }
  });
  for (const { topic, partition, start, next } of reader.partitions())
    if (!ranges.has(`${topic}/${partition}`))
      ranges.set(`${topic}/${partition}`, { partition, start, end: next });

  function checkOpen(): void {
    if (closed) throw new ChatpulseError('CHATPULSE_LOG_UNAVAILABLE', { message: 'The log is closed.' });
  }

  function partitionsOf(topic: string): TopicPartition[] {
    const settings = topics[topic];
    if (!settings) throw new ChatpulseError('CHATPULSE_TOPIC_UNKNOWN', { message: `No topic ${topic}.` });
    return Array.from({ length: settings.partitions }, (_, partition) => ({ topic, partition }));
  }

  function range(at: TopicPartition): PartitionRange {
    const found = ranges.get(`${at.topic}/${at.partition}`);
    if (!found)
      throw new ChatpulseError('CHATPULSE_TOPIC_UNKNOWN', {
        message: `No partition ${at.topic}/${at.partition}.`,
      });
    return found;
  }

  function read(wanted: ReadOptions): ReturnType<typeof reader.read> {
    checkOpen();
    const limits = range(wanted);
    if (wanted.offset < limits.start || wanted.offset > limits.end) throw outOfRange(wanted, limits);
    return reader.read(wanted);
  }

  function join(subscribe: SubscribeOptions): Member {
    const { group } = subscribe;
    const commits = new Map(
      (group ? reader.committed(group) : []).map((commit) => [`${commit.topic}/${commit.partition}`, commit]),
    );
    const member = createMember({
      subscribe,
      source: { read, range, appended, turns },
      committed: (at) => commits.get(`${at.topic}/${at.partition}`),
      store: async (changed) => {
        if (group) await connection.write({ parts: [], commits: { group, commits: changed } });
      },
      onEnd: () => {
        members.delete(member);
        if (group) connection.leave(group);
      },
    });
    members.add(member);
    return member;
  }

  return {
    async append(records) {
      checkOpen();
      if (records.length === 0) return [];
      const grouped = groupByPartition(records, (topic) => partitionsOf(topic).length);
      const bases = await connection.write({ parts: grouped.parts });
      return grouped.places.map(({ part, index }) => ({
        topic: grouped.parts[part]?.topic ?? '',
        partition: grouped.parts[part]?.partition ?? 0,
        offset: (bases[part] ?? 0) + index,
      })) satisfies Position[];
    },
    read: async (wanted) => read(wanted),
    async ranges(topic) {
      checkOpen();
      return partitionsOf(topic).map(range);
    },
    async offsetForTime(at, time) {
      checkOpen();
      return reader.offsetForTime(at, time);
    },
    async committed(group) {
      checkOpen();
      return reader.committed(group);
    },
    async subscribe(subscribe) {
      checkOpen();
      const partitions = subscribe.topics.flatMap(partitionsOf);
      if (subscribe.group) await connection.join(subscribe.group);
      const member = join(subscribe);
      await member.assign(partitions);
      return member;
    },
    async close() {
      if (closed) return;
      await Promise.all([...members].map((member) => member.close()));
      closed = true;
      await connection.close();
      reader.close();
    },
  };
}

/** Opens a log file with its writer in this thread. */
export function openEmbeddedLog(options: LogWriterOptions): EventLog {
  const connection = openLogWriter(options);
  return createEmbeddedLog({
    file: options.file,
    connection,
    ...(options.topics ? { topics: options.topics } : {}),
  });
}

interface GroupedRecords {
  readonly parts: readonly BatchPart[];
  /** For each record in the order given: its part, and its place in it. */
  readonly places: readonly { readonly part: number; readonly index: number }[];
}

function groupByPartition(
  records: readonly AppendRecord[],
  partitions: (topic: string) => number,
): GroupedRecords {
  const groups = new Map<
    string,
    { part: number; topic: string; partition: number; records: AppendRecord[] }
  >();
  const known = new Map<string, number>();
  const places = records.map((record) => {
    let partition = record.partition;
    if (partition === undefined) {
      // Hashing is the dearer part, and a batch is mostly of few keys.
      const cacheKey = `${record.topic}\n${record.key}`;
      partition = known.get(cacheKey);
      if (partition === undefined)
        known.set(cacheKey, (partition = partitionOf(record.key, partitions(record.topic))));
    }
    const key = `${record.topic}/${partition}`;
    let group = groups.get(key);
    if (!group) groups.set(key, (group = { part: groups.size, topic: record.topic, partition, records: [] }));
    group.records.push(record);
    return { part: group.part, index: group.records.length - 1 };
  });
  const parts = [...groups.values()].map((group) => ({
    topic: group.topic,
    partition: group.partition,
    count: group.records.length,
    payload: encodeRecords(group.records),
  }));
  return { parts, places };
}
