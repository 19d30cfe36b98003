import type { Collection, Document, OptionalId } from 'mongodb';
import { createCodec } from '../../../core/events/codec.ts';
import type { ArchiveEntry } from '../port.ts';
import { insertNew } from './bulk.ts';
import { collectionsOf, type Act, type MessageDocument } from './documents.ts';
import { withArchiveErrors } from './errors.ts';
import { makeIndexes, migrate } from './migrations.ts';
import { databaseOf, makeClient } from './mongo-archive.ts';
import { ArchiveWriter } from './writer.ts';

/** Collections that are built beside those in use and put in their place when they are whole. */
export interface ArchiveRebuild {
  /** Takes over what is older than the log, with what was done to it then; answers the number of messages. Do it first. */
  keepOlder(isOlder: (broadcastId: string, rawOffset: number) => boolean): Promise<number>;
  write(entries: readonly ArchiveEntry[]): Promise<void>;
  /** Takes over minutes of words that were not written anew, of these broadcasts. Do it last. */
  keepOlderWords(isOlder: (broadcastId: string) => boolean): Promise<void>;
  /** One collection after the other: cut short in between, a further rebuild mends it. */
  putInPlace(): Promise<void>;
  /** Drops what is not in its place. */
  close(): Promise<void>;
}

const PREFIX = '_rebuild_';
const BUILT = ['messages', 'sanctions', 'clears', 'words'] as const;
const BLOCK = 1_000;

/** @throws ChatpulseError CHATPULSE_ARCHIVE_UNAVAILABLE, CHATPULSE_STORE_REFUSED; so do all methods */
export async function openArchiveRebuild(url: string): Promise<ArchiveRebuild> {
  const client = makeClient(url, 'patient');
  const db = client.db(databaseOf(url));
  const stored = collectionsOf(db);
  // A name of its own each time: some servers keep what a renamed collection held under its old name as well.
  const built = collectionsOf(db, PREFIX + Date.now().toString(36));
  const writer = new ArchiveWriter(built, createCodec());
  const dropBuilt = async (): Promise<void> => {
    const names = await db.listCollections({}, { nameOnly: true }).toArray();
    for (const { name } of names)
      if (BUILT.some((one) => name.startsWith(one + PREFIX))) await db.dropCollection(name);
  };
  await withArchiveErrors(async () => {
    await client.connect();
    await dropBuilt();
    await makeIndexes(built);
  });

  return {
    keepOlder: (isOlder) =>
      withArchiveErrors(async () => {
        const older = <T extends Act & { readonly broadcast: string }>(act: T): T | undefined =>
          isOlder(act.broadcast, act.offset) ? act : undefined;
        await copy(stored.sanctions, built.sanctions, older);
        await copy(stored.clears, built.clears, older);
        await copy(stored.messages, built.messages, (document) => olderPart(document, isOlder));
        return built.messages.countDocuments({ broadcast: { $exists: true } });
      }),
    write: (entries) => withArchiveErrors(() => writer.write(entries)),
    keepOlderWords: (isOlder) =>
      withArchiveErrors(() =>
        copy(stored.words, built.words, (document) => (isOlder(document.broadcast) ? document : undefined)),
      ),
    putInPlace: () =>
      withArchiveErrors(async () => {
        for (const name of BUILT) await built[name].rename(name, { dropTarget: true });
        await migrate(stored);
      }),
    async close() {
      await dropBuilt().catch(() => undefined);
      await client.close();
    },
  };
}

/** What a message, or what was done to one that never came, has of the time before the log. Later acts come from the log. */
function olderPart(
  document: MessageDocument,
  isOlder: (broadcastId: string, rawOffset: number) => boolean,
): MessageDocument | undefined {
  const { removal, sanction, retracted: _, hidden: _hidden, approved: _approved, ...content } = document;
  const broadcastId = document.broadcast ?? document._id.slice(0, document._id.indexOf('/'));
  const keeps = (act: Act | undefined): act is Act => act !== undefined && isOlder(broadcastId, act.offset);
  const acts = {
    ...(keeps(removal) && { removal }),
    ...(keeps(sanction) && { sanction }),
    ...((keeps(removal) || keeps(sanction)) && { retracted: true as const }),
  };
  if (document.offset === undefined) return keeps(removal) ? { ...content, ...acts } : undefined;
  return isOlder(broadcastId, document.offset) ? { ...content, ...acts } : undefined;
}

/** Copies those documents that are not there yet, in blocks. */
async function copy<T extends Document>(
  from: Collection<T>,
  to: Collection<T>,
  pick: (document: T) => T | undefined,
): Promise<void> {
  let block: T[] = [];
  for await (const document of from.find()) {
    const picked = pick(document as T);
    if (picked) block.push(picked);
    if (block.length < BLOCK) continue;
    await insertNew(to, block as OptionalId<T>[]);
    block = [];
  }
  await insertNew(to, block as OptionalId<T>[]);
}
