import type { Statements } from '../../sqlite/statements.ts';
import { contentEnd, contentId, rawOffsetOf } from './schema.ts';
import { ordinalsByAuthor, segmentOffsets, segmentsBetween } from './segments.ts';

/** The offsets of all messages in a broadcast of the authors with these numbers, ascending. */
export function offsetsOfAuthors(
  sql: Statements,
  broadcast: { readonly no: number; readonly sealedUpto: number },
  authors: readonly number[],
): number[] {
  if (authors.length === 0) return [];
  const { no, sealedUpto } = broadcast;
  const offsets: number[] = [];
  for (const segment of segmentsBetween(sql, no, 0, sealedUpto)) {
    for (const author of authors) {
      const ordinals = ordinalsByAuthor(sql, segment.no, author);
      if (!ordinals) continue;
      const members = segmentOffsets(sql, segment);
      for (const ordinal of ordinals) offsets.push(members.at(ordinal));
    }
  }
  const unsealed = sql.all<[number]>(
    `SELECT id FROM content WHERE id > ? AND id < ? AND author IN (SELECT value FROM json_each(?))
     UNION ALL
     SELECT id FROM late JOIN content USING (id)
      WHERE id >= ? AND id < ? AND author IN (SELECT value FROM json_each(?))`,
    contentId(no, sealedUpto),
    contentEnd(no),
    JSON.stringify(authors),
    contentId(no, 0),
    contentEnd(no),
    JSON.stringify(authors),
  );
  for (const [id] of unsealed) offsets.push(rawOffsetOf(id));
  return offsets.sort((a, b) => a - b);
}
