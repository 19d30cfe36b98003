import fc from 'fast-check';
import { MongoClient } from 'mongodb';
import { expect, it } from 'vitest';
import { useMongo } from '../../../tests/services/test-databases.ts';
import { createMemoryArchive } from '../memory.ts';
import type { ArchiveBatch, ArchivedMessage, ChatArchive, MessageQuery } from '../port.ts';
import { BROADCASTS, sampleQueries, shuffledHistory, writeAll } from '../sample-histories.ts';
import { openMongoArchive } from './mongo-archive.ts';

const mongo = useMongo();

async function exported(archive: ChatArchive, broadcastId: string): Promise<ArchivedMessage[]> {
  const all: ArchivedMessage[] = [];
  for await (const block of archive.export(broadcastId)) all.push(...block);
  return all;
}

/** Both say the same of everything that can be asked. */
async function compare(
  archive: ChatArchive,
  model: ChatArchive,
  asked: readonly MessageQuery[],
): Promise<void> {
  for (const broadcastId of BROADCASTS) {
    expect(await exported(archive, broadcastId)).toEqual(await exported(model, broadcastId));
    expect(await archive.totals(broadcastId)).toEqual(await model.totals(broadcastId));
    const sums = { broadcastId, limit: 5 };
    expect(await archive.offenders(sums)).toEqual(await model.offenders(sums));
    expect(await archive.words(sums)).toEqual(await model.words(sums));
  }
  for (const one of asked) expect(await archive.messages(one)).toEqual(await model.messages(one));
}

async function withDatabase(task: (url: string) => Promise<void>): Promise<void> {
  const url = mongo.freshUrl();
  const client = new MongoClient(url);
  try {
    await task(url);
  } finally {
    await client.db().dropDatabase();
    await client.close();
  }
}

it('ends in any order of arrival, and after repeats, as the plain model in memory', async () => {
  await fc.assert(
    fc.asyncProperty(shuffledHistory, sampleQueries, ({ all, other }, asked) =>
      withDatabase(async (url) => {
        const archive = await openMongoArchive({ url });
        const model = createMemoryArchive();
        await writeAll(model, all);
        await writeAll(archive, other);
        await compare(archive, model, asked);
        await archive.close();
      }),
    ),
    { numRuns: 40 },
  );
});

it('ends the same where a process that was given up for dead writes beside its successor', async () => {
  await fc.assert(
    fc.asyncProperty(shuffledHistory, sampleQueries, ({ all, other }, asked) =>
      withDatabase(async (url) => {
        const archive = await openMongoArchive({ url });
        const zombie = await openMongoArchive({ url });
        const model = createMemoryArchive();
        await writeAll(model, all);
        // Both write all of it, each in an order of its own, at the same time, and in part several batches at once.
        const writeAtOnce = async (writer: ChatArchive, batches: readonly ArchiveBatch[]): Promise<void> => {
          for (let i = 0; i < batches.length; i += 4)
            await Promise.all(batches.slice(i, i + 4).map((batch) => writer.write(batch)));
        };
        await Promise.all([writeAtOnce(archive, all), writeAtOnce(zombie, other)]);
        await compare(archive, model, asked);
        await Promise.all([archive.close(), zombie.close()]);
      }),
    ),
    { numRuns: 30 },
  );
});
