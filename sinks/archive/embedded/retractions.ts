import type {
  ChatCleared,
  MessageAnalyzed,
  MessageRemoved,
  PlatformSanctioned,
} from '../../../core/events/generated.ts';
import type { Statements } from '../../sqlite/statements.ts';
import { offsetsOfAuthors } from './author-offsets.ts';
import { numbersOfId } from './authors.ts';
import type { BroadcastState, BroadcastStates } from './broadcast-states.ts';
import type { EarlierActs } from './content-writer.ts';
import { contentId } from './schema.ts';

type Kind = 'message' | 'author';

/** An act of the platform, in order of `chat.raw`. */
interface Act {
  readonly rawOffset: number;
  readonly at: number;
}

/**
 * What platforms took back. The acts themselves are kept, so that they may come before their messages; `retracted`
 * holds, per stored message, the earliest act on it or on its author. Clears are few and are applied by the reader.
 */
export class Retractions implements EarlierActs {
  readonly #sql: Statements;
  readonly #states: BroadcastStates;

  constructor(sql: Statements, states: BroadcastStates) {
    this.#sql = sql;
    this.#states = states;
  }

  contentCame(state: BroadcastState, analyzed: MessageAnalyzed, author: number): void {
    const { message, rawOffset } = analyzed;
    const id = contentId(state.no, rawOffset);
    if (state.awaited.size > 0 && state.awaited.delete(message.messageId)) {
      const removal = this.#sql.first<[number, number]>(
        'UPDATE removal SET awaited = 0 WHERE broadcast = ? AND message_id = ? RETURNING off, at',
        state.no,
        message.messageId,
      );
      if (removal) this.#retract(id, author, 'message', { rawOffset: removal[0], at: removal[1] });
    }
    if (rawOffset < state.lastSanction && message.author.id !== '') {
      const sanction = this.#sql.first<[number, number]>(
        'SELECT off, at FROM sanction WHERE broadcast = ? AND author_id = ? AND off > ? ORDER BY off LIMIT 1',
        state.no,
        message.author.id,
        rawOffset,
      );
      if (sanction) this.#retract(id, author, 'author', { rawOffset: sanction[0], at: sanction[1] });
    }
  }

  removed(event: MessageRemoved): void {
    const state = this.#states.of(event.broadcastId);
    const stored = this.#states.find(state, event.messageId);
    this.#sql.run(
      `INSERT INTO removal(broadcast, message_id, off, at, awaited) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET off = excluded.off, at = excluded.at WHERE excluded.off < off`,
      [state.no, event.messageId, event.rawOffset, event.eventTime, stored === undefined ? 1 : 0],
    );
    if (stored === undefined) {
      state.awaited.add(event.messageId);
      return;
    }
    const id = contentId(state.no, stored);
    const author = this.#sql.first<[number]>('SELECT author FROM content WHERE id = ?', id)?.[0];
    if (author !== undefined)
      this.#retract(id, author, 'message', { rawOffset: event.rawOffset, at: event.eventTime });
  }

  sanctioned(event: PlatformSanctioned): void {
    if (event.authorId === '') return;
    const state = this.#states.of(event.broadcastId);
    this.#sql.run('INSERT OR IGNORE INTO sanction VALUES (?, ?, ?, ?)', [
      state.no,
      event.authorId,
      event.rawOffset,
      event.eventTime,
    ]);
    state.lastSanction = Math.max(state.lastSanction, event.rawOffset);
    // What an earlier sanction covers is retracted by it.
    const earlier = this.#sql.first<[number | null]>(
      'SELECT max(off) FROM sanction WHERE broadcast = ? AND author_id = ? AND off < ?',
      state.no,
      event.authorId,
      event.rawOffset,
    )?.[0];
    const range = { from: earlier ?? 0, to: event.rawOffset };
    for (const author of numbersOfId(this.#sql, event.authorId))
      for (const offset of offsetsOfAuthors(this.#sql, state, [author], range))
        this.#retract(contentId(state.no, offset), author, 'author', {
          rawOffset: event.rawOffset,
          at: event.eventTime,
        });
  }

  cleared(event: ChatCleared): void {
    const state = this.#states.of(event.broadcastId);
    this.#sql.run('INSERT OR IGNORE INTO clear VALUES (?, ?, ?)', [
      state.no,
      event.rawOffset,
      event.eventTime,
    ]);
  }

  #retract(id: number, author: number, kind: Kind, act: Act): void {
    this.#sql.run(
      `INSERT INTO retracted(id, author, off, at, kind) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET off = excluded.off, at = excluded.at, kind = excluded.kind
         WHERE excluded.off < off`,
      [id, author, act.rawOffset, act.at, kind],
    );
  }
}
