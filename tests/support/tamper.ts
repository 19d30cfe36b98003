import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import Database from 'libsql';
import { dataFiles, type DataFiles } from '../../core/data-folder.ts';
import { createCodec, type ChatpulseEvent } from '../../core/events/codec.ts';
import { decodeRecords, encodeRecords } from '../../core/log/embedded/batch-format.ts';
import { OFFSETS_PER_PARTITION } from '../../core/log/embedded/log-file.ts';
import type { LogRecord } from '../../core/log/port.ts';

const codec = createCodec();

/** A copy of a data folder, to do harm to. */
export function copyFolder(dataDir: string): { readonly dataDir: string; readonly files: DataFiles } {
  const copy = mkdtempSync(join(tmpdir(), 'chatpulse-harmed-'));
  cpSync(dataDir, copy, { recursive: true });
  return { dataDir: copy, files: dataFiles(copy) };
}

/** Runs statements on a data file, as nobody should. */
export function harm(file: string, ...statements: readonly string[]): void {
  const database = new Database(file);
  for (const statement of statements) database.exec(statement);
  database.close();
}

/** The first column of the first row. */
export function look(file: string, query: string): unknown {
  const database = new Database(file);
  const row = database.prepare(query).raw().all([])[0] as unknown;
  database.close();
  return Array.isArray(row) ? (row as unknown[])[0] : undefined;
}

/** Rewrites the records of a partition in place, with checksums that fit: as if they had been written so. */
export function rewriteRecords(
  logFile: string,
  at: { readonly topic: string; readonly partition: number },
  change: (records: readonly LogRecord[]) => readonly LogRecord[],
): void {
  const database = new Database(logFile);
  const first = firstIdOf(database, at);
  const rows = database
    .prepare('SELECT id, count, append_time, payload FROM batches WHERE id >= ? AND id < ? ORDER BY id')
    .raw()
    .all([first, first + OFFSETS_PER_PARTITION]) as unknown as [number, number, number, Buffer][];
  const records = rows.flatMap(([id, count, appendTime, payload]) =>
    decodeRecords({ baseOffset: id - first, count, appendTime, payload }),
  );
  const changed = change(records);
  if (changed.length !== records.length) throw new Error('as many records as before, please');
  const update = database.prepare('UPDATE batches SET payload = ?, crc = ? WHERE id = ?');
  for (const [id, count] of rows) {
    const from = id - first - (records[0]?.offset ?? 0);
    const payload = encodeRecords(
      changed
        .slice(from, from + count)
        .map(({ key, value, headers }) => ({ topic: at.topic, key, value, headers })),
    );
    update.run([payload, crc32(payload), id]);
  }
  database.close();
}

/** {@link rewriteRecords} of single events; undefined leaves one as it is. */
export function rewriteEvents(
  logFile: string,
  at: { readonly topic: string; readonly partition: number },
  change: (event: ChatpulseEvent, offset: number) => ChatpulseEvent | undefined,
): void {
  rewriteRecords(logFile, at, (records) =>
    records.map((record) => {
      const changed = change(codec.decode(record.value), record.offset);
      return changed ? { ...record, value: codec.encode(changed.type, changed.data) } : record;
    }),
  );
}

/** Deletes the batches of a partition up to the one that holds an offset, as retention does. */
export function forgetBefore(
  logFile: string,
  at: { readonly topic: string; readonly partition: number },
  offset: number,
): number {
  const database = new Database(logFile);
  const first = firstIdOf(database, at);
  const start = (
    database
      .prepare('SELECT max(id) FROM batches WHERE id <= ?')
      .raw()
      .all([first + offset]) as unknown as [number][]
  )[0]?.[0];
  if (start === undefined) throw new Error('no batch there');
  database.prepare('DELETE FROM batches WHERE id >= ? AND id < ?').run([first, start]);
  database
    .prepare('UPDATE partitions SET start = ? WHERE topic = ? AND partition = ?')
    .run([start - first, at.topic, at.partition]);
  database.close();
  return start - first;
}

/** Deletes all records of a partition, as retention does. */
export function forgetAll(logFile: string, at: { readonly topic: string; readonly partition: number }): void {
  const database = new Database(logFile);
  const first = firstIdOf(database, at);
  database
    .prepare('DELETE FROM batches WHERE id >= ? AND id < ?')
    .run([first, first + OFFSETS_PER_PARTITION]);
  database
    .prepare('UPDATE partitions SET start = next WHERE topic = ? AND partition = ?')
    .run([at.topic, at.partition]);
  database.close();
}

function firstIdOf(
  database: Database.Database,
  at: { readonly topic: string; readonly partition: number },
): number {
  const rows = database
    .prepare('SELECT number FROM partitions WHERE topic = ? AND partition = ?')
    .raw()
    .all([at.topic, at.partition]) as unknown as [number][];
  return (rows[0]?.[0] ?? 0) * OFFSETS_PER_PARTITION;
}

/** Counts the first word of the first minute of an archive once more, or once more as a copy of shared chat. */
export function countWordOnceMore(archiveFile: string, as: 'count' | 'copied' = 'count'): void {
  const database = new Database(archiveFile);
  const rows = database
    .prepare('SELECT broadcast, start, body FROM words_minute ORDER BY start LIMIT 1')
    .raw()
    .all([]) as unknown as [number, number, Buffer][];
  const [broadcast, start, body] = rows[0] ?? [0, 0, Buffer.alloc(0)];
  const event = codec.decode(body);
  if (event.type !== 'WordsRanked') throw new Error('no words there');
  const words = event.data.words.map((word, i) => (i === 0 ? { ...word, [as]: word[as] + 1 } : word));
  database
    .prepare('UPDATE words_minute SET body = ? WHERE broadcast = ? AND start = ?')
    .run([codec.encode('WordsRanked', { ...event.data, words }), broadcast, start]);
  database.close();
}
