import type { Statements } from '../../sqlite/statements.ts';
import { contentEnd, contentId, rawOffsetOf } from './schema.ts';
import { ordinalsByAuthor, segmentOffsets, segmentsBetween } from './segments.ts';

/** The offsets, from `range.from` and below `range.to`, of the messages of the authors with these numbers, ascending. */
export function offsetsOfAuthors(
  sql: Statements,
  broadcast: { readonly no: number; readonly sealedUpto: number },
  authors: readonly number[],
  range: { readonly from: number; readonly to: number } = { from: 0, to: Infinity },
): number[] {
  if (authors.length === 0) return [];
  const { no, sealedUpto } = broadcast;
  const offsets: number[] = [];
  for (const segment of segmentsBetween(sql, no, range.from, Math.min(sealedUpto, range.to - 1))) {
    for (const author of authors) {
      const ordinals = ordinalsByAuthor(sql, segment.no, author);
      if (!ordinals) continue;
      const members = segmentOffsets(sql, segment);
      for (const ordinal of ordinals) offsets.push(members.at(ordinal));
    }
  }
  const end = Math.min(contentEnd(no), contentId(no, range.to));
  const unsealed = sql.all<[number]>(
    `SELECT id FROM content WHERE id > ? AND id < ? AND author IN (SELECT value FROM json_each(?))
     UNION ALL
     SELECT id FROM late CROSS JOIN content USING (id)
      WHERE late.id >= ? AND late.id < ? AND author IN (SELECT value FROM json_each(?))`,
    contentId(no, Math.max(sealedUpto, range.from - 1)),
    end,
    JSON.stringify(authors),
    contentId(no, range.from),
    end,
    JSON.stringify(authors),
  );
  for (const [id] of unsealed) offsets.push(rawOffsetOf(id));
  return offsets.filter((offset) => offset >= range.from && offset < range.to).sort((a, b) => a - b);
}

export interface AuthorActivity {
  messages: number;
  /** Offset of the last message. */
  last: number;
}

/** How much the authors with these numbers wrote in a broadcast, by number. */
export function activityOf(
  sql: Statements,
  broadcast: { readonly no: number; readonly sealedUpto: number },
  authors: readonly number[],
): Map<number, AuthorActivity> {
  const { no, sealedUpto } = broadcast;
  const activities = new Map<number, AuthorActivity>();
  const add = (author: number, messages: number, last: number): void => {
    const known = activities.get(author);
    if (!known) activities.set(author, { messages, last });
    else {
      known.messages += messages;
      known.last = Math.max(known.last, last);
    }
  };
  const unsealed = sql.all<[number, number, number]>(
    `SELECT author, count(*), max(id) FROM (
       SELECT author, id FROM content WHERE id > ? AND id < ?
       UNION ALL SELECT author, id FROM late CROSS JOIN content USING (id) WHERE late.id >= ? AND late.id < ?
     ) WHERE author IN (SELECT value FROM json_each(?)) GROUP BY author`,
    contentId(no, sealedUpto),
    contentEnd(no),
    contentId(no, 0),
    contentEnd(no),
    JSON.stringify(authors),
  );
  for (const [author, messages, id] of unsealed) add(author, messages, rawOffsetOf(id));
  for (const segment of segmentsBetween(sql, no, 0, sealedUpto))
    for (const author of authors) {
      const ordinals = ordinalsByAuthor(sql, segment.no, author);
      if (!ordinals) continue;
      const known = activities.get(author)?.last ?? -1;
      const last = segment.last > known ? segmentOffsets(sql, segment).at(ordinals.at(-1) ?? 0) : known;
      add(author, ordinals.length, last);
    }
  return activities;
}
