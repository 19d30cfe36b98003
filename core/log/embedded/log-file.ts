import { crc32 } from 'node:zlib';
import { keptFor, type TopicSettings } from '../../events/topics.ts';
import { openSqlite, withSqliteErrors, type SqliteDatabase } from '../../storage/sqlite.ts';
import type { Commit, TopicPartition } from '../port.ts';

/**
 * The file of the embedded log. `partitions` numbers every partition of every topic; a batch's row id is that number
 * times 2^40 plus the batch's first offset, so that one ordinary table holds all partitions, each in order.
 */
export const LOG_SCHEMA = `
  CREATE TABLE IF NOT EXISTS partitions (
    number INTEGER PRIMARY KEY, topic TEXT NOT NULL, partition INTEGER NOT NULL,
    start INTEGER NOT NULL, next INTEGER NOT NULL, last_append INTEGER NOT NULL, UNIQUE (topic, partition));
  CREATE TABLE IF NOT EXISTS batches (
    id INTEGER PRIMARY KEY, count INTEGER NOT NULL, append_time INTEGER NOT NULL, crc INTEGER NOT NULL, payload BLOB NOT NULL);
  CREATE TABLE IF NOT EXISTS commits (
    consumer_group TEXT NOT NULL, topic TEXT NOT NULL, partition INTEGER NOT NULL,
    offset INTEGER NOT NULL, metadata TEXT, PRIMARY KEY (consumer_group, topic, partition)) WITHOUT ROWID;
`;

export const OFFSETS_PER_PARTITION = 2 ** 40;

/** Rows joined into one stay below this, so that a reader's share of memory does. */
const MAX_ROW_BYTES = 1 << 20;

/** Encoded records of one partition, to append as they are. */
export interface BatchPart {
  readonly topic: string;
  readonly partition: number;
  readonly count: number;
  readonly payload: Uint8Array;
}

/** A part with the append time that it had in the log that it comes from. */
export interface CopiedBatch extends BatchPart {
  readonly appendTime: number;
}

export interface GroupCommits {
  readonly group: string;
  readonly commits: readonly Commit[];
}

/** Everything that becomes durable in one transaction. */
export interface WriteRequest {
  readonly parts: readonly BatchPart[];
  readonly commits?: GroupCommits;
}

export interface PartitionState {
  readonly number: number;
  readonly topic: string;
  readonly partition: number;
  start: number;
  next: number;
  lastAppend: number;
}

export interface LogFileOptions {
  readonly file: string;
  readonly topics: Readonly<Record<string, TopicSettings>>;
  readonly now: () => number;
  /** Upper limit of the file's size in pages of 8 KiB; undefined: the disk's. */
  readonly maxPages?: number | undefined;
}

/** The writing side of a log file. Every call is one transaction; when it throws, nothing of it was written. */
export interface LogFile {
  /** Answers, per request, the first offset of each of its parts. */
  write(requests: readonly WriteRequest[]): readonly (readonly number[])[];
  /** Makes a partition that never held anything begin at an offset. @throws RangeError where it held something */
  beginAt(at: TopicPartition, offset: number): void;
  /** Writes batches of another log behind what is there, each with the append time that it had. */
  copyIn(batches: readonly CopiedBatch[]): void;
  /** Stores commits of a group. */
  commit(commits: GroupCommits): void;
  /** Deletes batches that are past the retention of their topic, at most `maxRows`. Answers how many. */
  deleteExpired(now: number, retentionDays: number, maxRows: number): number;
  readonly partitions: readonly PartitionState[];
  close(): void;
}

export function openLogFile(options: LogFileOptions): LogFile {
  const database = openSqlite({ file: options.file, mode: 'write', schema: LOG_SCHEMA });
  return withSqliteErrors(options.file, () => prepareLogFile(database, options));
}

