import { createHash } from 'node:crypto';
import { openSqlite, withSqliteErrors } from '../../core/storage/sqlite.ts';
import { Statements } from '../sqlite/statements.ts';
import { contentEnd, contentId, rawOffsetOf } from './embedded/schema.ts';

const BLOCK = 1000;

/**
 * Everything in an archive file but the positions, as lines in an order of their own: broadcasts by id, in each its
 * messages by offset with their states, then the acts on it and its words. Two files with the same content give the same
 * lines, in whatever order it was written. Bodies are given by their SHA-256. Memory does not grow with the file; the
 * file should be at rest, or the lines are of several moments.
 */
export function* dumpArchive(file: string): Iterable<string> {
  const database = openSqlite({ file, mode: 'read' });
  try {
    const sql = new Statements(database);
    const broadcasts = withSqliteErrors(file, () =>
      sql.all<[number, string, string, number]>(
        'SELECT no, id, platform, messages FROM broadcast ORDER BY id',
      ),
    );
    for (const [no, id, platform, messages] of broadcasts) {
      // Without messages the row may be there or not, depending on what came first.
      if (messages > 0) yield line('broadcast', id, platform, messages);
      yield* contentLines(sql, no, id);
      yield* actLines(sql, no, id);
    }
    for (const row of sql.all<[string, string]>('SELECT platform, author_id FROM erased ORDER BY 1, 2'))
      yield line('erased', ...row);
  } finally {
    database.close();
  }
}

function* contentLines(sql: Statements, no: number, broadcastId: string): Iterable<string> {
  let above = contentId(no, -1);
  for (;;) {
    const rows = sql.all<
      [
        number,
        string,
        string,
        string,
        number,
        number,
        string,
        Uint8Array,
        number | null,
        number | null,
        string | null,
      ]
    >(
      `SELECT content.id, message_id, author.id, author.name, time, labels, search, body, retracted.off, retracted.at, kind
         FROM content LEFT JOIN author ON author.no = content.author LEFT JOIN retracted ON retracted.id = content.id
        WHERE content.id > ? AND content.id < ? ORDER BY content.id LIMIT ?`,
      above,
      contentEnd(no),
      BLOCK,
    );
    for (const [id, messageId, authorId, name, time, labels, search, body, ...retraction] of rows) {
      const hash = createHash('sha256').update(body).digest('hex');
      yield line(
        'message',
        broadcastId,
        rawOffsetOf(id),
        messageId,
        authorId,
        name,
        time,
        labels,
        search,
        hash,
        ...retraction,
      );
      above = id;
    }
    if (rows.length < BLOCK) return;
  }
}

/** What was done in a broadcast, one query per kind. Few against its messages. */
const ACTS: Readonly<Record<string, string>> = {
  removal: 'SELECT message_id, off, at, awaited FROM removal WHERE broadcast = ? ORDER BY message_id',
  sanction: 'SELECT author_id, off, at FROM sanction WHERE broadcast = ? ORDER BY author_id, off',
  clear: 'SELECT off, at FROM clear WHERE broadcast = ? ORDER BY off',
  verdict: `SELECT message_id, hidden, hidden_off, approved, approved_off FROM verdict
             WHERE broadcast = ? ORDER BY message_id`,
  words: 'SELECT start, stamp, hex(body) FROM words_minute WHERE broadcast = ? ORDER BY start',
};

function* actLines(sql: Statements, no: number, broadcastId: string): Iterable<string> {
  for (const [kind, query] of Object.entries(ACTS))
    for (const row of sql.all<(string | number | null)[]>(query, no)) yield line(kind, broadcastId, ...row);
}

function line(...parts: readonly (string | number | null)[]): string {
  return JSON.stringify(parts);
}
