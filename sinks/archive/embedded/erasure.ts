import type { AuthorErased } from '../../../core/events/generated.ts';
import type { Statements } from '../../sqlite/statements.ts';
import { offsetsOfAuthors } from './author-offsets.ts';
import type { Authors } from './authors.ts';
import type { BroadcastStates } from './broadcast-states.ts';
import type { ContentWriter } from './content-writer.ts';
import { contentId } from './schema.ts';
import { unsealSegments } from './segments.ts';

/**
 * Zeros of the same length, which SQLite puts where the row is. A deletion alone may move the row first, and leave a
 * copy behind.
 */
const OVERWRITE = `UPDATE content SET message_id = CAST(zeroblob(length(CAST(message_id AS BLOB))) AS TEXT),
  search = CAST(zeroblob(length(CAST(search AS BLOB))) AS TEXT), body = zeroblob(length(body)) WHERE id = ?`;

export interface ErasureParts {
  readonly states: BroadcastStates;
  readonly authors: Authors;
  readonly content: ContentWriter;
}

/**
 * Deletes everything of an author on all broadcasts of the platform, the traces in the search index included, and bars
 * the author for ever. Rare and thorough: its time grows with the archive.
 */
export function eraseAuthor(sql: Statements, parts: ErasureParts, event: AuthorErased): void {
  if (event.authorId === '') return;
  // Pages that become free are overwritten too, whatever it costs.
  sql.all('PRAGMA secure_delete = 1');
  try {
    deleteAuthor(sql, parts, event);
  } finally {
    sql.all('PRAGMA secure_delete = FAST');
  }
}

function deleteAuthor(sql: Statements, parts: ErasureParts, event: AuthorErased): void {
  const { states, authors, content } = parts;
  const numbers = authors.erase(event.platform, event.authorId);
  if (numbers.length === 0) return;
  const broadcasts = sql.all<[string]>(
    'SELECT id FROM broadcast WHERE platform = ? ORDER BY no',
    event.platform,
  );
  for (const [broadcastId] of broadcasts) {
    const state = states.of(broadcastId);
    const offsets = offsetsOfAuthors(sql, state, numbers);
    unsealSegments(sql, state, offsets);
    for (const offset of offsets) {
      const messageId = sql.first<[string]>(
        'SELECT message_id FROM content WHERE id = ?',
        contentId(state.no, offset),
      )?.[0];
      if (messageId === undefined) continue;
      sql.run(OVERWRITE, [contentId(state.no, offset)]);
      content.remove(state, messageId, offset);
    }
  }
}
