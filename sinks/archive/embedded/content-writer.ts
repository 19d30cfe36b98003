import type { MessageAnalyzed } from '../../../core/events/generated.ts';
import type { SqlValue, Statements } from '../../sqlite/statements.ts';
import { labelBits } from '../labels.ts';
import { searchText } from '../search-text.ts';
import type { Authors } from './authors.ts';
import type { BroadcastState, BroadcastStates } from './broadcast-states.ts';
import { contentId, isStorableOffset } from './schema.ts';
import { sealSegments, unsealSegments } from './segments.ts';

const COLUMNS = 7;
const ROWS_PER_INSERT = 16;
const INSERT_ONE = 'INSERT INTO content VALUES (?, ?, ?, ?, ?, ?, ?)';
const INSERT_MANY = `INSERT INTO content VALUES ${Array(ROWS_PER_INSERT).fill('(?, ?, ?, ?, ?, ?, ?)').join(', ')}`;

/** Acts that came before the message they are about, see retractions.ts. */
export interface EarlierActs {
  contentCame(state: BroadcastState, analyzed: MessageAnalyzed, author: number): void;
}

export interface ContentWriterParts {
  readonly states: BroadcastStates;
  readonly authors: Authors;
  readonly acts: EarlierActs;
  readonly segmentSize: number;
}

/** Writes and deletes the content of messages, with all that is derived from it. Always inside a transaction. */
export class ContentWriter {
  readonly #sql: Statements;
  readonly #parts: ContentWriterParts;
  #rows: SqlValue[] = [];

  constructor(sql: Statements, parts: ContentWriterParts) {
    this.#sql = sql;
    this.#parts = parts;
  }

  /** Forgets rows that a failed batch left. */
  beginBatch(): void {
    this.#rows = [];
  }

  /** Writes the content where none is stored, or the stored one has a higher offset, or does nothing. */
  put(analyzed: MessageAnalyzed, value: Uint8Array): void {
    const { message, rawOffset } = analyzed;
    if (!isStorableOffset(rawOffset))
      throw new RangeError(`Message ${message.messageId} has the raw offset ${rawOffset}.`);
    if (this.#parts.authors.isErased(message.platform, message.author)) return;
    const state = this.#parts.states.of(message.broadcastId);
    const stored = this.#parts.states.find(state, message.messageId);
    if (stored !== undefined) {
      if (stored <= rawOffset) return;
      this.flush();
      this.remove(state, message.messageId, stored);
    }
    const author = this.#parts.authors.numberOf(message.platform, message.author);
    this.#rows.push(
      contentId(state.no, rawOffset),
      author,
      analyzed.eventTime,
      labelBits(analyzed),
      message.messageId,
      searchText(analyzed),
      value,
    );
    if (this.#rows.length === COLUMNS * ROWS_PER_INSERT) {
      this.#sql.run(INSERT_MANY, this.#rows);
      this.#rows = [];
    }
    if (rawOffset <= state.sealedUpto)
      this.#sql.run('INSERT INTO late VALUES (?)', [contentId(state.no, rawOffset)]);
    state.unsealed.set(message.messageId, rawOffset);
    state.platform = message.platform;
    state.messages++;
    state.changed = true;
    this.#parts.acts.contentCame(state, analyzed, author);
  }

  /** Deletes a stored message. Its removal, if any, then waits for it again. */
  remove(state: BroadcastState, messageId: string, rawOffset: number): void {
    unsealSegments(this.#sql, state, [rawOffset]);
    const id = contentId(state.no, rawOffset);
    this.#sql.run('DELETE FROM content WHERE id = ?', [id]);
    this.#sql.run('DELETE FROM late WHERE id = ?', [id]);
    this.#sql.run('DELETE FROM retracted WHERE id = ?', [id]);
    const awaited = this.#sql.first(
      'UPDATE removal SET awaited = 1 WHERE broadcast = ? AND message_id = ? RETURNING 1',
      state.no,
      messageId,
    );
    if (awaited) state.awaited.add(messageId);
    state.unsealed.delete(messageId);
    state.messages--;
    state.changed = true;
  }

  /** Makes what was put readable by statements. */
  flush(): void {
    for (let i = 0; i < this.#rows.length; i += COLUMNS)
      this.#sql.run(INSERT_ONE, this.#rows.slice(i, i + COLUMNS));
    this.#rows = [];
  }

  /** Seals what has become enough for a segment. */
  endBatch(): void {
    this.flush();
    for (const state of this.#parts.states.all()) sealSegments(this.#sql, state, this.#parts.segmentSize);
  }
}
