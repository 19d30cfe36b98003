import type { EventCodec } from '../../../core/events/codec.ts';
import type { RankedWord } from '../../../core/events/generated.ts';
import type { Statements } from '../../sqlite/statements.ts';
import type {
  ArchivedMessage,
  BroadcastTotals,
  MessagePage,
  MessageQuery,
  Offender,
  StoredPosition,
} from '../port.ts';
import { sumWords } from '../../../core/sum-words.ts';
import { countBelow, edgeTime, findBroadcast } from './broadcast-row.ts';
import { messagePage } from './message-pages.ts';
import { offendersOf } from './offenders.ts';
import { contentEnd, contentId } from './schema.ts';
import { StoredMessages } from './stored-rows.ts';

/** The queries of the archive on one connection; each sees one snapshot of the file. */
export class ArchiveQueries {
  readonly #sql: Statements;
  readonly #codec: EventCodec;
  readonly #stored: StoredMessages;

  constructor(sql: Statements, codec: EventCodec) {
    this.#sql = sql;
    this.#codec = codec;
    this.#stored = new StoredMessages(sql, codec);
  }

  positions(): StoredPosition[] {
    return this.#sql
      .all<[string, number, number, number]>(
        'SELECT topic, partition, next_offset, stamp FROM position ORDER BY topic, partition',
      )
      .map(([topic, partition, nextOffset, stamp]) => ({ topic, partition, nextOffset, stamp }));
  }

  messages(query: MessageQuery): MessagePage {
    return this.#sql.transaction('read', () => messagePage(this.#sql, this.#stored, query));
  }

  totals(broadcastId: string): BroadcastTotals {
    return this.#sql.transaction('read', () => {
      const broadcast = findBroadcast(this.#sql, broadcastId);
      if (!broadcast) return { messages: 0, removed: 0, firstAt: null, lastAt: null };
      const { no, messages } = broadcast;
      const cleared =
        this.#sql.first<[number | null]>('SELECT max(off) FROM clear WHERE broadcast = ?', no)?.[0] ?? 0;
      const retracted = this.#sql.first<[number]>(
        'SELECT count(*) FROM retracted WHERE id >= ? AND id < ?',
        contentId(no, cleared),
        contentEnd(no),
      );
      return {
        messages,
        removed: (cleared > 0 ? countBelow(this.#sql, broadcast, cleared) : 0) + (retracted?.[0] ?? 0),
        firstAt: edgeTime(this.#sql, no, 'first'),
        lastAt: edgeTime(this.#sql, no, 'last'),
      };
    });
  }

  ping(): void {
    this.#sql.all('SELECT count(*) FROM position');
  }

  words(query: { broadcastId: string; from?: number; to?: number; limit: number }): RankedWord[] {
    const bodies = this.#sql.all<[Uint8Array]>(
      `SELECT body FROM words_minute WHERE broadcast = (SELECT no FROM broadcast WHERE id = ?)
          AND start >= ? AND start < ?`,
      query.broadcastId,
      query.from ?? Number.MIN_SAFE_INTEGER,
      query.to ?? Number.MAX_SAFE_INTEGER,
    );
    return sumWords(
      bodies.map(([body]) => {
        const event = this.#codec.decode(body);
        return event.type === 'WordsRanked' ? event.data.words : [];
      }),
      query.limit,
    );
  }

  offenders(query: { broadcastId: string; limit: number }): Offender[] {
    return this.#sql.transaction('read', () => {
      const broadcast = findBroadcast(this.#sql, query.broadcastId);
      return broadcast ? offendersOf(this.#sql, broadcast, query.limit) : [];
    });
  }

  /** The next block of an export: messages above an offset, ascending. */
  block(broadcastId: string, above: number, limit: number): { items: ArchivedMessage[]; lastOffset: number } {
    return this.#sql.transaction('read', () => {
      const broadcast = findBroadcast(this.#sql, broadcastId);
      if (!broadcast) return { items: [], lastOffset: above };
      const { no } = broadcast;
      return this.#stored.between(no, { after: contentId(no, above), end: contentEnd(no), limit });
    });
  }
}
