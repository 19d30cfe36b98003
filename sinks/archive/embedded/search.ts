import type { Statements } from '../../sqlite/statements.ts';
import { intersect, pairKey } from './postings.ts';
import { contentEnd, contentId, rawOffsetOf } from './schema.ts';
import {
  ordinalFrom,
  ordinalsByAuthor,
  ordinalsByLabel,
  ordinalsByPair,
  ordinalsByUnit,
  segmentOffsets,
  segmentsBetween,
  type Segment,
} from './segments.ts';

/** What a message must have; all that is given. */
export interface SearchFilter {
  /** Normalised terms that must occur. */
  readonly terms: readonly string[];
  /** Numbers of the authors, any of them. */
  readonly authors?: readonly number[];
  /** Bit number of a label. */
  readonly label?: number;
}

export interface SearchRange {
  readonly broadcastNo: number;
  readonly sealedUpto: number;
  /** Offsets above this one… */
  readonly above: number;
  /** …and below this one. */
  readonly below: number;
  readonly order: 'newest' | 'oldest';
  readonly limit: number;
}

export interface SearchResult {
  /** In the order asked for, at most `limit`. */
  readonly offsets: readonly number[];
  readonly partial: boolean;
}

/** Candidates whose text is read to see whether a longer term really occurs, per search. */
const MAX_CHECKS = 4_000;
const CHECKS_AT_ONCE = 256;

/** Finds the messages that a filter matches, by the segments' indexes, and by a scan of what is in no segment. */
export function searchMessages(sql: Statements, filter: SearchFilter, range: SearchRange): SearchResult {
  const newest = range.order === 'newest';
  const found = scanUnsealed(sql, filter, range);
  const segments = segmentsBetween(sql, range.broadcastNo, range.above + 1, range.below - 1);
  if (!newest) segments.sort((a, b) => a.first - b.first);
  const checks = { left: MAX_CHECKS };
  let partial = false;
  for (const segment of segments) {
    const nearest = newest ? segment.last : segment.first;
    const settled = found.filter((offset) => (newest ? offset > nearest : offset < nearest)).length;
    if (settled >= range.limit) break;
    if (checks.left <= 0) {
      partial = true;
      break;
    }
    found.push(...searchSegment(sql, segment, { filter, range, checks }));
  }
  found.sort((a, b) => (newest ? b - a : a - b));
  return { offsets: found.slice(0, range.limit), partial };
}

interface SegmentSearch {
  readonly filter: SearchFilter;
  readonly range: SearchRange;
  readonly checks: { left: number };
}

function searchSegment(sql: Statements, segment: Segment, search: SegmentSearch): number[] {
  const { filter, range, checks } = search;
  const ordinals = matchingOrdinals(sql, segment, filter);
  if (ordinals.length === 0) return [];
  const members = segmentOffsets(sql, segment);
  const from = ordinalFrom(segment, members, range.above + 1);
  const to = ordinalFrom(segment, members, range.below);
  const offsets = Array.from(
    ordinals.filter((ordinal) => ordinal >= from && ordinal < to),
    (ordinal) => members.at(ordinal),
  );
  if (range.order === 'newest') offsets.reverse();
  const longTerms = filter.terms.filter((term) => term.length > 2);
  if (longTerms.length === 0) return offsets.slice(0, range.limit);
  const sure: number[] = [];
  for (let i = 0; i < offsets.length && sure.length < range.limit; i += CHECKS_AT_ONCE) {
    const block = offsets.slice(i, i + CHECKS_AT_ONCE);
    checks.left -= block.length;
    sure.push(...checkTexts(sql, range.broadcastNo, block, longTerms));
  }
  return sure;
}

/** Exact for labels, authors and terms of one or two units; for longer terms a superset. */
function matchingOrdinals(sql: Statements, segment: Segment, filter: SearchFilter): Uint16Array {
  let matching: Uint16Array | undefined;
  for (const list of listsOf(sql, segment, filter)) {
    if (!list || list.length === 0) return new Uint16Array(0);
    matching = matching ? intersect(matching, list) : list;
    if (matching.length === 0) return matching;
  }
  return matching ?? Uint16Array.from({ length: segment.size }, (_, ordinal) => ordinal);
}

/** One list per condition; read one at a time, so that an empty one spares the rest. */
function* listsOf(
  sql: Statements,
  segment: Segment,
  filter: SearchFilter,
): Iterable<Uint16Array | undefined> {
  if (filter.authors) yield anyAuthor(sql, segment, filter.authors);
  for (const term of filter.terms) {
    if (term.length === 1) yield ordinalsByUnit(sql, segment.no, term.charCodeAt(0));
    for (let i = 0; i + 1 < term.length; i++)
      yield ordinalsByPair(sql, segment.no, pairKey(term.charCodeAt(i), term.charCodeAt(i + 1)));
  }
  if (filter.label !== undefined) yield ordinalsByLabel(sql, segment.no, filter.label);
}

function anyAuthor(sql: Statements, segment: Segment, authors: readonly number[]): Uint16Array {
  const ordinals = authors.flatMap((author) => [...(ordinalsByAuthor(sql, segment.no, author) ?? [])]);
  return Uint16Array.from(ordinals).sort();
}

function checkTexts(
  sql: Statements,
  broadcastNo: number,
  offsets: readonly number[],
  terms: readonly string[],
): number[] {
  return sql
    .all<[number]>(
      `SELECT content.id FROM json_each(?) CROSS JOIN content ON content.id = json_each.value
        WHERE ${terms.map(() => 'instr(search, ?)').join(' AND ')}`,
      JSON.stringify(offsets.map((offset) => contentId(broadcastNo, offset))),
      ...terms,
    )
    .map(([id]) => rawOffsetOf(id));
}

function scanUnsealed(sql: Statements, filter: SearchFilter, range: SearchRange): number[] {
  const { broadcastNo, sealedUpto, above, below, limit } = range;
  const { where, values } = conditions(filter);
  const direction = range.order === 'newest' ? 'DESC' : 'ASC';
  const end = Math.min(contentId(broadcastNo, below), contentEnd(broadcastNo));
  const rows = [
    ...sql.all<[number]>(
      `SELECT id FROM content WHERE id > ? AND id < ? ${where} ORDER BY id ${direction} LIMIT ?`,
      contentId(broadcastNo, Math.max(above, sealedUpto)),
      end,
      ...values,
      limit,
    ),
    ...sql.all<[number]>(
      `SELECT id FROM late CROSS JOIN content USING (id) WHERE late.id > ? AND late.id < ? ${where} ORDER BY id ${direction} LIMIT ?`,
      contentId(broadcastNo, above),
      end,
      ...values,
      limit,
    ),
  ];
  return rows.map(([id]) => rawOffsetOf(id));
}

/** The filter in SQL, over the columns of content. */
export function conditions(filter: SearchFilter): { where: string; values: (string | number)[] } {
  const values: (string | number)[] = [];
  let where = '';
  if (filter.label !== undefined) {
    where += ' AND labels & ?';
    values.push(2 ** filter.label);
  }
  if (filter.authors) {
    where += ' AND content.author IN (SELECT value FROM json_each(?))';
    values.push(JSON.stringify(filter.authors));
  }
  for (const term of filter.terms) {
    where += ' AND instr(search, ?)';
    values.push(term);
  }
  return { where, values };
}
