import type { AnyBulkWriteOperation } from 'mongodb';
import type { MessageAnalyzed, PlatformSanctioned } from '../../../core/events/generated.ts';
import type { Act, Collections, MessageDocument, SanctionDocument } from './documents.ts';

/** Messages that are marked at a time: an author may have written very many. */
const BLOCK = 1000;

/** Marks the stored messages that these sanctions concern. The sanctions themselves are stored already. */
export async function sanctionNew(
  { messages }: Collections,
  sanctions: readonly PlatformSanctioned[],
): Promise<void> {
  for (const [broadcast, own] of byBroadcast(sanctions)) {
    const acts = actsByAuthor(
      own.map(({ authorId, rawOffset, eventTime }) => ({
        author: authorId,
        offset: rawOffset,
        at: eventTime,
      })),
    );
    const last = Math.max(...own.map(({ rawOffset }) => rawOffset));
    const cursor = messages
      .find({ broadcast, person: { $in: [...acts.keys()] }, offset: { $lt: last } })
      .project<{ _id: string; person: string; offset: number }>({ person: 1, offset: 1 });
    let marks: AnyBulkWriteOperation<MessageDocument>[] = [];
    for await (const { _id, person, offset } of cursor) {
      const act = earliestAfter(acts.get(person), offset);
      if (act) marks.push(mark(_id, act));
      if (marks.length < BLOCK) continue;
      await messages.bulkWrite(marks, { ordered: false });
      marks = [];
    }
    if (marks.length > 0) await messages.bulkWrite(marks, { ordered: false });
  }
}

/** Marks those of these messages that a stored sanction concerns. The messages are stored already. */
export async function applySanctions(
  { messages, sanctions }: Collections,
  content: ReadonlyMap<string, MessageAnalyzed>,
): Promise<void> {
  const written = [...content].map(([_id, { message, rawOffset }]) => ({
    _id,
    broadcastId: message.broadcastId,
    author: message.author.id,
    rawOffset,
  }));
  for (const [broadcast, own] of byBroadcast(written.filter(({ author }) => author !== ''))) {
    const found = await sanctions
      .find({
        broadcast,
        author: { $in: [...new Set(own.map(({ author }) => author))] },
        offset: { $gt: Math.min(...own.map(({ rawOffset }) => rawOffset)) },
      })
      .project<Pick<SanctionDocument, 'author' | 'offset' | 'at'>>({ author: 1, offset: 1, at: 1 })
      .toArray();
    if (found.length === 0) continue;
    const acts = actsByAuthor(found);
    const marks = own.flatMap(({ _id, author, rawOffset }) => {
      const act = earliestAfter(acts.get(author), rawOffset);
      return act ? [mark(_id, act)] : [];
    });
    if (marks.length > 0) await messages.bulkWrite(marks, { ordered: false });
  }
}

/**
 * The earliest act above the content's offset is the lowest of all that are: so marks need no condition. By the time of the
 * mark the offset may be lower, never higher.
 */
function mark(_id: string, act: Act): AnyBulkWriteOperation<MessageDocument> {
  return {
    updateOne: {
      filter: { _id },
      // Documents are compared field by field: the offset comes first.
      update: { $min: { sanction: act }, $set: { retracted: true } },
    },
  };
}

function earliestAfter(acts: readonly Act[] | undefined, offset: number): Act | undefined {
  return acts?.find((act) => act.offset > offset);
}

/** Acts per author in order of offset. */
function actsByAuthor(sanctions: readonly (Act & { readonly author: string })[]): Map<string, Act[]> {
  const acts = new Map<string, Act[]>();
  for (const { author, offset, at } of [...sanctions].sort((a, b) => a.offset - b.offset)) {
    const own = acts.get(author);
    if (own) own.push({ offset, at });
    else acts.set(author, [{ offset, at }]);
  }
  return acts;
}

function byBroadcast<T extends { readonly broadcastId: string }>(items: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(item.broadcastId);
    if (group) group.push(item);
    else groups.set(item.broadcastId, [item]);
  }
  return groups;
}
