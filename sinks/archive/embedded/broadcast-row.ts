import type { Statements } from '../../sqlite/statements.ts';
import { contentEnd, contentId, rawOffsetOf } from './schema.ts';
import { ordinalFrom, segmentOffsets, segmentsBetween } from './segments.ts';

/** A broadcast as the file knows it. */
export interface BroadcastRow {
  readonly no: number;
  readonly platform: string;
  readonly messages: number;
  readonly sealedUpto: number;
}

export function findBroadcast(sql: Statements, broadcastId: string): BroadcastRow | undefined {
  const row = sql.first<[number, string, number, number]>(
    'SELECT no, platform, messages, sealed_upto FROM broadcast WHERE id = ?',
    broadcastId,
  );
  if (!row) return undefined;
  const [no, platform, messages, sealedUpto] = row;
  return { no, platform, messages, sealedUpto };
}

/** Event time of the first or last message. */
export function edgeTime(sql: Statements, broadcastNo: number, edge: 'first' | 'last'): number | null {
  const row = sql.first<[number]>(
    `SELECT time FROM content WHERE id >= ? AND id < ? ORDER BY id ${edge === 'first' ? 'ASC' : 'DESC'} LIMIT 1`,
    contentId(broadcastNo, 0),
    contentEnd(broadcastNo),
  );
  return row?.[0] ?? null;
}

/**
 * The offset of the first message whose event time is at or after `time`; above all offsets when there is none.
 * A binary search: within a broadcast, event time never goes back as offsets grow.
 */
export function offsetAtTime(sql: Statements, broadcastNo: number, time: number): number {
  let low = contentId(broadcastNo, 0);
  let high = contentEnd(broadcastNo);
  const last = sql.first<[number]>('SELECT max(id) FROM content WHERE id >= ? AND id < ?', low, high)?.[0];
  if (typeof last !== 'number') return rawOffsetOf(high - 1);
  high = last + 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const next = sql.first<[number, number]>(
      'SELECT id, time FROM content WHERE id >= ? ORDER BY id LIMIT 1',
      middle,
    );
    // `middle` is at most the last message, so that there is one.
    if (!next || next[1] >= time) high = middle;
    else low = next[0] + 1;
  }
  return rawOffsetOf(low);
}

/** How many messages have an offset below this one. Segments know their sizes: only edges are counted. */
export function countBelow(sql: Statements, broadcast: BroadcastRow, rawOffset: number): number {
  const { no, sealedUpto } = broadcast;
  let count = 0;
  for (const segment of segmentsBetween(sql, no, 0, rawOffset - 1))
    count +=
      segment.last < rawOffset ? segment.size : ordinalFrom(segment, segmentOffsets(sql, segment), rawOffset);
  const unsealed = sql.first<[number]>(
    `SELECT (SELECT count(*) FROM content WHERE id > ? AND id < ?) + (SELECT count(*) FROM late WHERE id >= ? AND id < ?)`,
    contentId(no, sealedUpto),
    contentId(no, Math.max(rawOffset, sealedUpto)),
    contentId(no, 0),
    contentId(no, rawOffset),
  );
  return count + (unsealed?.[0] ?? 0);
}
