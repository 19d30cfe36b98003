import type { Collection, Filter } from 'mongodb';
import type { Clock } from '../../../core/clock.ts';
import type { Collections } from './documents.ts';

const DAY = 24 * 60 * 60_000;
const HOUR = 60 * 60_000;
/** Documents that are deleted at a time: small, so that writes and queries get their turn. */
const BATCH = 1000;
/** The first look after a start waits for that long: until then the process has more urgent work. */
const FIRST_AFTER = 60_000;

export interface RetentionOptions {
  readonly days: number;
  readonly clock: Clock;
  /** Deletes what came before a time (ms since 1970) until it is told to stop. */
  readonly deleteOlder: (cutoff: number, isStopped: () => boolean) => Promise<unknown>;
  /** What a look failed at; the next one comes all the same. */
  readonly onError: (error: unknown) => void;
}

export interface Retention {
  /** Resolves when a look that is under way has ended. */
  stop(): Promise<void>;
}

/**
 * Deletes what is older than so many days, every hour. Any number of processes may do so at the same time. An index
 * that lets documents expire by itself is not used: it deletes one by one at a moment of the server's choosing.
 */
export function startRetention({ days, clock, onError, ...options }: RetentionOptions): Retention {
  let stopped = false;
  let running = Promise.resolve();
  let cancel = clock.after(FIRST_AFTER, look);

  function look(): void {
    const cutoff = clock.now() - days * DAY;
    running = options
      .deleteOlder(cutoff, () => stopped)
      .then(() => undefined, onError)
      .then(() => {
        if (!stopped) cancel = clock.after(HOUR, look);
      });
  }

  return {
    async stop() {
      stopped = true;
      cancel();
      await running;
    },
  };
}

/**
 * Deletes what came before `cutoff` (ms since 1970). An act outlives the messages that it concerns, since these came
 * before it. Answers how many documents it deleted.
 */
export async function deleteOlder(
  collections: Collections,
  cutoff: number,
  isStopped: () => boolean = () => false,
): Promise<number> {
  const older = { $lt: new Date(cutoff) };
  return (
    (await deleteAll(collections.messages, { appended: older }, isStopped)) +
    (await deleteAll(collections.messages, { acted: older, appended: { $exists: false } }, isStopped)) +
    (await deleteAll(collections.sanctions, { appended: older }, isStopped)) +
    (await deleteAll(collections.clears, { appended: older }, isStopped)) +
    (await deleteAll(collections.words, { stored: older }, isStopped))
  );
}

async function deleteAll<T extends { readonly _id: string }>(
  collection: Collection<T>,
  filter: Filter<T>,
  isStopped: () => boolean,
): Promise<number> {
  let deleted = 0;
  while (!isStopped()) {
    const found = await collection.find(filter).project<{ _id: string }>({ _id: 1 }).limit(BATCH).toArray();
    if (found.length === 0) break;
    // The filter again: content of the same id may have come in between.
    const batch = { ...filter, _id: { $in: found.map(({ _id }) => _id) } } as Filter<T>;
    deleted += (await collection.deleteMany(batch)).deletedCount;
  }
  return deleted;
}