function prepareLogFile(database: SqliteDatabase, options: LogFileOptions): LogFile {
  if (options.maxPages) database.exec(`PRAGMA max_page_count = ${options.maxPages}`);
  const states = loadPartitions(database, options);
  const insertBatch = database.prepare(
    'INSERT INTO batches (id, count, append_time, crc, payload) VALUES (?, ?, ?, ?, ?)',
  );
  const advance = database.prepare('UPDATE partitions SET next = ?, last_append = ? WHERE number = ?');
  const upsertCommit = database.prepare(
    `INSERT INTO commits (consumer_group, topic, partition, offset, metadata) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET offset = excluded.offset, metadata = excluded.metadata`,
  );

  function appendRow(
    state: PartitionState,
    base: number,
    parts: readonly BatchPart[],
    appendTime: number,
  ): void {
    const payload =
      parts.length === 1 && parts[0] ? parts[0].payload : Buffer.concat(parts.map((p) => p.payload));
    const count = parts.reduce((sum, part) => sum + part.count, 0);
    insertBatch.run(state.number * OFFSETS_PER_PARTITION + base, count, appendTime, crc32(payload), payload);
  }

  /** Appends the parts of one partition, joined into few rows; answers the offset after the last. */
  function appendParts(state: PartitionState, parts: readonly BatchPart[], appendTime: number): number {
    let base = state.next;
    let row: BatchPart[] = [];
    let bytes = 0;
    const flush = (): void => {
      if (row.length === 0) return;
      appendRow(state, base, row, appendTime);
      base += row.reduce((sum, part) => sum + part.count, 0);
      row = [];
      bytes = 0;
    };
    for (const part of parts) {
      if (bytes > 0 && bytes + part.payload.length > MAX_ROW_BYTES) flush();
      row.push(part);
      bytes += part.payload.length;
    }
    flush();
    return base;
  }

  function write(requests: readonly WriteRequest[]): number[][] {
    const grouped = new Map<PartitionState, BatchPart[]>();
    const nextOf = new Map<PartitionState, number>();
    const bases = requests.map((request) =>
      request.parts.map((part) => {
        const state = states.get(`${part.topic}/${part.partition}`);
        if (!state) throw new RangeError(`no partition ${part.topic}/${part.partition}`);
        const base = nextOf.get(state) ?? state.next;
        nextOf.set(state, base + part.count);
        const parts = grouped.get(state);
        if (parts) parts.push(part);
        else grouped.set(state, [part]);
        return base;
      }),
    );
    const now = options.now();
    const advanced: (() => void)[] = [];
    inTransaction(database, () => {
      for (const [state, parts] of grouped) {
        const appendTime = Math.max(state.lastAppend, now);
        const next = appendParts(state, parts, appendTime);
        advance.run(next, appendTime, state.number);
        advanced.push(() => {
          state.next = next;
          state.lastAppend = appendTime;
        });
      }
      for (const { commits } of requests) if (commits) upsertCommits(commits);
    });
    for (const apply of advanced) apply();
    return bases;
  }

  function stateOf({ topic, partition }: TopicPartition): PartitionState {
    const state = states.get(`${topic}/${partition}`);
    if (!state) throw new RangeError(`no partition ${topic}/${partition}`);
    return state;
  }

  const moveBegin = database.prepare('UPDATE partitions SET start = ?, next = ? WHERE number = ?');

  function beginAt(at: TopicPartition, offset: number): void {
    const state = stateOf(at);
    if (state.next > 0) throw new RangeError(`${at.topic}/${at.partition} has been written to`);
    moveBegin.run(offset, offset, state.number);
    state.start = offset;
    state.next = offset;
  }

  function copyIn(batches: readonly CopiedBatch[]): void {
    const moved = new Map<PartitionState, { next: number; lastAppend: number }>();
    inTransaction(database, () => {
      for (const batch of batches) {
        const state = stateOf(batch);
        const { next, lastAppend } = moved.get(state) ?? state;
        const appendTime = Math.max(lastAppend, batch.appendTime);
        moved.set(state, {
          next: appendParts({ ...state, next }, [batch], appendTime),
          lastAppend: appendTime,
        });
      }
      for (const [state, { next, lastAppend }] of moved) advance.run(next, lastAppend, state.number);
    });
    for (const [state, to] of moved) Object.assign(state, to);
  }

  function upsertCommits({ group, commits }: GroupCommits): void {
    for (const { topic, partition, offset, metadata } of commits)
      upsertCommit.run(group, topic, partition, offset, metadata ?? null);
  }

  const oldest = database.prepare(
    'SELECT id, count, append_time FROM batches WHERE id >= ? AND id < ? ORDER BY id LIMIT ?',
  );
  const deleteUpTo = database.prepare('DELETE FROM batches WHERE id >= ? AND id < ?');
  const moveStart = database.prepare('UPDATE partitions SET start = ? WHERE number = ?');

  function deleteExpired(now: number, retentionDays: number, maxRows: number): number {
    let left = maxRows;
    for (const state of states.values()) {
      if (left <= 0) break;
      const kept = keptFor(options.topics[state.topic]?.retention ?? 'forever', retentionDays);
      if (kept === undefined) continue;
      const first = state.number * OFFSETS_PER_PARTITION;
      const rows = oldest.all(first, first + OFFSETS_PER_PARTITION, left) as {
        id: number;
        count: number;
        append_time: number;
      }[];
      const young = rows.findIndex((row) => row.append_time >= now - kept);
      const dropped = young < 0 ? rows : rows.slice(0, young);
      const last = dropped.at(-1);
      if (!last) continue;
      const start = last.id - first + last.count;
      inTransaction(database, () => {
        deleteUpTo.run(first, first + start);
        moveStart.run(start, state.number);
      });
      state.start = start;
      left -= dropped.length;
    }
    return maxRows - left;
  }

  return {
    write: (requests) => withSqliteErrors(options.file, () => write(requests)),
    beginAt: (at, offset) => withSqliteErrors(options.file, () => beginAt(at, offset)),
    copyIn: (batches) => withSqliteErrors(options.file, () => copyIn(batches)),
    commit: (commits) =>
      withSqliteErrors(options.file, () => inTransaction(database, () => upsertCommits(commits))),
    deleteExpired: (time, days, maxRows) =>
      withSqliteErrors(options.file, () => deleteExpired(time, days, maxRows)),
    partitions: [...states.values()],
    close: () => database.close(),
  };
}

function loadPartitions(database: SqliteDatabase, options: LogFileOptions): Map<string, PartitionState> {
  const insert = database.prepare(
    'INSERT INTO partitions (topic, partition, start, next, last_append) VALUES (?, ?, 0, 0, 0) ON CONFLICT DO NOTHING',
  );
  inTransaction(database, () => {
    for (const [topic, settings] of Object.entries(options.topics))
      for (let partition = 0; partition < settings.partitions; partition += 1) insert.run(topic, partition);
  });
  const rows = database
    .prepare('SELECT number, topic, partition, start, next, last_append AS lastAppend FROM partitions')
    .all() as PartitionState[];
  return new Map(rows.map((row) => [`${row.topic}/${row.partition}`, { ...row }]));
}

function inTransaction(database: SqliteDatabase, task: () => void): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    task();
    database.exec('COMMIT');
  } catch (error) {
    // SQLITE_FULL and some I/O errors have rolled back already.
    if (database.inTransaction) database.exec('ROLLBACK');
    throw error;
  }
}
