import type { AnyBulkWriteOperation, Collection, Document, OptionalId } from 'mongodb';
import type { Act } from './documents.ts';
import { duplicatesOf } from './errors.ts';

/** A write that makes its document, and what it is where a document of the id is there already. */
export interface Write<T extends Document> {
  /** An insert, or an upsert whose filter holds the id and a condition on what is stored. */
  readonly first: AnyBulkWriteOperation<T>;
  /** An update on the same condition. Nothing to do is an answer like any other. */
  readonly again: () => AnyBulkWriteOperation<T>;
}

/**
 * Writes in bulk, in no order. A stored document that does not meet the condition makes an upsert collide, and so does
 * another process that inserts it at the same moment: what collided is tried again on the document that is there.
 */
export async function writeAll<T extends Document>(
  collection: Collection<T>,
  writes: readonly Write<T>[],
): Promise<void> {
  if (writes.length === 0) return;
  const first = writes.map((write) => write.first);
  try {
    await collection.bulkWrite(first, { ordered: false });
  } catch (error) {
    const collided = new Set(duplicatesOf(error));
    const again = writes.filter((_, index) => collided.has(index)).map((write) => write.again());
    await collection.bulkWrite(again, { ordered: false });
  }
}

/** Inserts those documents that are not there; of one id all are the same. */
export async function insertNew<T extends Document>(
  collection: Collection<T>,
  documents: readonly OptionalId<T>[],
): Promise<void> {
  if (documents.length === 0) return;
  try {
    await collection.bulkWrite(
      documents.map((document) => ({ insertOne: { document } })),
      { ordered: false },
    );
  } catch (error) {
    duplicatesOf(error);
  }
}

/** A condition on an act that is stored in a field: there is none, or it came later. */
export function earlierThan(field: 'removal' | 'sanction', act: Act): Document {
  const path = `${field}.offset`;
  return { $or: [{ [path]: { $exists: false } }, { [path]: { $gt: act.offset } }] };
}
