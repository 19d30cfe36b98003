import { existsSync } from 'node:fs';
import type { ChatpulseEvent, EventCodec } from '../../core/events/codec.ts';
import { PARTITIONS } from '../../core/events/topics.ts';
import { partitionOf } from '../../core/log/partitioner.ts';
import { openSqlite, withSqliteErrors } from '../../core/storage/sqlite.ts';
import { contentId, rawOffsetOf } from '../../sinks/archive/embedded/schema.ts';
import type { ArchiveEntry } from '../../sinks/archive/port.ts';
import { Statements } from '../../sinks/sqlite/statements.ts';
import type { StorePosition } from '../verify/sources.ts';

/** What an archive knows of the time before the kept log, as the events that brought it about. */
export interface OlderArchive {
  position(topic: string, partition: number): StorePosition | undefined;
  /** Messages and acts of a partition whose `chat.raw` offset is below, in blocks. */
  before(partition: number, rawOffset: number): Iterable<readonly ArchiveEntry[]>;
  /** Words of all minutes of a partition's broadcasts, in blocks. */
  words(partition: number): Iterable<readonly ArchiveEntry[]>;
  close(): void;
}

const BLOCK = 500;

/** @throws ChatpulseError CHATPULSE_DATA_CORRUPT where the archive cannot be read */
export function openOlderArchive(file: string, codec: EventCodec): OlderArchive | undefined {
  if (!existsSync(file)) return undefined;
  const database = openSqlite({ file, mode: 'read' });
  const sql = new Statements(database);
  if (!sql.first('SELECT 1 FROM sqlite_master WHERE name = ?', 'broadcast')) {
    database.close();
    return undefined;
  }
  const broadcasts = sql.all<[number, string]>('SELECT no, id FROM broadcast ORDER BY no');
  const inPartition = (partition: number): [number, string][] =>
    broadcasts.filter(([, id]) => partitionOf(id, PARTITIONS) === partition);
  const entryOf = (event: ChatpulseEvent, offset: number): ArchiveEntry => ({
    event,
    value: codec.encode(event.type, event.data),
    offset,
  });

  function* acts(no: number, broadcastId: string, below: number): Generator<ArchiveEntry> {
    const common = (rawOffset: number, eventTime: number) =>
      ({
        broadcastId,
        rawOffset,
        eventTime,
        rawAppend: eventTime,
        receivedAt: eventTime,
        clock: 'live',
      }) as const;
    for (const [messageId, off, at] of sql.all<[string, number, number]>(
      'SELECT message_id, off, at FROM removal WHERE broadcast = ? AND off < ?',
      no,
      below,
    ))
      yield entryOf({ type: 'MessageRemoved', data: { ...common(off, at), messageId, by: null } }, off);
    for (const [authorId, off, at] of sql.all<[string, number, number]>(
      'SELECT author_id, off, at FROM sanction WHERE broadcast = ? AND off < ?',
      no,
      below,
    )) {
      const data = { ...common(off, at), authorId, authorName: null, durationSeconds: null };
      yield entryOf({ type: 'PlatformSanctioned', data }, off);
    }
    for (const [off, at] of sql.all<[number, number]>(
      'SELECT off, at FROM clear WHERE broadcast = ? AND off < ?',
      no,
      below,
    ))
      yield entryOf({ type: 'ChatCleared', data: common(off, at) }, off);
  }

  function* messages(no: number, below: number): Generator<readonly ArchiveEntry[]> {
    for (let above = -1; ;) {
      const rows = sql.all<[number, Uint8Array]>(
        'SELECT id, body FROM content WHERE id > ? AND id < ? ORDER BY id LIMIT ?',
        contentId(no, above),
        contentId(no, below),
        BLOCK,
      );
      const last = rows.at(-1);
      if (!last) return;
      yield rows.map(([id, value]) => ({ event: codec.decode(value), value, offset: rawOffsetOf(id) }));
      above = rawOffsetOf(last[0]);
    }
  }

  return {
    position(topic, partition) {
      const row = sql.first<[number, number]>(
        'SELECT next_offset, stamp FROM position WHERE topic = ? AND partition = ?',
        topic,
        partition,
      );
      return row && { nextOffset: row[0], stamp: row[1] };
    },
    *before(partition, rawOffset) {
      // Beyond what a key can hold nothing is stored.
      const below = Math.min(rawOffset, 2 ** 34 - 1);
      for (const [no, id] of inPartition(partition)) {
        // The acts first: they wait for their messages.
        yield [...acts(no, id, below)];
        yield* messages(no, below);
      }
    },
    *words(partition) {
      for (const [no] of inPartition(partition))
        for (let after = Number.MIN_SAFE_INTEGER; ;) {
          const rows = sql.all<[number, Uint8Array]>(
            'SELECT start, body FROM words_minute WHERE broadcast = ? AND start > ? ORDER BY start LIMIT ?',
            no,
            after,
            BLOCK,
          );
          const last = rows.at(-1);
          if (!last) break;
          yield rows.map(([, value]) => ({ event: codec.decode(value), value, offset: -1 }));
          after = last[0];
        }
    },
    close: () => withSqliteErrors(file, () => void database.close()),
  };
}
