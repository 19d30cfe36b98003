import { crc32 } from 'node:zlib';
import { ChatpulseError } from '../../errors.ts';
import { openSqlite, withSqliteErrors } from '../../storage/sqlite.ts';
import type { Commit, LogRecord, ReadOptions, TopicPartition } from '../port.ts';
import { decodeRecords } from './batch-format.ts';
import { OFFSETS_PER_PARTITION, type PartitionState } from './log-file.ts';

interface BatchRow {
  readonly id: number;
  readonly count: number;
  readonly append_time: number;
  readonly crc: number;
  readonly payload: ArrayBuffer;
}

/** The reading side of a log file; any number of them, in this and other threads and processes, beside the writer. */
export interface LogReader {
  /** All partitions as they stand in the file now. */
  partitions(): readonly PartitionState[];
  /** Whole stored batches from the one that holds the offset, about `maxRecords`; records below the offset are left out. */
  read(wanted: ReadOptions): readonly LogRecord[];
  offsetForTime(at: TopicPartition, time: number): number;
  committed(group: string): readonly Commit[];
  close(): void;
}

/**
 * Records of the batches read last: several readers of a thread mostly want the same ones, of many partitions in turn.
 * Counted in records, since a batch may hold one or thousands.
 */
const CACHED_RECORDS = 6_000;

export function openLogReader(file: string): LogReader {
  const database = openSqlite({ file, mode: 'read' });
  return withSqliteErrors(file, () => {
    const listPartitions = database.prepare(
      'SELECT number, topic, partition, start, next, last_append AS lastAppend FROM partitions ORDER BY number',
    );
    const holding = database.prepare(
      'SELECT id, count, append_time FROM batches WHERE id <= ? AND id >= ? ORDER BY id DESC LIMIT 1',
    );
    const following = database.prepare(
      'SELECT id, count FROM batches WHERE id >= ? AND id < ? ORDER BY id LIMIT ?',
    );
    const load = database.prepare(
      'SELECT id, count, append_time, crc, payload FROM batches WHERE id >= ? AND id <= ? ORDER BY id',
    );
    const listCommits = database.prepare(
      'SELECT topic, partition, offset, metadata FROM commits WHERE consumer_group = ? ORDER BY topic, partition',
    );
    const numbers = new Map<string, number>();
    const cache = new Map<number, readonly LogRecord[]>();
    let cachedRecords = 0;

    function partitions(): PartitionState[] {
      return (listPartitions.all() as PartitionState[]).map((row) => ({ ...row }));
    }

    function firstId(at: TopicPartition): number {
      const key = `${at.topic}/${at.partition}`;
      if (!numbers.has(key))
        for (const state of partitions()) numbers.set(`${state.topic}/${state.partition}`, state.number);
      const number = numbers.get(key);
      if (number === undefined)
        throw new ChatpulseError('CHATPULSE_TOPIC_UNKNOWN', { message: `No partition ${key}.` });
      return number * OFFSETS_PER_PARTITION;
    }

    /** The last batch that begins at or before an offset. */
    function batchAt(
      first: number,
      offset: number,
    ): { id: number; count: number; append_time: number } | undefined {
      return holding.all(first + offset, first)[0] as
        { id: number; count: number; append_time: number } | undefined;
    }

    function recordsOf(row: BatchRow, first: number): readonly LogRecord[] {
      const known = cache.get(row.id);
      // A row grows never: same id and count are the same batch.
      if (known?.length === row.count) return known;
      const records = decodeBatch(row, first);
      cache.set(row.id, records);
      cachedRecords += records.length - (known?.length ?? 0);
      for (const [oldest, { length }] of cache) {
        if (cachedRecords <= CACHED_RECORDS) break;
        cache.delete(oldest);
        cachedRecords -= length;
      }
      return records;
    }

    function read(wanted: ReadOptions): readonly LogRecord[] {
      const first = firstId(wanted);
      const from = batchAt(first, wanted.offset)?.id ?? first + wanted.offset;
      const maxRecords = wanted.maxRecords ?? 500;
      const heads = following.all(from, first + OFFSETS_PER_PARTITION, 256) as {
        id: number;
        count: number;
      }[];
      let to = from;
      let records = 0;
      const uncached: number[] = [];
      const ids: number[] = [];
      for (const head of heads) {
        to = head.id;
        ids.push(head.id);
        if (cache.get(head.id)?.length !== head.count) uncached.push(head.id);
        records += head.count - Math.max(0, first + wanted.offset - head.id);
        if (records >= maxRecords) break;
      }
      const out: LogRecord[] = [];
      const lists =
        uncached.length === 0
          ? ids.map((id) => cache.get(id) ?? [])
          : (load.all(from, to) as BatchRow[]).map((row) => recordsOf(row, first));
      for (const list of lists)
        for (const record of list) if (record.offset >= wanted.offset) out.push(record);
      return out;
    }

    function offsetForTime(at: TopicPartition, time: number): number {
      const first = firstId(at);
      const state = partitions().find((p) => p.topic === at.topic && p.partition === at.partition);
      let low = state?.start ?? 0;
      let high = state?.next ?? 0;
      // Append times grow with offsets: find the first batch that is late enough by halving.
      while (low < high) {
        const middle = Math.floor((low + high) / 2);
        const batch = batchAt(first, middle);
        if (!batch) return low;
        if (batch.append_time >= time) high = Math.min(middle, batch.id - first);
        else low = Math.max(middle + 1, batch.id - first + batch.count);
      }
      return low;
    }

    return {
      partitions: () => withSqliteErrors(file, partitions),
      read: (wanted) => withSqliteErrors(file, () => read(wanted)),
      offsetForTime: (at, time) => withSqliteErrors(file, () => offsetForTime(at, time)),
      committed: (group) =>
        withSqliteErrors(file, () =>
          (
            listCommits.all(group) as {
              topic: string;
              partition: number;
              offset: number;
              metadata: string | null;
            }[]
          ).map(({ topic, partition, offset, metadata }) =>
            metadata === null ? { topic, partition, offset } : { topic, partition, offset, metadata },
          ),
        ),
      close: () => database.close(),
    };
  });
}

/** A batch whose checksum or shape is wrong still gives its offsets, marked, so that a reader can set them aside and go on. */
function decodeBatch(row: BatchRow, first: number): readonly LogRecord[] {
  const payload = Buffer.from(row.payload);
  const baseOffset = row.id - first;
  const intact = crc32(payload) === row.crc;
  if (intact) {
    try {
      return decodeRecords({ baseOffset, count: row.count, appendTime: row.append_time, payload });
    } catch {
      // Told below like a wrong checksum: the bytes are not what was written.
    }
  }
  return Array.from({ length: row.count }, (_, i) => ({
    offset: baseOffset + i,
    key: '',
    value: i === 0 ? payload : Buffer.alloc(0),
    headers: {},
    appendTime: row.append_time,
    damaged: 'checksum',
  }));
}
