import { MongoClient } from 'mongodb';
import { expect, it } from 'vitest';
import { useMongo } from '../../../tests/services/test-databases.ts';
import {
  messageEntry,
  removedEntry,
  SAMPLE_BROADCAST,
  sampleBatch,
  sanctionedEntry,
} from '../sample-events.ts';
import { inspectMongoArchive } from './inspect.ts';
import { openMongoArchive } from './mongo-archive.ts';
import { openArchiveRebuild } from './rebuild.ts';

const mongo = useMongo();

async function stored(url: string): Promise<string[]> {
  const archive = await inspectMongoArchive(url);
  const rows: string[] = [];
  for await (const { messageId, rawOffset, removed } of archive.messages())
    rows.push(`${messageId} at ${rawOffset}${removed ? ` removed as ${removed.kind}` : ''}`);
  await archive.close();
  return rows.sort();
}

it('what is older than the log is taken over, all else is made anew, and indexes come along', async () => {
  const url = mongo.freshUrl();
  const archive = await openMongoArchive({ url });
  const older = [
    messageEntry({ rawOffset: 1 }),
    messageEntry({ rawOffset: 2 }),
    messageEntry({ rawOffset: 3 }),
  ];
  const later = [
    messageEntry({ rawOffset: 10 }),
    removedEntry(11, 'm2'),
    sanctionedEntry(12, 'a3'),
    messageEntry({ rawOffset: 13 }),
  ];
  await archive.write(sampleBatch([...older, removedEntry(4, 'm1'), ...later]));
  const live = await stored(url);
  expect(live).toContain('m1 at 1 removed as message');
  expect(live).toContain('m2 at 2 removed as message');

  const client = new MongoClient(url);
  const messages = client.db().collection<{ _id: string }>('messages');
  await messages.deleteOne({ _id: `${SAMPLE_BROADCAST}/m10` });
  await messages.updateOne({ _id: `${SAMPLE_BROADCAST}/m2` }, { $unset: { removal: '', retracted: '' } });
  const indexes = (await messages.indexes()).length;
  expect(await stored(url)).not.toEqual(live);

  const rebuild = await openArchiveRebuild(url);
  expect(await rebuild.keepOlder((_, rawOffset) => rawOffset < 10)).toBe(3);
  await rebuild.write(later);
  // Nothing is seen of it before it is whole.
  expect(await stored(url)).not.toEqual(live);
  await rebuild.putInPlace();
  await rebuild.close();
  expect(await stored(url)).toEqual(live);
  expect(await messages.indexes()).toHaveLength(indexes);
  const names = await client.db().listCollections({}, { nameOnly: true }).toArray();
  expect(names.filter(({ name }) => name.includes('rebuild'))).toEqual([]);
  await client.close();
  await archive.close();
});

it('one after another starts from nothing: content that was changed in between is made anew', async () => {
  const url = mongo.freshUrl();
  const archive = await openMongoArchive({ url });
  const entries = [messageEntry({ rawOffset: 1 }), messageEntry({ rawOffset: 2 })];
  await archive.write(sampleBatch(entries));
  const live = await bodies(url);
  const client = new MongoClient(url);
  for (let round = 0; round < 2; round += 1) {
    const messages = client.db().collection<{ _id: string; body: unknown }>('messages');
    const other = await messages.findOne({ _id: `${SAMPLE_BROADCAST}/m1` });
    await messages.updateOne({ _id: `${SAMPLE_BROADCAST}/m2` }, { $set: { body: other?.body } });
    expect(await bodies(url)).not.toEqual(live);
    const rebuild = await openArchiveRebuild(url);
    await rebuild.keepOlder(() => false);
    await rebuild.write(entries);
    await rebuild.putInPlace();
    await rebuild.close();
    expect(await bodies(url)).toEqual(live);
  }
  await client.close();
  await archive.close();
});

async function bodies(url: string): Promise<string[]> {
  const archive = await inspectMongoArchive(url);
  const rows: string[] = [];
  for await (const { messageId, value } of archive.messages())
    rows.push(`${messageId} ${Buffer.from(value).toString('base64')}`);
  await archive.close();
  return rows.sort();
}

it('one that is given up leaves the archive as it was', async () => {
  const url = mongo.freshUrl();
  const archive = await openMongoArchive({ url });
  await archive.write(sampleBatch([messageEntry({ rawOffset: 1 })]));
  const live = await stored(url);
  const rebuild = await openArchiveRebuild(url);
  await rebuild.write([messageEntry({ rawOffset: 2 })]);
  await rebuild.close();
  expect(await stored(url)).toEqual(live);
  await archive.close();
});
