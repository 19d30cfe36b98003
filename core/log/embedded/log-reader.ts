import { crc32 } from 'node:zlib';
import { ChatpulseError } from '../../errors.ts';
import { openSqlite, withSqliteErrors } from '../../storage/sqlite.ts';
import type { Commit, LogRecord, ReadOptions, TopicPartition } from '../port.ts';
import { decodeRecords } from './batch-format.ts';
import { OFFSETS_PER_PARTITION, type PartitionState } from './log-file.ts';

type BatchRow = [id: number, count: number, appendTime: number, crc: number, payload: ArrayBuffer];
type BatchHead = [id: number, count: number];

/** Heads of batches looked at in one go: mostly a few are enough, after a time of single messages it takes many. */
const FEW_HEADS = 16;
const MANY_HEADS = 256;

/** What was read last. Readers in step ask for it again. */
interface LastRead {
  readonly first: number;
  readonly offset: number;
  readonly maxRecords: number;
  readonly records: readonly LogRecord[];
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

export function openLogReader(file: string): LogReader {
  const database = openSqlite({ file, mode: 'read' });
  return withSqliteErrors(file, () => {
    const listPartitions = database.prepare(
      'SELECT number, topic, partition, start, next, last_append AS lastAppend FROM partitions ORDER BY number',
    );
    const holding = database.prepare(
      'SELECT id, count, append_time FROM batches WHERE id <= ? AND id >= ? ORDER BY id DESC LIMIT 1',
    );
    const following = database
      .prepare('SELECT id, count FROM batches WHERE id >= ? AND id < ? ORDER BY id LIMIT ?')
      .raw();
    const load = database
      .prepare(
        'SELECT id, count, append_time, crc, payload FROM batches WHERE id >= ? AND id <= ? ORDER BY id',
      )
      .raw();
    const listCommits = database.prepare(
      'SELECT topic, partition, offset, metadata FROM commits WHERE consumer_group = ? ORDER BY topic, partition',
    );
    const numbers = new Map<string, number>();
    let lastRead: LastRead | undefined;
    /** By partition, an offset at which a batch begins: where the last reading ended. */
    const beginnings = new Map<number, number>();

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

    /** The id of the batch that holds an offset, or would. */
    function idAt(first: number, offset: number): number {
      if (beginnings.get(first) === offset) return first + offset;
      return batchAt(first, offset)?.id ?? first + offset;
    }

    /** The last of the batches that together hold so many records from an offset on. */
    function lastId(from: number, of: { first: number; offset: number; maxRecords: number }): number {
      const end = of.first + OFFSETS_PER_PARTITION;
      for (const limit of [FEW_HEADS, MANY_HEADS]) {
        const heads = following.all(from, end, limit) as unknown as BatchHead[];
        let records = 0;
        for (const [id, count] of heads) {
          records += count - Math.max(0, of.first + of.offset - id);
          if (records >= of.maxRecords) return id;
        }
        if (heads.length < limit || limit === MANY_HEADS) return heads.at(-1)?.[0] ?? from;
      }
      return from;
    }

    function read({ maxRecords = 500, offset, ...at }: ReadOptions): readonly LogRecord[] {
      const first = firstId(at);
      if (
        lastRead?.first === first &&
        lastRead.offset === offset &&
        lastRead.maxRecords === maxRecords &&
        lastRead.records.length > 0
      )
        return lastRead.records;
      const from = idAt(first, offset);
      const rows = load.all(from, lastId(from, { first, offset, maxRecords })) as unknown as BatchRow[];
      const records: LogRecord[] = [];
      for (const row of rows)
        for (const record of decodeBatch(row, first)) if (record.offset >= offset) records.push(record);
      const last = records.at(-1);
      if (last) beginnings.set(first, last.offset + 1);
      lastRead = { first, offset, maxRecords, records };
      return records;
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
function decodeBatch([id, count, appendTime, crc, bytes]: BatchRow, first: number): readonly LogRecord[] {
  const payload = Buffer.from(bytes);
  const baseOffset = id - first;
  const intact = crc32(payload) === crc;
  if (intact) {
    try {
      return decodeRecords({ baseOffset, count, appendTime, payload });
    } catch {
      // Told below like a wrong checksum: the bytes are not what was written.
    }
  }
  return Array.from({ length: count }, (_, i) => ({
    offset: baseOffset + i,
    key: '',
    value: i === 0 ? payload : Buffer.alloc(0),
    headers: {},
    appendTime,
    damaged: 'checksum',
  }));
}
