import type { ArchivedMessage } from '../port.ts';
import { collectionsOf, registerValue } from './documents.ts';
import { withArchiveErrors } from './errors.ts';
import { databaseOf, makeClient } from './mongo-archive.ts';
import { removedOf } from './queries.ts';

/** A message as it is stored: for a check of the store itself. */
export interface InspectedMessage {
  readonly broadcastId: string;
  readonly messageId: string;
  readonly rawOffset: number;
  /** The event, encoded with the project's own schema ids. */
  readonly value: Uint8Array;
  readonly removed: ArchivedMessage['removed'];
  readonly hidden: boolean;
  readonly approved: boolean;
}

export interface InspectedWords {
  readonly broadcastId: string;
  /** ms since 1970. */
  readonly start: number;
  readonly value: Uint8Array;
}

export interface ArchiveInspection {
  messages(): AsyncIterable<InspectedMessage>;
  words(): AsyncIterable<InspectedWords>;
  close(): Promise<void>;
}

/** Everything that an archive holds, in no order. @throws ChatpulseError CHATPULSE_ARCHIVE_UNAVAILABLE */
export async function inspectMongoArchive(url: string): Promise<ArchiveInspection> {
  const client = makeClient(url, 'patient');
  await withArchiveErrors(() => client.connect());
  const collections = collectionsOf(client.db(databaseOf(url)));
  return {
    async *messages() {
      const clears = await collections.clears.find().sort({ offset: 1 }).toArray();
      const cursor = collections.messages.find({ broadcast: { $exists: true } });
      for await (const document of cursor) {
        const { broadcast, offset, body, hidden, approved } = document;
        if (broadcast === undefined || offset === undefined || body === undefined) continue;
        yield {
          broadcastId: broadcast,
          messageId: document._id.slice(broadcast.length + 1),
          rawOffset: offset,
          value: body.value(),
          removed: removedOf(
            document,
            offset,
            clears.filter((clear) => clear.broadcast === broadcast),
          ),
          hidden: registerValue(hidden),
          approved: registerValue(approved),
        };
      }
    },
    async *words() {
      for await (const { broadcast, start, body } of collections.words.find())
        yield { broadcastId: broadcast, start, value: body.value() };
    },
    close: () => client.close(),
  };
}
