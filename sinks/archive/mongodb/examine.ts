import { collectionsOf } from './documents.ts';
import { withArchiveErrors } from './errors.ts';
import { missingIndexes, versionOf } from './migrations.ts';
import { databaseOf, makeClient } from './mongo-archive.ts';

/** What a server and its database are like. */
export interface ArchiveExamination {
  readonly serverVersion: string;
  readonly database: string;
  /** 0 before the first write. */
  readonly version: number;
  /** Named by collection and fields. */
  readonly missingIndexes: readonly string[];
}

/** Looks without changing anything. @throws ChatpulseError CHATPULSE_ARCHIVE_UNAVAILABLE, CHATPULSE_STORE_REFUSED */
export async function examineMongoArchive(url: string): Promise<ArchiveExamination> {
  const client = makeClient(url);
  try {
    return await withArchiveErrors(async () => {
      await client.connect();
      const database = databaseOf(url);
      const db = client.db(database);
      const { version: serverVersion } = await db.command({ buildInfo: 1 });
      const collections = collectionsOf(db);
      const version = await versionOf(collections);
      return {
        serverVersion: String(serverVersion),
        database,
        version,
        missingIndexes: version === 0 ? [] : await missingIndexes(collections),
      };
    });
  } finally {
    await client.close();
  }
}
