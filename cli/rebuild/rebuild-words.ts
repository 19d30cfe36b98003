import type { WordsRanked } from '../../core/events/generated.ts';
import { PARTITIONS } from '../../core/events/topics.ts';
import { partitionOf } from '../../core/log/partitioner.ts';
import { withSqliteErrors } from '../../core/storage/sqlite.ts';
import { wordsProcessor } from '../../processors/words/words.ts';
import { ARCHIVE_APPLICATION_ID, ARCHIVE_SCHEMA } from '../../sinks/archive/embedded/schema.ts';
import { closeProjection, openProjection } from '../../sinks/sqlite/projection-file.ts';
import { Statements } from '../../sinks/sqlite/statements.ts';
import { createOrderedRows, type OrderedRows } from '../verify/ordered-rows.ts';
import { closedWindows } from './closed-windows.ts';
import {
  PARTITION_NUMBERS,
  withRebuildContext,
  type RebuildContext,
  type RebuildOptions,
  type RebuildResult,
} from './rebuild-context.ts';

/**
 * Counts the words of all closed minutes of the kept log anew and merges them into the archive in one transaction, which
 * holds the differences alone; minutes from before the kept log stay. When it fails the archive stays as it was.
 * @throws ChatpulseError CHATPULSE_DATA_LOCKED, CHATPULSE_DATA_CORRUPT, CHATPULSE_DISK_FULL
 */
export function rebuildWords(options: RebuildOptions): Promise<RebuildResult> {
  return withRebuildContext(options, [wordsProcessor.input], async (context) => {
    const { archive: file } = context.files;
    const database = openProjection({ file, applicationId: ARCHIVE_APPLICATION_ID, schema: ARCHIVE_SCHEMA });
    try {
      const sql = new Statements(database);
      return withSqliteErrors(file, () => sql.transaction('write', () => merge(sql, context)));
    } finally {
      closeProjection(database);
    }
  });
}

function merge(sql: Statements, context: RebuildContext): { rebuilt: number; kept: number } {
  let rebuilt = 0;
  let kept = 0;
  for (const partition of PARTITION_NUMBERS) {
    const merged = mergePartition(sql, context, partition);
    rebuilt += merged.rebuilt;
    kept += merged.kept;
  }
  return { rebuilt, kept };
}

interface StoredMinute {
  readonly start: number;
  readonly body: Uint8Array;
}

function mergePartition(
  sql: Statements,
  { log, codec, dead, onRead }: RebuildContext,
  partition: number,
): { rebuilt: number; kept: number } {
  const trimmed = log.range(wordsProcessor.input, partition).start > 0;
  const minutes = new Map<number, OrderedRows<StoredMinute>>();
  /** Broadcasts of which a minute was counted anew already: from there on, what was not counted was not said. */
  const begun = new Set<number>();
  let rebuilt = 0;
  let kept = 0;

  /** A stored minute that was not counted anew. */
  function leftOver(no: number, { start }: StoredMinute): void {
    if (trimmed && !begun.has(no)) kept += 1;
    else sql.run('DELETE FROM words_minute WHERE broadcast = ? AND start = ?', [no, start]);
  }

  function mergeMinute(words: WordsRanked): void {
    const no = broadcastNo(sql, words.broadcastId);
    const stored = minutesOf(sql, minutes, no).take(words.start, (row) => leftOver(no, row));
    begun.add(no);
    rebuilt += 1;
    const body = codec.encode('WordsRanked', words);
    if (stored && Buffer.compare(stored.body, body) === 0) return;
    sql.run('INSERT OR REPLACE INTO words_minute(broadcast, start, stamp, body) VALUES (?, ?, ?, ?)', [
      no,
      words.start,
      words.stamp,
      body,
    ]);
  }

  const blocks = closedWindows({
    definition: wordsProcessor,
    log,
    codec,
    partition,
    isDeadLetter: (offset) => dead.has('words', wordsProcessor.input, partition, offset),
    onRead,
  });
  for (const block of blocks)
    for (const event of block) if (event.type === 'WordsRanked') mergeMinute(event.data);
  for (const [no, id] of sql.all<[number, string]>('SELECT no, id FROM broadcast ORDER BY no'))
    if (partitionOf(id, PARTITIONS) === partition)
      minutesOf(sql, minutes, no).take(Number.POSITIVE_INFINITY, (row) => leftOver(no, row));
  return { rebuilt, kept };
}

function broadcastNo(sql: Statements, broadcastId: string): number {
  sql.run('INSERT OR IGNORE INTO broadcast(id) VALUES (?)', [broadcastId]);
  return sql.first<[number]>('SELECT no FROM broadcast WHERE id = ?', broadcastId)?.[0] ?? -1;
}

function minutesOf(
  sql: Statements,
  known: Map<number, OrderedRows<StoredMinute>>,
  no: number,
): OrderedRows<StoredMinute> {
  let rows = known.get(no);
  if (!rows) {
    rows = createOrderedRows({
      load: (after, limit) =>
        sql
          .all<[number, Uint8Array]>(
            'SELECT start, body FROM words_minute WHERE broadcast = ? AND start > ? ORDER BY start LIMIT ?',
            no,
            Math.max(after, Number.MIN_SAFE_INTEGER),
            limit,
          )
          .map(([start, body]) => ({ start, body })),
      keyOf: ({ start }) => start,
    });
    known.set(no, rows);
  }
  return rows;
}
