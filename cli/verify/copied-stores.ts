/** What servers hold, copied into a file of its own, so that the checks can read it in order and as often as they like. */
import { openSqlite } from '../../core/storage/sqlite.ts';
import type { InspectedMessage, InspectedWords } from '../../sinks/archive/mongodb/inspect.ts';
import type { MetricPoint } from '../../sinks/metrics/port.ts';
import { figuresOf } from './embedded-metric-snapshot.ts';
import type { ArchivedRow, ArchiveSnapshot, MetricSnapshot, StorePosition, WindowRow } from './sources.ts';

const SCHEMA = `
  CREATE TABLE message (
    broadcast TEXT NOT NULL, raw_offset INTEGER NOT NULL, message_id TEXT NOT NULL, value BLOB NOT NULL,
    removed TEXT, hidden INTEGER NOT NULL, approved INTEGER NOT NULL);
  CREATE TABLE words (broadcast TEXT NOT NULL, start INTEGER NOT NULL, value BLOB NOT NULL);
  CREATE TABLE window (broadcast TEXT NOT NULL, size INTEGER NOT NULL, start INTEGER NOT NULL, figures TEXT NOT NULL);
`;
const INDEXES = `
  CREATE INDEX message_order ON message (broadcast, raw_offset);
  CREATE INDEX message_ids ON message (broadcast, message_id);
  CREATE INDEX words_order ON words (broadcast, start);
  CREATE INDEX window_order ON window (broadcast, size, start);
`;
const ROWS_AT_ONCE = 2_000;

export interface CopiedStores {
  readonly archive: ArchiveSnapshot;
  readonly metrics: MetricSnapshot;
  close(): void;
}

export interface CopyStoresOptions {
  /** A file that does not exist yet. */
  readonly file: string;
  readonly messages: AsyncIterable<InspectedMessage>;
  readonly words: AsyncIterable<InspectedWords>;
  /** Points of the measurement of windows. */
  readonly windows: AsyncIterable<MetricPoint>;
  /** How far each sink has come. */
  readonly position: (
    sink: 'archive' | 'metrics',
    topic: string,
    partition: number,
  ) => StorePosition | undefined;
}

export async function copyStores(options: CopyStoresOptions): Promise<CopiedStores> {
  const database = openSqlite({ file: options.file, mode: 'write', schema: SCHEMA });
  database.exec('PRAGMA synchronous = OFF');

  async function fill<T>(
    rows: AsyncIterable<T>,
    statement: string,
    values: (row: T) => unknown[],
  ): Promise<void> {
    const insert = database.prepare(statement);
    let pending = 0;
    database.exec('BEGIN');
    for await (const row of rows) {
      insert.run(...values(row));
      pending += 1;
      if (pending % ROWS_AT_ONCE === 0) database.exec('COMMIT; BEGIN');
    }
    database.exec('COMMIT');
  }

  await fill(options.messages, 'INSERT INTO message VALUES (?, ?, ?, ?, ?, ?, ?)', (row) => [
    row.broadcastId,
    row.rawOffset,
    row.messageId,
    Buffer.from(row.value),
    row.removed && JSON.stringify(row.removed),
    Number(row.hidden),
    Number(row.approved),
  ]);
  await fill(options.words, 'INSERT INTO words VALUES (?, ?, ?)', (row) => [
    row.broadcastId,
    row.start,
    Buffer.from(row.value),
  ]);
  await fill(options.windows, 'INSERT INTO window VALUES (?, ?, ?, ?)', ({ tags, time, fields }) => [
    tags['broadcast'] ?? '',
    tags['size'] === '10s' ? 10_000 : 60_000,
    time,
    JSON.stringify(figuresOf(fields)),
  ]);
  database.exec(INDEXES);

  const all = <Row>(statement: string, ...values: unknown[]): Row[] =>
    database.prepare(statement).all(...values) as Row[];

  const archive: ArchiveSnapshot = {
    position: (topic, partition) => options.position('archive', topic, partition),
    broadcasts: () =>
      all<{ id: string; messages: number }>(
        `SELECT broadcast AS id, count(*) AS messages FROM message GROUP BY broadcast
         UNION SELECT DISTINCT broadcast, 0 FROM words WHERE broadcast NOT IN (SELECT broadcast FROM message)`,
      ),
    messages: (broadcastId, above, limit) =>
      all<MessageRow>(
        'SELECT * FROM message WHERE broadcast = ? AND raw_offset > ? ORDER BY raw_offset LIMIT ?',
        broadcastId,
        above,
        limit,
      ).map(rowOf),
    messageIds: (broadcastId, above, limit) =>
      all<{ rawOffset: number; messageId: string }>(
        `SELECT raw_offset AS rawOffset, message_id AS messageId FROM message
          WHERE broadcast = ? AND raw_offset > ? ORDER BY raw_offset LIMIT ?`,
        broadcastId,
        above,
        limit,
      ),
    words: (broadcastId, after, limit) =>
      all<{ start: number; value: ArrayBuffer }>(
        'SELECT start, value FROM words WHERE broadcast = ? AND start > ? ORDER BY start LIMIT ?',
        broadcastId,
        Math.max(after, Number.MIN_SAFE_INTEGER),
        limit,
      ).map(({ start, value }) => ({ start, value: Buffer.from(value) })),
    offsetsOf: (broadcastId, messageIds) =>
      new Map(
        all<{ id: string; at: number }>(
          `SELECT message_id AS id, min(raw_offset) AS at FROM message
            WHERE broadcast = ? AND message_id IN (SELECT value FROM json_each(?)) GROUP BY message_id`,
          broadcastId,
          JSON.stringify(messageIds),
        ).map(({ id, at }) => [id, at]),
      ),
    repeatedIds: (broadcastId, limit) =>
      all<{ id: string }>(
        'SELECT message_id AS id FROM message WHERE broadcast = ? GROUP BY message_id HAVING count(*) > 1 LIMIT ?',
        broadcastId,
        limit,
      ).map(({ id }) => id),
  };
  const metrics: MetricSnapshot = {
    position: (topic, partition) => options.position('metrics', topic, partition),
    broadcasts: () => all<{ id: string }>('SELECT DISTINCT broadcast AS id FROM window').map(({ id }) => id),
    windows: (broadcastId, sizeMs, after, limit) =>
      all<{ start: number; figures: string }>(
        'SELECT start, figures FROM window WHERE broadcast = ? AND size = ? AND start > ? ORDER BY start LIMIT ?',
        broadcastId,
        sizeMs,
        Math.max(after, Number.MIN_SAFE_INTEGER),
        limit,
      ).map(({ start, figures }) => ({ start, figures: JSON.parse(figures) as WindowRow['figures'] })),
  };
  return { archive, metrics, close: () => database.close() };
}

interface MessageRow {
  readonly raw_offset: number;
  readonly message_id: string;
  readonly value: ArrayBuffer;
  readonly removed: string | null;
  readonly hidden: number;
  readonly approved: number;
}

function rowOf(row: MessageRow): ArchivedRow {
  return {
    rawOffset: row.raw_offset,
    messageId: row.message_id,
    value: Buffer.from(row.value),
    removed: row.removed === null ? null : (JSON.parse(row.removed) as ArchivedRow['removed']),
    hidden: row.hidden === 1,
    approved: row.approved === 1,
  };
}
