import { MongoServerError } from 'mongodb';
import type { Collections } from './documents.ts';

/**
 * Steps from one version of the database to the next, each of which may run again and beside another process's. Never
 * edit one that was released: add one. A database that is ahead of this program is left as it is.
 */
const MIGRATIONS: readonly ((collections: Collections) => Promise<void>)[] = [
  async ({ messages, sanctions, clears, words }) => {
    // Pages, export, counts.
    await messages.createIndex({ broadcast: 1, offset: 1 });
    // Ranges of time: within a broadcast time and offset are in the same order.
    await messages.createIndex({ broadcast: 1, time: 1, offset: 1 });
    await messages.createIndex({ broadcast: 1, units: 1, offset: 1 });
    await messages.createIndex({ broadcast: 1, labels: 1, offset: 1 });
    await messages.createIndex({ broadcast: 1, person: 1, offset: 1 });
    await messages.createIndex({ broadcast: 1, name: 1, offset: 1 });
    await messages.createIndex({ broadcast: 1, retracted: 1, offset: 1 });
    // Erasure of an author.
    await messages.createIndex({ platform: 1, person: 1 });
    // Retention.
    await messages.createIndex({ appended: 1 });
    await messages.createIndex({ acted: 1 }, { sparse: true });
    await sanctions.createIndex({ broadcast: 1, author: 1, offset: 1 });
    await sanctions.createIndex({ appended: 1 });
    await clears.createIndex({ broadcast: 1, offset: 1 });
    await clears.createIndex({ appended: 1 });
    await words.createIndex({ broadcast: 1, start: 1 });
    await words.createIndex({ stored: 1 });
  },
];

const SCHEMA_ID = 'archive';
const DUPLICATE_KEY = 11000;

/** Brings the database to the version of this program. Answers the version it was at. */
export async function migrate(collections: Collections): Promise<number> {
  const found = (await collections.schema.findOne({ _id: SCHEMA_ID }))?.version ?? 0;
  for (const [i, step] of MIGRATIONS.entries()) {
    if (i < found) continue;
    await step(collections);
    await reached(collections, i + 1);
  }
  return found;
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
