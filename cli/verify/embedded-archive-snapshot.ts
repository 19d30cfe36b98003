import { contentEnd, contentId, rawOffsetOf } from '../../sinks/archive/embedded/schema.ts';
import type { Statements } from '../../sinks/sqlite/statements.ts';
import type { ArchivedRow, ArchiveSnapshot, StorePosition } from './sources.ts';

export const EMPTY_ARCHIVE: ArchiveSnapshot = {
  position: () => undefined,
  broadcasts: () => [],
  messages: () => [],
  messageIds: () => [],
  words: () => [],
  offsetsOf: () => new Map(),
  repeatedIds: () => [],
};

type MessageRow = [
  id: number,
  messageId: string,
  body: Uint8Array,
  removedOffset: number | null,
  removedAt: number | null,
  removedKind: string | null,
  hidden: number | null,
  approved: number | null,
];

/** A view of the archive file; valid while the transaction that the caller began lasts. */
export function archiveSnapshot(sql: Statements): ArchiveSnapshot {
  const positions = readPositions(sql);
  const broadcasts = sql.all<[number, string, number]>('SELECT no, id, messages FROM broadcast');
  const numbers = new Map(broadcasts.map(([no, id]) => [id, no]));

  /** A clear removes everything before it; the earliest act on a message is the one that counts. */
  function removalOf(row: MessageRow, clears: readonly [number, number][]): ArchivedRow['removed'] {
    const [id, , , offset, at, kind] = row;
    const clear = clears.find(([clearOffset]) => clearOffset > rawOffsetOf(id));
    if (clear && (offset === null || clear[0] < offset)) return { at: clear[1], kind: 'chat' };
    return at === null || kind === null ? null : { at, kind };
  }

  return {
    position: (topic, partition) => positions.get(`${topic}\n${partition}`),
    broadcasts: () => broadcasts.map(([, id, messages]) => ({ id, messages })),
    messages(broadcastId, above, limit) {
      const no = numbers.get(broadcastId);
      if (no === undefined) return [];
      const clears = sql.all<[number, number]>(
        'SELECT off, at FROM clear WHERE broadcast = ? ORDER BY off',
        no,
      );
      return sql
        .all<MessageRow>(
          `SELECT content.id, content.message_id, body, retracted.off, retracted.at, kind, hidden, approved
             FROM content
             LEFT JOIN retracted ON retracted.id = content.id
             LEFT JOIN verdict ON verdict.broadcast = ? AND verdict.message_id = content.message_id
            WHERE content.id > ? AND content.id < ? ORDER BY content.id LIMIT ?`,
          no,
          contentId(no, above),
          contentEnd(no),
          limit,
        )
        .map((row) => ({
          rawOffset: rawOffsetOf(row[0]),
          messageId: row[1],
          value: row[2],
          removed: removalOf(row, clears),
          hidden: row[6] === 1,
          approved: row[7] === 1,
        }));
    },
    messageIds(broadcastId, above, limit) {
      const no = numbers.get(broadcastId) ?? -1;
      return sql
        .all<[number, string]>(
          'SELECT id, message_id FROM content WHERE id > ? AND id < ? ORDER BY id LIMIT ?',
          contentId(no, above),
          contentEnd(no),
          limit,
        )
        .map(([id, messageId]) => ({ rawOffset: rawOffsetOf(id), messageId }));
    },
    words: (broadcastId, after, limit) =>
      sql
        .all<[number, Uint8Array]>(
          'SELECT start, body FROM words_minute WHERE broadcast = ? AND start > ? ORDER BY start LIMIT ?',
          numbers.get(broadcastId) ?? -1,
          Math.max(after, Number.MIN_SAFE_INTEGER),
          limit,
        )
        .map(([start, value]) => ({ start, value })),
    offsetsOf(broadcastId, messageIds) {
      const no = numbers.get(broadcastId);
      if (no === undefined) return new Map();
      const rows = sql.all<[string, number]>(
        `SELECT message_id, min(id) FROM content WHERE id >= ? AND id < ?
            AND message_id IN (SELECT value FROM json_each(?)) GROUP BY message_id`,
        contentId(no, 0),
        contentEnd(no),
        JSON.stringify(messageIds),
      );
      return new Map(rows.map(([messageId, id]) => [messageId, rawOffsetOf(id)]));
    },
    repeatedIds(broadcastId, limit) {
      const no = numbers.get(broadcastId) ?? -1;
      return sql
        .all<[string]>(
          'SELECT message_id FROM content WHERE id >= ? AND id < ? GROUP BY message_id HAVING count(*) > 1 LIMIT ?',
          contentId(no, 0),
          contentEnd(no),
          limit,
        )
        .map(([messageId]) => messageId);
    },
  };
}

function readPositions(sql: Statements): Map<string, StorePosition> {
  return new Map(
    sql
      .all<[string, number, number, number]>('SELECT topic, partition, next_offset, stamp FROM position')
      .map(([topic, partition, nextOffset, stamp]) => [`${topic}\n${partition}`, { nextOffset, stamp }]),
  );
}
