import { expect, it } from 'vitest';
import { createFakeClock } from '../../../tests/support/fake-clock.ts';
import { useMongo } from '../../../tests/services/test-databases.ts';
import {
  clearedEntry,
  messageEntry,
  moderatorEntry,
  removedEntry,
  SAMPLE_BROADCAST,
  sampleBatch,
  sampleTime,
  sanctionedEntry,
} from '../sample-events.ts';
import { MongoClient } from 'mongodb';
import { openMongoArchive } from './mongo-archive.ts';

const mongo = useMongo();
const DAY = 24 * 60 * 60_000;

it('deletes what came into the log too long ago, and what was done to it', async () => {
  const url = mongo.freshUrl();
  const clock = createFakeClock(sampleTime(0));
  const archive = await openMongoArchive({ url, retentionDays: 2, clock });
  const client = new MongoClient(url);
  // An offset is a tenth of a second, see sampleTime.
  const day = DAY / 100;
  const count = 2500;
  const at = (days: number, n = 0): number => days * day + n;
  await archive.write(
    sampleBatch(Array.from({ length: count }, (_, n) => messageEntry({ rawOffset: at(0, n) }))),
  );
  await archive.write(
    sampleBatch([
      removedEntry(at(0, 3000), `m${at(0, 5)}`),
      removedEntry(at(0, 3001), 'never-said'),
      sanctionedEntry(at(0, 3002), 'a7'),
      clearedEntry(at(0, 3003)),
      messageEntry({ rawOffset: at(1) }),
      messageEntry({ rawOffset: at(2) }),
      clearedEntry(at(2, 1)),
    ]),
  );
  await archive.write(
    sampleBatch([moderatorEntry('MessageHidden', 5, `m${at(0, 6)}`)], { topic: 'moderation.events' }),
  );
  const messages = async (): Promise<number> => (await archive.totals(SAMPLE_BROADCAST)).messages;
  const documents = (name: string): Promise<number> => client.db().collection(name).countDocuments();

  clock.advance(DAY);
  expect(await messages()).toBe(count + 2);
  // Looks come every hour; the next is set when one has ended.
  const hoursLater = async (): Promise<number> => {
    clock.advance(DAY / 8);
    return messages();
  };
  await expect.poll(hoursLater, { timeout: 60_000 }).toBe(2);
  await expect.poll(() => documents('messages')).toBe(2);
  await expect.poll(() => documents('sanctions')).toBe(0);
  await expect.poll(() => documents('clears')).toBe(1);
  expect((await archive.messages({ broadcastId: SAMPLE_BROADCAST, limit: 5 })).items).toMatchObject([
    { analyzed: { rawOffset: at(1) }, removed: { kind: 'chat' } },
    { analyzed: { rawOffset: at(2) } },
  ]);
  await archive.close();
  await client.db().dropDatabase();
  await client.close();
});
