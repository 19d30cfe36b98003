/**
 * The search index: per broadcast, segments of some thousand messages, each with an inverted index of its texts,
 * authors and labels. A segment is written once, in the transaction of the batch that fills it, so that the hot path
 * pays for sorted bulk inserts alone; what is in no segment yet is few and is scanned.
 */
import type { Statements } from '../../sqlite/statements.ts';
import type { BroadcastState } from './broadcast-states.ts';
import { encodeIds } from './id-filter.ts';
import { allOrdinals, ordinalsOf, PostingBuilder, type PostingRow } from './postings.ts';
import { contentEnd, contentId, rawOffsetOf } from './schema.ts';

/** Messages of a segment: a larger one makes the index smaller, and the scan of what is in none yet slower. */
export const DEFAULT_SEGMENT_SIZE = 4096;

/** What a row of the index is about. */
const SPACE = { text: 0, author: 1, label: 2 } as const;
type Space = (typeof SPACE)[keyof typeof SPACE];

const SPACE_SPAN = 65_536;
const SEGMENT_SPAN = 4 * SPACE_SPAN;
const ROWS_PER_INSERT = 16;

/** Offsets of a segment are kept as u32 above its first. */
const MAX_OFFSET_RANGE = 2 ** 32;

/** A segment as the planner of a query sees it. */
export interface Segment {
  readonly no: number;
  /** Its lowest and highest `rawOffset`. */
  readonly first: number;
  readonly last: number;
  readonly size: number;
}

/** Puts what is in no segment into segments, as long as there is enough for one. */
export function sealSegments(sql: Statements, state: BroadcastState, size: number): void {
  while (state.unsealed.size >= size) sealOne(sql, state, size);
}

function sealOne(sql: Statements, state: BroadcastState, size: number): void {
  const rows = unsealedRows(sql, state, size);
  const first = rawOffsetOf(rows[0]?.[0] ?? 0);
  const count = rows.findIndex(([id]) => rawOffsetOf(id) - first >= MAX_OFFSET_RANGE);
  const members = count < 0 ? rows : rows.slice(0, count);
  const offsets = new Uint32Array(members.length);
  const text = new PostingBuilder();
  const authors = new PostingBuilder();
  const labels = new PostingBuilder();
  for (const [ordinal, [id, author, bits, search, messageId]] of members.entries()) {
    state.unsealed.delete(messageId);
    offsets[ordinal] = rawOffsetOf(id) - first;
    text.addText(search, ordinal);
    authors.add(authorKey(author), ordinal);
    for (let bit = 0; bits >>> bit; bit++) if ((bits >>> bit) & 1) labels.add(labelKey(bit), ordinal);
  }
  const ids = encodeIds(members.map(([, , , , messageId]) => messageId));
  const last = first + (offsets.at(-1) ?? 0);
  const no = sql.all<[number]>(
    'INSERT INTO segment(broadcast, first, last, size, offsets, ids) VALUES (?, ?, ?, ?, ?, ?) RETURNING no',
    state.no,
    first,
    last,
    members.length,
    new Uint8Array(offsets.buffer),
    ids.blob,
  )[0]?.[0];
  if (no === undefined) throw new Error('The new segment has no number.');
  insertRows(sql, no, SPACE.text, text.rows());
  insertRows(sql, no, SPACE.author, authors.rows());
  insertRows(sql, no, SPACE.label, labels.rows());
  sql.run('DELETE FROM late WHERE id BETWEEN ? AND ?', [
    contentId(state.no, first),
    contentId(state.no, last),
  ]);
  state.sealedUpto = Math.max(state.sealedUpto, last);
  state.sealed.add(no, ids.hashes);
  state.changed = true;
}

type UnsealedRow = [id: number, author: number, labels: number, search: string, messageId: string];

/** The first rows, in order of offset, that are in no segment: at most a segment's worth. */
function unsealedRows(sql: Statements, state: BroadcastState, size: number): UnsealedRow[] {
  const late = sql.all<UnsealedRow>(
    `SELECT id, author, labels, search, message_id FROM late CROSS JOIN content USING (id) WHERE late.id >= ? AND late.id < ? ORDER BY id LIMIT ?`,
    contentId(state.no, 0),
    contentEnd(state.no),
    size,
  );
  if (late.length === size) return late;
  const rest = sql.all<UnsealedRow>(
    'SELECT id, author, labels, search, message_id FROM content WHERE id > ? AND id < ? ORDER BY id LIMIT ?',
    contentId(state.no, state.sealedUpto),
    contentEnd(state.no),
    size - late.length,
  );
  return [...late, ...rest];
}

function insertRows(sql: Statements, segmentNo: number, space: Space, rows: readonly PostingRow[]): void {
  const many = `INSERT INTO posting VALUES ${Array(ROWS_PER_INSERT).fill('(?, ?)').join(', ')}`;
  let i = 0;
  for (; i + ROWS_PER_INSERT <= rows.length; i += ROWS_PER_INSERT)
    sql.run(
      many,
      rows.slice(i, i + ROWS_PER_INSERT).flatMap((row) => [postingKey(segmentNo, space, row.unit), row.data]),
    );
  for (const row of rows.slice(i))
    sql.run('INSERT INTO posting VALUES (?, ?)', [postingKey(segmentNo, space, row.unit), row.data]);
}

