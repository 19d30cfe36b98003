import { Binary } from 'mongodb';
import { createCodec } from '../../../core/events/codec.ts';
import type { WordsRanked } from '../../../core/events/generated.ts';
import { collectionsOf, joinId } from './documents.ts';
import { withArchiveErrors } from './errors.ts';
import { databaseOf, makeClient } from './mongo-archive.ts';

/** The words of minutes as they should be, whatever is stored. */
export interface WordsReplacement {
  /** Writes these minutes, also over a list of a higher stamp. */
  write(words: readonly WordsRanked[]): Promise<void>;
  /** Deletes the minutes of a broadcast from a time on that are none of these. */
  keepOnly(broadcastId: string, from: number, starts: ReadonlySet<number>): Promise<void>;
  /** Minutes of words that are stored. */
  count(): Promise<number>;
  close(): Promise<void>;
}

/** All methods: @throws ChatpulseError CHATPULSE_ARCHIVE_UNAVAILABLE, CHATPULSE_STORE_REFUSED */
export function openWordsReplacement(url: string): WordsReplacement {
  const client = makeClient(url, 'patient');
  const { words: collection } = collectionsOf(client.db(databaseOf(url)));
  const codec = createCodec();
  return {
    write: (words) =>
      withArchiveErrors(async () => {
        if (words.length === 0) return;
        const stored = new Date();
        await collection.bulkWrite(
          words.map((ranked) => {
            const { broadcastId: broadcast, start, stamp } = ranked;
            const body = new Binary(codec.encode('WordsRanked', ranked));
            return {
              updateOne: {
                filter: { _id: joinId(broadcast, start) },
                // Retention goes by when it came first.
                update: { $set: { broadcast, start, stamp, body }, $setOnInsert: { stored } },
                upsert: true,
              },
            };
          }),
          { ordered: false },
        );
      }),
    keepOnly: (broadcast, from, starts) =>
      withArchiveErrors(async () => {
        const found = collection
          .find({ broadcast, start: { $gte: from } })
          .project<{ _id: string; start: number }>({
            start: 1,
          });
        for await (const { _id, start } of found) if (!starts.has(start)) await collection.deleteOne({ _id });
      }),
    count: () => withArchiveErrors(() => collection.countDocuments()),
    close: () => client.close(),
  };
}
