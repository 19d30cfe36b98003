/** What servers hold, copied into a file of its own, so that the checks can read it in order and as often as they like. */
import { openSqlite } from '../../core/storage/sqlite.ts';
import type { InspectedMessage, InspectedWords } from '../../sinks/archive/mongodb/inspect.ts';
import type { MetricPoint } from '../../sinks/metrics/port.ts';
import { Statements } from '../../sinks/sqlite/statements.ts';
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

  const sql = new Statements(database);
  const broadcasts = sql
    .all<[string, number]>(
      `SELECT broadcast, count(*) FROM message GROUP BY broadcast
       UNION SELECT DISTINCT broadcast, 0 FROM words WHERE broadcast NOT IN (SELECT broadcast FROM message)`,
    )
    .map(([id, messages]) => ({ id, messages }));
  const counted = sql.all<[string]>('SELECT DISTINCT broadcast FROM window').map(([id]) => id);

  const archive: ArchiveSnapshot = {
    position: (topic, partition) => options.position('archive', topic, partition),
    broadcasts: () => broadcasts,
    messages: (broadcastId, above, limit) =>
      sql
        .all<MessageRow>(
          `SELECT raw_offset, message_id, value, removed, hidden, approved FROM message
            WHERE broadcast = ? AND raw_offset > ? ORDER BY raw_offset LIMIT ?`,
          broadcastId,
          above,
          limit,
        )
        .map(rowOf),
    messageIds: (broadcastId, above, limit) =>
      sql
        .all<[number, string]>(
          'SELECT raw_offset, message_id FROM message WHERE broadcast = ? AND raw_offset > ? ORDER BY raw_offset LIMIT ?',
          broadcastId,
          above,
          limit,
        )
        .map(([rawOffset, messageId]) => ({ rawOffset, messageId })),
    words: (broadcastId, after, limit) =>
      sql
        .all<[number, Uint8Array]>(
          'SELECT start, value FROM words WHERE broadcast = ? AND start > ? ORDER BY start LIMIT ?',
          broadcastId,
          Math.max(after, Number.MIN_SAFE_INTEGER),
          limit,
        )
        .map(([start, value]) => ({ start, value })),
    offsetsOf: (broadcastId, messageIds) =>
      new Map(
        sql.all<[string, number]>(
          `SELECT message_id, min(raw_offset) FROM message
            WHERE broadcast = ? AND message_id IN (SELECT value FROM json_each(?)) GROUP BY message_id`,
          broadcastId,
          JSON.stringify(messageIds),
        ),
      ),
    repeatedIds: (broadcastId, limit) =>
      sql
        .all<[string]>(
          'SELECT message_id FROM message WHERE broadcast = ? GROUP BY message_id HAVING count(*) > 1 LIMIT ?',
          broadcastId,
          limit,
        )
        .map(([id]) => id),
  };
  const metrics: MetricSnapshot = {
    position: (topic, partition) => options.position('metrics', topic, partition),
    broadcasts: () => counted,
    windows: (broadcastId, sizeMs, after, limit) =>
      sql
        .all<[number, string]>(
          'SELECT start, figures FROM window WHERE broadcast = ? AND size = ? AND start > ? ORDER BY start LIMIT ?',
          broadcastId,
          sizeMs,
          Math.max(after, Number.MIN_SAFE_INTEGER),
          limit,
        )
        .map(([start, figures]) => ({ start, figures: JSON.parse(figures) as WindowRow['figures'] })),
  };
  return { archive, metrics, close: () => database.close() };
}

type MessageRow = [
  rawOffset: number,
  messageId: string,
  value: Uint8Array,
  removed: string | null,
  hidden: number,
  approved: number,
];

function rowOf([rawOffset, messageId, value, removed, hidden, approved]: MessageRow): ArchivedRow {
  return {
    rawOffset,
    messageId,
    value,
    removed: removed === null ? null : (JSON.parse(removed) as ArchivedRow['removed']),
    hidden: hidden === 1,
    approved: approved === 1,
  };
}
