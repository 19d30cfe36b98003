import type { EventCodec } from '../../../core/events/codec.ts';
import { ChatpulseError } from '../../../core/errors.ts';
import type { Statements } from '../../sqlite/statements.ts';
import type { ArchivedMessage } from '../port.ts';
import { contentId, rawOffsetOf } from './schema.ts';

type StoredRow = [
  id: number,
  body: Uint8Array,
  removedOffset: number | null,
  removedAt: number | null,
  removedKind: 'message' | 'author' | null,
  hidden: number | null,
  approved: number | null,
];

const COLUMNS = 'content.id, body, retracted.off, retracted.at, retracted.kind, hidden, approved';
const STATES = `LEFT JOIN retracted ON retracted.id = content.id
  LEFT JOIN verdict ON verdict.broadcast = ? AND verdict.message_id = content.message_id`;

/** Reads stored messages with their states, in one snapshot of the file. */
export class StoredMessages {
  readonly #sql: Statements;
  readonly #codec: EventCodec;

  constructor(sql: Statements, codec: EventCodec) {
    this.#sql = sql;
    this.#codec = codec;
  }

  /** The messages at these offsets, in the order given. */
  at(broadcastNo: number, offsets: readonly number[]): ArchivedMessage[] {
    const rows = this.#sql.all<StoredRow>(
      `SELECT ${COLUMNS} FROM json_each(?) CROSS JOIN content ON content.id = json_each.value ${STATES}`,
      JSON.stringify(offsets.map((offset) => contentId(broadcastNo, offset))),
      broadcastNo,
    );
    return this.#messages(broadcastNo, rows);
  }

  /** The first `limit` messages with a key in (from, to), ascending, and the last one's offset. */
  between(
    broadcastNo: number,
    range: { readonly after: number; readonly end: number; readonly limit: number },
  ): { items: ArchivedMessage[]; lastOffset: number } {
    const rows = this.#sql.all<StoredRow>(
      `SELECT ${COLUMNS} FROM content ${STATES} WHERE content.id > ? AND content.id < ? ORDER BY content.id LIMIT ?`,
      broadcastNo,
      range.after,
      range.end,
      range.limit,
    );
    return { items: this.#messages(broadcastNo, rows), lastOffset: rawOffsetOf(rows.at(-1)?.[0] ?? 0) };
  }

  #messages(broadcastNo: number, rows: readonly StoredRow[]): ArchivedMessage[] {
    if (rows.length === 0) return [];
    const clears = this.#sql.all<[number, number]>(
      'SELECT off, at FROM clear WHERE broadcast = ? ORDER BY off',
      broadcastNo,
    );
    return rows.map((row) => this.#message(row, clears));
  }

  #message(row: StoredRow, clears: readonly [number, number][]): ArchivedMessage {
    const [id, body, removedOffset, removedAt, kind, hidden, approved] = row;
    const event = this.#codec.decode(body);
    if (event.type !== 'MessageAnalyzed')
      throw new ChatpulseError('CHATPULSE_DATA_CORRUPT', {
        message: `The archive holds a ${event.type} as a message.`,
      });
    const offset = rawOffsetOf(id);
    const clear = clears.find(([off]) => off > offset);
    let removed: ArchivedMessage['removed'] = null;
    if (removedOffset !== null && removedAt !== null && kind !== null) removed = { at: removedAt, kind };
    if (clear && (removedOffset === null || clear[0] < removedOffset))
      removed = { at: clear[1], kind: 'chat' };
    return { analyzed: event.data, removed, hidden: hidden === 1, approved: approved === 1 };
  }
}
