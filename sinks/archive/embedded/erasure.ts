import type { AuthorErased } from '../../../core/events/generated.ts';
import type { Statements } from '../../sqlite/statements.ts';
import { offsetsOfAuthors } from './author-offsets.ts';
import type { Authors } from './authors.ts';
import type { BroadcastStates } from './broadcast-states.ts';
import type { ContentWriter } from './content-writer.ts';
import { contentId } from './schema.ts';
import { unsealSegments } from './segments.ts';

/**
 * Deletes everything of an author on all broadcasts of the platform, the traces in the search index included, and bars
 * the author for ever. Rare and thorough: its time grows with the archive.
 */
export function eraseAuthor(
  sql: Statements,
  parts: { readonly states: BroadcastStates; readonly authors: Authors; readonly content: ContentWriter },
  event: AuthorErased,
): void {
  const { states, authors, content } = parts;
  if (event.authorId === '') return;
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
      if (messageId !== undefined) content.remove(state, messageId, offset);
    }
  }
}
