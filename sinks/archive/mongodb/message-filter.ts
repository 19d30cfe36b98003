import type { Filter, Sort } from 'mongodb';
import type { MessageQuery } from '../port.ts';
import { normalizeForSearch } from '../search-text.ts';
import type { MessageDocument } from './documents.ts';
import { textCondition } from './search-units.ts';

/** The messages that a query asks for. `clearedBelow`: everything of a lower offset was cleared away; 0 for nothing. */
export function messageFilter(query: MessageQuery, clearedBelow: number): Filter<MessageDocument> {
  const all: Filter<MessageDocument>[] = [{ broadcast: query.broadcastId }];
  if (query.before !== undefined) all.push({ offset: { $lt: query.before } });
  if (query.after !== undefined) all.push({ offset: { $gt: query.after } });
  if (query.from !== undefined) all.push({ time: { $gte: new Date(query.from) } });
  if (query.to !== undefined) all.push({ time: { $lt: new Date(query.to) } });
  if (query.author !== undefined) all.push(byAuthor(query.author));
  if (query.label === 'removed') all.push({ $or: [{ retracted: true }, { offset: { $lt: clearedBelow } }] });
  else if (query.label !== undefined) all.push({ labels: query.label });
  const text = textCondition(query.text ?? '');
  if (text) {
    all.push({ units: { $all: text.units } });
    for (const pattern of text.patterns) all.push({ search: { $regex: pattern } });
  }
  return { $and: all };
}

/**
 * In order of offset. Where a range of time is asked for, time goes first: within a broadcast it is the same order, and
 * the one of the index that finds the range.
 */
export function messageOrder(query: MessageQuery): Sort {
  const direction = query.after === undefined ? -1 : 1;
  const isRange = query.from !== undefined || query.to !== undefined;
  return isRange ? { time: direction, offset: direction } : { offset: direction };
}

/** By id, or by shown name in any case. Who has no id is found by name alone. */
function byAuthor(wanted: string): Filter<MessageDocument> {
  const byName = { name: normalizeForSearch(wanted) };
  return wanted === '' || wanted.startsWith('\n') ? byName : { $or: [{ person: wanted }, byName] };
}
