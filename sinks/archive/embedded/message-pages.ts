import type { Statements } from '../../sqlite/statements.ts';
import { MESSAGE_LABELS, type MessagePage, type MessageQuery } from '../port.ts';
import { searchTerms } from '../search-text.ts';
import { numbersOfIdOrName } from './authors.ts';
import { findBroadcast, offsetAtTime } from './broadcast-row.ts';
import { contentEnd, contentId, rawOffsetOf } from './schema.ts';
import {
  conditions,
  searchMessages,
  type SearchFilter,
  type SearchRange,
  type SearchResult,
} from './search.ts';
import type { StoredMessages } from './stored-rows.ts';

const NOTHING: MessagePage = { items: [], more: false, partial: false };

/** Answers a query for messages: first their offsets, then the rows of the page alone. */
export function messagePage(sql: Statements, stored: StoredMessages, query: MessageQuery): MessagePage {
  const broadcast = findBroadcast(sql, query.broadcastId);
  if (!broadcast) return NOTHING;
  const { no, sealedUpto } = broadcast;
  const filter: SearchFilter = {
    terms: searchTerms(query.text ?? ''),
    authors:
      query.author === undefined ? undefined : numbersOfIdOrName(sql, query.author, broadcast.platform),
    label: query.label === undefined ? undefined : MESSAGE_LABELS.indexOf(query.label),
  };
  if (filter.authors?.length === 0) return NOTHING;
  const range: SearchRange = {
    broadcastNo: no,
    sealedUpto,
    above: Math.max(query.after ?? -1, query.from === undefined ? -1 : offsetAtTime(sql, no, query.from) - 1),
    below: Math.min(
      query.before ?? Infinity,
      query.to === undefined ? Infinity : offsetAtTime(sql, no, query.to),
      rawOffsetOf(contentEnd(no) - 1),
    ),
    order: query.after === undefined ? 'newest' : 'oldest',
    limit: query.limit + 1,
  };
  const found = query.label === 'removed' ? searchRemoved(sql, filter, range) : find(sql, filter, range);
  const offsets = found.offsets.slice(0, query.limit);
  if (range.order === 'newest') offsets.reverse();
  return {
    items: stored.at(no, offsets),
    more: found.offsets.length > query.limit,
    partial: found.partial,
  };
}

function find(sql: Statements, filter: SearchFilter, range: SearchRange): SearchResult {
  const filtered = filter.terms.length > 0 || filter.authors !== undefined || filter.label !== undefined;
  return filtered ? searchMessages(sql, filter, range) : everything(sql, range);
}

function everything(sql: Statements, range: SearchRange): SearchResult {
  const rows = sql.all<[number]>(
    `SELECT id FROM content WHERE id > ? AND id < ? ORDER BY id ${range.order === 'newest' ? 'DESC' : 'ASC'} LIMIT ?`,
    contentId(range.broadcastNo, range.above),
    contentId(range.broadcastNo, range.below),
    range.limit,
  );
  return { offsets: rows.map(([id]) => rawOffsetOf(id)), partial: false };
}

/** Below the last clear everything is removed; above it, what stands in `retracted`. */
function searchRemoved(sql: Statements, filter: SearchFilter, range: SearchRange): SearchResult {
  const cleared =
    sql.first<[number | null]>('SELECT max(off) FROM clear WHERE broadcast = ?', range.broadcastNo)?.[0] ?? 0;
  const content: SearchFilter = { ...filter, label: undefined };
  const older = (limit: number): SearchResult =>
    find(sql, content, { ...range, below: Math.min(range.below, cleared), limit });
  const newer = (limit: number): SearchResult =>
    searchRetracted(sql, content, { ...range, above: Math.max(range.above, cleared - 1), limit });
  const [first, second] = range.order === 'newest' ? [newer, older] : [older, newer];
  const start = first(range.limit);
  if (start.offsets.length >= range.limit) return start;
  const rest = second(range.limit - start.offsets.length);
  return { offsets: [...start.offsets, ...rest.offsets], partial: start.partial || rest.partial };
}

function searchRetracted(sql: Statements, filter: SearchFilter, range: SearchRange): SearchResult {
  const { where, values } = conditions(filter);
  const rows = sql.all<[number]>(
    `SELECT retracted.id FROM retracted CROSS JOIN content USING (id) WHERE retracted.id > ? AND retracted.id < ? ${where}
      ORDER BY retracted.id ${range.order === 'newest' ? 'DESC' : 'ASC'} LIMIT ?`,
    contentId(range.broadcastNo, range.above),
    contentId(range.broadcastNo, range.below),
    ...values,
    range.limit,
  );
  return { offsets: rows.map(([id]) => rawOffsetOf(id)), partial: false };
}