/**
 * Takes the segments that hold one of these messages apart, so that they can be sealed again without what is deleted.
 * Call it before the deletion.
 */
export function unsealSegments(sql: Statements, state: BroadcastState, rawOffsets: readonly number[]): void {
  for (const rawOffset of rawOffsets) {
    if (rawOffset > state.sealedUpto) continue;
    const id = contentId(state.no, rawOffset);
    if (sql.first('SELECT id FROM late WHERE id = ?', id)) continue;
    const holder = segmentsBetween(sql, state.no, rawOffset, rawOffset).find((segment) => {
      const offsets = segmentOffsets(sql, segment);
      return offsets.at(Math.min(ordinalFrom(segment, offsets, rawOffset), segment.size - 1)) === rawOffset;
    });
    if (!holder) continue;
    const members = segmentOffsets(sql, holder);
    for (let ordinal = 0; ordinal < holder.size; ordinal++) {
      const member = contentId(state.no, members.at(ordinal));
      const messageId = sql.first<[string]>('SELECT message_id FROM content WHERE id = ?', member)?.[0];
      sql.run('INSERT INTO late VALUES (?)', [member]);
      if (messageId !== undefined) state.unsealed.set(messageId, members.at(ordinal));
    }
    sql.run('DELETE FROM posting WHERE key >= ? AND key < ?', [
      holder.no * SEGMENT_SPAN,
      (holder.no + 1) * SEGMENT_SPAN,
    ]);
    sql.run('DELETE FROM segment WHERE no = ?', [holder.no]);
    state.sealed.remove(holder.no);
  }
}

/** Segments that may hold an offset of [from, to], highest first. */
export function segmentsBetween(sql: Statements, broadcastNo: number, from: number, to: number): Segment[] {
  return sql
    .all<[number, number, number, number]>(
      `SELECT no, first, last, size FROM segment
        WHERE broadcast = ? AND last >= ? AND first <= ? ORDER BY last DESC`,
      broadcastNo,
      from,
      to,
    )
    .map(([no, first, last, size]) => ({ no, first, last, size }));
}

/** The offsets of a segment's messages by ordinal, ascending. */
export interface SegmentOffsets {
  at(ordinal: number): number;
}

export function segmentOffsets(sql: Statements, segment: Segment): SegmentOffsets {
  const blob = sql.first<[Uint8Array]>('SELECT offsets FROM segment WHERE no = ?', segment.no)?.[0];
  if (!blob) throw new Error(`Segment ${segment.no} is gone.`);
  const view = new DataView(blob.buffer, blob.byteOffset, blob.byteLength);
  return { at: (ordinal) => segment.first + view.getUint32(ordinal * 4, true) };
}

/** The first ordinal of the segment whose offset is not below `offset`; its size when there is none. */
export function ordinalFrom(segment: Segment, offsets: SegmentOffsets, offset: number): number {
  let low = 0;
  let high = segment.size;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (offsets.at(middle) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Ordinals of the messages of an author, by the number of the table `author`. */
export function ordinalsByAuthor(
  sql: Statements,
  segmentNo: number,
  author: number,
): Uint16Array | undefined {
  return lookUp(sql, segmentNo, SPACE.author, authorKey(author));
}

export function ordinalsByLabel(sql: Statements, segmentNo: number, bit: number): Uint16Array | undefined {
  return lookUp(sql, segmentNo, SPACE.label, labelKey(bit));
}

/** Ordinals of the messages that have this pair of units, see {@link PostingBuilder.addText}. */
export function ordinalsByPair(sql: Statements, segmentNo: number, key: number): Uint16Array | undefined {
  return lookUp(sql, segmentNo, SPACE.text, key);
}

/** Ordinals of the messages that have this unit. */
export function ordinalsByUnit(sql: Statements, segmentNo: number, unit: number): Uint16Array | undefined {
  const data = posting(sql, segmentNo, SPACE.text, unit);
  return data && allOrdinals(data);
}

function lookUp(sql: Statements, segmentNo: number, space: Space, key: number): Uint16Array | undefined {
  const data = posting(sql, segmentNo, space, key >>> 16);
  return data && ordinalsOf(data, key & 0xffff);
}

function posting(sql: Statements, segmentNo: number, space: Space, unit: number): Uint8Array | undefined {
  return sql.first<[Uint8Array]>(
    'SELECT data FROM posting WHERE key = ?',
    postingKey(segmentNo, space, unit),
  )?.[0];
}

function postingKey(segmentNo: number, space: Space, unit: number): number {
  return segmentNo * SEGMENT_SPAN + space * SPACE_SPAN + unit;
}

/** Authors with neighbouring numbers share a row: they came at about the same time. */
function authorKey(author: number): number {
  return ((((author >>> 8) & 0xffff) << 16) | (author & 0xff) | ((author >>> 24) << 8)) >>> 0;
}

function labelKey(bit: number): number {
  return (bit << 16) >>> 0;
}
