import { MongoServerError } from 'mongodb';
import type { Collections } from './documents.ts';

interface ArchiveIndex {
  readonly collection: 'messages' | 'sanctions' | 'clears' | 'words';
  readonly key: Readonly<Record<string, 1>>;
  readonly sparse?: true;
}

/** The indexes of version 1. */
const FIRST_INDEXES: readonly ArchiveIndex[] = [
  // Pages, export, counts.
  { collection: 'messages', key: { broadcast: 1, offset: 1 } },
  // Ranges of time: within a broadcast time and offset are in the same order.
  { collection: 'messages', key: { broadcast: 1, time: 1, offset: 1 } },
  { collection: 'messages', key: { broadcast: 1, units: 1, offset: 1 } },
  { collection: 'messages', key: { broadcast: 1, labels: 1, offset: 1 } },
  { collection: 'messages', key: { broadcast: 1, person: 1, offset: 1 } },
  { collection: 'messages', key: { broadcast: 1, name: 1, offset: 1 } },
  { collection: 'messages', key: { broadcast: 1, retracted: 1, offset: 1 } },
  // Erasure of an author.
  { collection: 'messages', key: { platform: 1, person: 1 } },
  // Retention.
  { collection: 'messages', key: { appended: 1 } },
  { collection: 'messages', key: { acted: 1 }, sparse: true },
  { collection: 'sanctions', key: { broadcast: 1, author: 1, offset: 1 } },
  { collection: 'sanctions', key: { appended: 1 } },
  { collection: 'clears', key: { broadcast: 1, offset: 1 } },
  { collection: 'clears', key: { appended: 1 } },
  { collection: 'words', key: { broadcast: 1, start: 1 } },
  { collection: 'words', key: { stored: 1 } },
];

/**
 * Steps from one version of the database to the next, each of which may run again and beside another process's. Never
 * edit one that was released: add one. A database that is ahead of this program is left as it is.
 */
const MIGRATIONS: readonly ((collections: Collections) => Promise<void>)[] = [
  async (collections) => {
    for (const { collection, key, ...options } of FIRST_INDEXES)
      await collections[collection].createIndex(key, options);
  },
];

/** The version that this program brings a database to. */
export const ARCHIVE_VERSION = MIGRATIONS.length;

const SCHEMA_ID = 'archive';
const DUPLICATE_KEY = 11000;

/** Brings the database to the version of this program. Answers the version it was at. */
export async function migrate(collections: Collections): Promise<number> {
  const found = await versionOf(collections);
  for (const [i, step] of MIGRATIONS.entries()) {
    if (i < found) continue;
    await step(collections);
    await reached(collections, i + 1);
  }
  return found;
}

/** The version of the database; 0 before the first write. */
export async function versionOf({ schema }: Collections): Promise<number> {
  return (await schema.findOne({ _id: SCHEMA_ID }))?.version ?? 0;
}

/** Indexes that should be there and are not, named by collection and fields. */
export async function missingIndexes(collections: Collections): Promise<readonly string[]> {
  const missing: string[] = [];
  for (const { collection, key } of FIRST_INDEXES) {
    const there = await collections[collection].indexes();
    if (!there.some((index) => JSON.stringify(index.key) === JSON.stringify(key)))
      missing.push(`${collection}(${Object.keys(key).join(', ')})`);
  }
  return missing;
}

/** Makes the indexes of this program's version, for collections that nobody uses yet. */
export async function makeIndexes(collections: Collections): Promise<void> {
  for (const step of MIGRATIONS) await step(collections);
}

async function reached({ schema }: Collections, version: number): Promise<void> {
  const set = (): Promise<unknown> =>
    schema.updateOne({ _id: SCHEMA_ID }, { $max: { version } }, { upsert: true });
  try {
    await set();
  } catch (error) {
    // Another process made the document at the same moment.
    if (!(error instanceof MongoServerError) || error.code !== DUPLICATE_KEY) throw error;
    await set();
  }
}
