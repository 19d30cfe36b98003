import type { EventCodec } from '../../../core/events/codec.ts';
import type { MessageAnalyzed, RankedWord } from '../../../core/events/generated.ts';
import type { ArchivedMessage, BroadcastTotals, MessagePage, MessageQuery, Offender } from '../port.ts';
import { sumWords } from '../../../core/sum-words.ts';
import { registerValue, type Act, type Collections, type MessageDocument } from './documents.ts';
import { isTimeLimit } from './errors.ts';
import { messageFilter, messageOrder } from './message-filter.ts';
import { worstAuthors } from './offenders.ts';

/** A query for messages that takes longer (ms) answers that it is partial. */
const SEARCH_LIMIT = 5000;
/** Other queries may take so long (ms). */
const QUERY_LIMIT = 15_000;

/** What an answer needs of a document. */
const ANSWERED = { body: 1, removal: 1, sanction: 1, hidden: 1, approved: 1 } as const;
type AnsweredDocument = Pick<MessageDocument, '_id' | keyof typeof ANSWERED>;

export class ArchiveQueries {
  readonly #collections: Collections;
  readonly #codec: EventCodec;

  constructor(collections: Collections, codec: EventCodec) {
    this.#collections = collections;
    this.#codec = codec;
  }

  async messages(query: MessageQuery): Promise<MessagePage> {
    const clears = await this.#clears(query.broadcastId);
    const filter = messageFilter(query, clears.at(-1)?.offset ?? 0);
    let found: AnsweredDocument[];
    try {
      found = await this.#collections.messages
        .find(filter)
        .sort(messageOrder(query))
        .limit(query.limit + 1)
        .project<AnsweredDocument>(ANSWERED)
        .maxTimeMS(SEARCH_LIMIT)
        .toArray();
    } catch (error) {
      if (!isTimeLimit(error)) throw error;
      return { items: [], more: false, partial: true };
    }
    const page = found.slice(0, query.limit);
    if (query.after === undefined) page.reverse();
    return {
      items: page.map((document) => this.#archived(document, clears)),
      more: found.length > query.limit,
      partial: false,
    };
  }

  async totals(broadcastId: string): Promise<BroadcastTotals> {
    const { messages } = this.#collections;
    const cleared = (await this.#clears(broadcastId)).at(-1)?.offset ?? 0;
    const own = { broadcast: broadcastId };
    const count = (filter: object): Promise<number> =>
      messages.countDocuments({ ...own, ...filter }, { maxTimeMS: QUERY_LIMIT });
    const edge = async (direction: 1 | -1): Promise<number | null> => {
      const [document] = await messages
        .find(own)
        .sort({ offset: direction })
        .limit(1)
        .project<Pick<MessageDocument, 'time'>>({ time: 1 })
        .maxTimeMS(QUERY_LIMIT)
        .toArray();
      return document?.time?.getTime() ?? null;
    };
    const [all, clearedAway, retracted, firstAt, lastAt] = await Promise.all([
      count({}),
      cleared > 0 ? count({ offset: { $lt: cleared } }) : 0,
      count({ retracted: true, offset: { $gte: cleared } }),
      edge(1),
      edge(-1),
    ]);
    return { messages: all, removed: clearedAway + retracted, firstAt, lastAt };
  }

  async words(query: {
    broadcastId: string;
    from?: number;
    to?: number;
    limit: number;
  }): Promise<RankedWord[]> {
    const { broadcastId, from = Number.MIN_SAFE_INTEGER, to = Number.MAX_SAFE_INTEGER, limit } = query;
    const minutes = await this.#collections.words
      .find({ broadcast: broadcastId, start: { $gte: from, $lt: to } })
      .project<{ body: { value(): Uint8Array } }>({ body: 1 })
      .maxTimeMS(QUERY_LIMIT)
      .toArray();
    return sumWords(
      minutes.map(({ body }) => {
        const event = this.#codec.decode(body.value());
        return event.type === 'WordsRanked' ? event.data.words : [];
      }),
      limit,
    );
  }

  async offenders(query: { broadcastId: string; limit: number }): Promise<Offender[]> {
    const worst = await worstAuthors(this.#collections, { ...query, maxTimeMS: QUERY_LIMIT });
    return worst.map(({ body, messages, profane, removed }) => {
      const { message, eventTime } = this.#analyzed(body);
      const { id, name } = message.author;
      return { authorId: id, name, messages, profane, removed, lastAt: eventTime };
    });
  }

  /** The next block of an export: messages above an offset, ascending. */
  async block(broadcastId: string, above: number, limit: number): Promise<ArchivedMessage[]> {
    const clears = await this.#clears(broadcastId);
    const found = await this.#collections.messages
      .find({ broadcast: broadcastId, offset: { $gt: above } })
      .sort({ offset: 1 })
      .limit(limit)
      .project<AnsweredDocument>(ANSWERED)
      .maxTimeMS(QUERY_LIMIT)
      .toArray();
    return found.map((document) => this.#archived(document, clears));
  }

  /** In order of offset. Few: a clear is an act of a moderator. */
  #clears(broadcastId: string): Promise<Act[]> {
    return this.#collections.clears
      .find({ broadcast: broadcastId })
      .sort({ offset: 1 })
      .project<Act>({ offset: 1, at: 1 })
      .maxTimeMS(SEARCH_LIMIT)
      .toArray();
  }

  #archived(document: AnsweredDocument, clears: readonly Act[]): ArchivedMessage {
    const analyzed = this.#analyzed(document.body);
    return {
      analyzed,
      removed: removedOf(document, analyzed.rawOffset, clears),
      hidden: registerValue(document.hidden),
      approved: registerValue(document.approved),
    };
  }

  #analyzed(body: MessageDocument['body']): MessageAnalyzed {
    if (!body) throw new Error('A message of the archive has no body.');
    const event = this.#codec.decode(body.value());
    if (event.type !== 'MessageAnalyzed')
      throw new Error(`The body of a message in the archive is a ${event.type}.`);
    return event.data;
  }
}

/** The earliest of the acts that took a message back. */
export function removedOf(
  { removal, sanction }: Pick<MessageDocument, 'removal' | 'sanction'>,
  offset: number,
  clears: readonly Act[],
): ArchivedMessage['removed'] {
  const clear = clears.find((act) => act.offset > offset);
  const acts = [
    { kind: 'message' as const, act: removal },
    { kind: 'author' as const, act: sanction },
    { kind: 'chat' as const, act: clear },
  ];
  let earliest: { kind: 'message' | 'author' | 'chat'; act: Act } | undefined;
  for (const { kind, act } of acts)
    if (act && (!earliest || act.offset < earliest.act.offset)) earliest = { kind, act };
  return earliest ? { at: earliest.act.at, kind: earliest.kind } : null;
}
