import { Binary, type UpdateOneModel } from 'mongodb';
import type { EventCodec } from '../../../core/events/codec.ts';
import type { MessageAnalyzed, WordsRanked } from '../../../core/events/generated.ts';
import type { ArchiveEntry } from '../port.ts';
import { insertNew, upsertAll } from './bulk.ts';
import {
  contentOf,
  joinId,
  personOf,
  type Act,
  type Collections,
  type Content,
  type MessageDocument,
  type WordsDocument,
} from './documents.ts';
import { foldBatch, type FoldedBatch, type MessageActs } from './fold.ts';
import { applySanctions, sanctionNew } from './sanctions.ts';

/**
 * Writes batches. Every write is idempotent and they commute, so that batches may come again, in another order, and from
 * two processes at once.
 *
 * What concerns other documents (sanctions, erasures) is safe without transactions by the order of steps: an act is
 * stored before it is applied to the stored messages; a message is stored before the stored acts are looked up. Of two
 * that happen at once at least one sees the other. When a process dies in between, its batch comes again.
 */
export class ArchiveWriter {
  readonly #collections: Collections;
  readonly #codec: EventCodec;

  constructor(collections: Collections, codec: EventCodec) {
    this.#collections = collections;
    this.#codec = codec;
  }

  async write(entries: readonly ArchiveEntry[]): Promise<void> {
    const batch = foldBatch(entries);
    await this.#storeActs(batch);
    const content = await this.#withoutErased(batch.content);
    await storeContent(
      this.#collections.messages,
      [...content].map(([_id, analyzed]) => ({ _id, ...contentOf(analyzed, this.#codec) })),
    );
    await upsertAll(
      this.#collections.messages,
      [...batch.acts].map(([_id, on]) => actUpdate(_id, on)),
    );
    await sanctionNew(this.#collections, batch.sanctions);
    await applySanctions(this.#collections, content);
    await this.#erase(batch.erasures.map(({ platform, authorId }) => ({ platform, person: authorId })));
    await this.#erase(await this.#erasedOf(content.values()));
  }

  async #storeActs({ sanctions, clears, words, erasures }: FoldedBatch): Promise<void> {
    await insertNew(
      this.#collections.erased,
      erasures.map(({ platform, authorId }) => ({ _id: joinId(platform, authorId) })),
    );
    await insertNew(
      this.#collections.sanctions,
      sanctions.map((sanction) => ({
        _id: joinId(sanction.broadcastId, sanction.rawOffset, sanction.authorId),
        author: sanction.authorId,
        ...actFields(sanction),
      })),
    );
    await insertNew(
      this.#collections.clears,
      clears.map((clear) => ({ _id: joinId(clear.broadcastId, clear.rawOffset), ...actFields(clear) })),
    );
    const stored = new Date();
    await upsertAll(
      this.#collections.words,
      [...words].map(([_id, ranked]) => wordsUpdate(_id, ranked, stored, this.#codec)),
    );
  }

  async #withoutErased(
    content: ReadonlyMap<string, MessageAnalyzed>,
  ): Promise<ReadonlyMap<string, MessageAnalyzed>> {
    const erased = await this.#erasedOf(content.values());
    if (erased.length === 0) return content;
    const ids = new Set(erased.map(erasedId));
    return new Map([...content].filter(([, analyzed]) => !ids.has(erasedId(authorOf(analyzed)))));
  }

  /** The erased ones among the authors of these messages. */
  async #erasedOf(content: Iterable<MessageAnalyzed>): Promise<Author[]> {
    const authors = new Map<string, Author>();
    for (const analyzed of content)
      if (analyzed.message.author.id !== '') {
        const author = authorOf(analyzed);
        authors.set(erasedId(author), author);
      }
    if (authors.size === 0) return [];
    const found = await this.#collections.erased.find({ _id: { $in: [...authors.keys()] } }).toArray();
    return found.flatMap(({ _id }) => authors.get(_id) ?? []);
  }

  async #erase(authors: readonly Author[]): Promise<void> {
    for (const { platform, person } of authors)
      await this.#collections.messages.deleteMany({ platform, person });
  }
}

interface Author {
  readonly platform: string;
  readonly person: string;
}

function authorOf({ message }: MessageAnalyzed): Author {
  return { platform: message.platform, person: personOf(message.author) };
}

function erasedId({ platform, person }: Author): string {
  return joinId(platform, person);
}

function actFields(event: {
  readonly broadcastId: string;
  readonly rawOffset: number;
  readonly eventTime: number;
  readonly rawAppend: number;
}): Act & { readonly broadcast: string; readonly appended: Date } {
  return {
    broadcast: event.broadcastId,
    offset: event.rawOffset,
    at: event.eventTime,
    appended: new Date(event.rawAppend),
  };
}

/**
 * Content goes where there is none, or one of a higher offset: an act may have made the document before. Nearly all is new.
 * What is there already is mostly the same again, so it is looked at first: a batch that comes again then writes nothing.
 */
async function storeContent(
  messages: Collections['messages'],
  documents: readonly (Content & { readonly _id: string })[],
): Promise<void> {
  const collided = new Set((await insertNew(messages, documents)).map(({ _id }) => _id));
  if (collided.size === 0) return;
  const found = await messages
    .find({ _id: { $in: [...collided] } }, { readPreference: 'primary' })
    .project<{ _id: string; offset?: number }>({ offset: 1 })
    .toArray();
  const stored = new Map(found.map(({ _id, offset }) => [_id, offset]));
  const better = documents.filter(
    ({ _id, offset }) => collided.has(_id) && (stored.get(_id) ?? Infinity) > offset,
  );
  if (better.length === 0) return;
  await messages.bulkWrite(
    better.map(({ _id, ...content }) => ({
      updateOne: {
        filter: { _id, $or: [{ offset: { $exists: false } }, { offset: { $gt: content.offset } }] },
        update: { $set: content },
      },
    })),
    { ordered: false },
  );
}

/** Registers that only move one way: no condition, so that the id alone finds the document. */
function actUpdate(_id: string, on: MessageActs): UpdateOneModel<MessageDocument> {
  const { hidden, approved, removal } = on;
  const highest = {
    acted: new Date(on.acted),
    ...(hidden === undefined ? {} : { hidden }),
    ...(approved === undefined ? {} : { approved }),
  };
  return {
    filter: { _id },
    update: {
      $max: highest,
      // Documents are compared field by field: the offset comes first.
      ...(removal ? { $min: { removal }, $set: { retracted: true } } : {}),
    },
  };
}

/** The list of the higher stamp stays. */
function wordsUpdate(
  _id: string,
  ranked: WordsRanked,
  stored: Date,
  codec: EventCodec,
): UpdateOneModel<WordsDocument> {
  const { broadcastId, start, stamp } = ranked;
  const body = new Binary(codec.encode('WordsRanked', ranked));
  return {
    filter: { _id, stamp: { $lt: stamp } },
    update: { $set: { broadcast: broadcastId, start, stamp, body, stored } },
  };
}
