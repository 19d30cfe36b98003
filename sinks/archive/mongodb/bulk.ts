import type { AnyBulkWriteOperation, Collection, Document, OptionalId, UpdateOneModel } from 'mongodb';
import { duplicatesOf } from './errors.ts';

/**
 * Upserts in bulk, in no order; a filter holds the id, and may hold a condition on what is stored. A stored document that
 * does not meet it makes the upsert collide, and so does another process that makes the document at the same moment: what
 * collided is tried again on the document that is there, where nothing to do is an answer like any other.
 */
export async function upsertAll<T extends Document>(
  collection: Collection<T>,
  updates: readonly UpdateOneModel<T>[],
): Promise<void> {
  if (updates.length === 0) return;
  const operations = (upsert: boolean): AnyBulkWriteOperation<T>[] =>
    updates.map((update) => ({ updateOne: { ...update, upsert } }));
  try {
    await collection.bulkWrite(operations(true), { ordered: false });
  } catch (error) {
    const collided = new Set(duplicatesOf(error));
    await collection.bulkWrite(
      operations(false).filter((_, index) => collided.has(index)),
      { ordered: false },
    );
  }
}

/** Inserts those documents that are not there, and answers those whose id is. */
export async function insertNew<T extends Document, D extends OptionalId<T>>(
  collection: Collection<T>,
  documents: readonly D[],
): Promise<readonly D[]> {
  if (documents.length === 0) return [];
  try {
    await collection.bulkWrite(
      documents.map((document) => ({ insertOne: { document } })),
      { ordered: false },
    );
    return [];
  } catch (error) {
    const collided = new Set(duplicatesOf(error));
    return documents.filter((_, index) => collided.has(index));
  }
}
