import { MongoClient, type AnyBulkWriteOperation, type BulkWriteOptions } from 'mongodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCodec } from '../../../core/events/codec.ts';
import { useMongo } from '../../../tests/services/test-databases.ts';
import type { ArchiveEntry } from '../port.ts';
import {
  clearedEntry,
  erasedEntry,
  messageEntry,
  SAMPLE_BROADCAST,
  sanctionedEntry,
} from '../sample-events.ts';
import { collectionsOf, type Collections, type MessageDocument } from './documents.ts';
import { ArchiveQueries } from './queries.ts';
import { ArchiveWriter } from './writer.ts';

const mongo = useMongo();

function makeSignal(): { readonly given: Promise<void>; readonly give: () => void } {
  let give = (): void => undefined;
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return {
    given,
    give: () => {
      give();
    },
  };
}

/** Collections whose first bulk write of messages waits until it is let go on. */
function paused(collections: Collections): {
  readonly collections: Collections;
  readonly reached: Promise<void>;
  readonly goOn: () => void;
} {
  const reached = makeSignal();
  const gate = makeSignal();
  const messages = new Proxy(collections.messages, {
    get(target, name) {
      if (name === 'bulkWrite')
        return async (
          operations: AnyBulkWriteOperation<MessageDocument>[],
          options: BulkWriteOptions,
        ): Promise<unknown> => {
          reached.give();
          await gate.given;
          return target.bulkWrite(operations, options);
        };
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
  return {
    collections: { ...collections, messages },
    reached: reached.given,
    goOn: () => {
      gate.give();
    },
  };
}

describe('a writer that falls asleep just before its messages are stored', () => {
  const codec = createCodec();
  let client: MongoClient;
  let collections: Collections;
  const said = [messageEntry({ rawOffset: 1, authorId: 'gone' })];

  beforeEach(() => {
    client = new MongoClient(mongo.freshUrl());
    collections = collectionsOf(client.db());
  });
  afterEach(async () => {
    await client.db().dropDatabase();
    await client.close();
  });

  /** Stores messages, and while that is under way an act of another process. */
  async function sleepThrough(act: ArchiveEntry): Promise<ArchiveQueries> {
    const sleeper = paused(collections);
    const writing = new ArchiveWriter(sleeper.collections, codec).write(said);
    await sleeper.reached;
    await new ArchiveWriter(collections, codec).write([act]);
    sleeper.goOn();
    await writing;
    return new ArchiveQueries(collections, codec);
  }

  const page = { broadcastId: SAMPLE_BROADCAST, limit: 10 };

  it('stores nothing of an author who was erased meanwhile', async () => {
    const queries = await sleepThrough(erasedEntry(1, 'gone'));
    expect((await queries.messages(page)).items).toEqual([]);
  });

  it('marks what a sanction of meanwhile concerns', async () => {
    const queries = await sleepThrough(sanctionedEntry(5, 'gone'));
    expect((await queries.messages(page)).items).toMatchObject([{ removed: { kind: 'author' } }]);
    expect(await queries.totals(SAMPLE_BROADCAST)).toMatchObject({ removed: 1 });
  });

  it('is subject to a clear of meanwhile', async () => {
    const queries = await sleepThrough(clearedEntry(5));
    expect((await queries.messages(page)).items).toMatchObject([{ removed: { kind: 'chat' } }]);
  });

  it('does not undo content of a lower offset', async () => {
    const first = messageEntry({ rawOffset: 0, messageId: 'm1', authorId: 'gone' });
    const queries = await sleepThrough(first);
    expect((await queries.messages(page)).items).toMatchObject([{ analyzed: { rawOffset: 0 } }]);
  });
});
