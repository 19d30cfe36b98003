import { MongoClient, MongoRuntimeError, type MongoClientOptions } from 'mongodb';
import { systemClock, type Clock } from '../../../core/clock.ts';
import { ChatpulseError } from '../../../core/errors.ts';
import { createCodec } from '../../../core/events/codec.ts';
import type { ArchivedMessage, ChatArchive } from '../port.ts';
import { collectionsOf } from './documents.ts';
import { withArchiveErrors } from './errors.ts';
import { migrate } from './migrations.ts';
import { ArchiveQueries } from './queries.ts';
import { deleteOlder, startRetention } from './retention.ts';
import { ArchiveWriter } from './writer.ts';

/** Messages of an export that are held at a time. */
const EXPORT_BLOCK = 500;
const DEFAULT_DATABASE = 'chatpulse';

export interface MongoArchiveOptions {
  /**
   * `mongodb://user:password@host:port/database` or `mongodb+srv://…`; the database is `chatpulse` where it names none. Options
   * in it go before those of this adapter, but for the write concern.
   */
  readonly url: string;
  /** Messages are deleted so many days after they came into the log, by this process; default: they are kept. */
  readonly retentionDays?: number;
  /** For the hours of retention; default: the system's. */
  readonly clock?: Clock;
  /** Told when deleting what is too old fails; it is tried again an hour later. */
  readonly onRetentionError?: (error: unknown) => void;
}

/**
 * An archive in MongoDB. Any number of processes may write and read it at the same time. It keeps no positions: batches
 * come again after a crash and change nothing.
 *
 * Opens also while the server is away: the first write makes the indexes. An outage is noticed within seconds.
 * @throws ChatpulseError CHATPULSE_CONFIG_INVALID; all methods: CHATPULSE_ARCHIVE_UNAVAILABLE,
 * CHATPULSE_STORE_REFUSED or CHATPULSE_DISK_FULL
 */
export function openMongoArchive(options: MongoArchiveOptions): Promise<ChatArchive> {
  return new Promise((resolve) => {
    resolve(makeArchive(options));
  });
}

function makeArchive(options: MongoArchiveOptions): ChatArchive {
  const { url, retentionDays, clock = systemClock, onRetentionError = () => undefined } = options;
  // The project's own schema ids, whichever registry the log uses: one that is set up anew gives other ids.
  const codec = createCodec();
  const client = makeClient(url);
  const database = client.db(databaseOf(url));
  const collections = collectionsOf(database);
  const writer = new ArchiveWriter(collections, codec);
  const queries = new ArchiveQueries(collections, codec);
  let isClosed = false;
  let migrated: Promise<unknown> | undefined;

  /** Runs a task on the server. A client that could not connect at first stays closed unless it is told to try again. */
  const run: RunTask = (task) =>
    withArchiveErrors(async () => {
      if (isClosed) throw new MongoRuntimeError('it was closed here');
      await client.connect();
      return await task();
    });

  /** Once per process; again where it failed. */
  const ready = (): Promise<unknown> =>
    (migrated ??= migrate(collections).catch((error: unknown) => {
      migrated = undefined;
      throw error;
    }));

  const retention =
    retentionDays === undefined
      ? undefined
      : startRetention({
          days: retentionDays,
          clock,
          deleteOlder: (cutoff, isStopped) => run(() => deleteOlder(collections, cutoff, isStopped)),
          onError: onRetentionError,
        });

  return {
    write: ({ entries }) =>
      run(async () => {
        await ready();
        await writer.write(entries);
      }),
    positions: () => Promise.resolve([]),
    ping: () =>
      run(async () => {
        await database.command({ ping: 1 });
      }),
    messages: (query) => run(() => queries.messages(query)),
    totals: (broadcastId) => run(() => queries.totals(broadcastId)),
    words: (query) => run(() => queries.words(query)),
    offenders: (query) => run(() => queries.offenders(query)),
    export: (broadcastId) =>
      exportBlocks((above) => run(() => queries.block(broadcastId, above, EXPORT_BLOCK))),
    async close() {
      await retention?.stop();
      isClosed = true;
      await client.close();
    },
  };
}

type RunTask = <T>(task: () => Promise<T>) => Promise<T>;

/** Every block is a query of its own: no cursor that the server may drop while a slow reader takes its time. */
async function* exportBlocks(
  blockAbove: (offset: number) => Promise<readonly ArchivedMessage[]>,
): AsyncIterable<readonly ArchivedMessage[]> {
  let above = -1;
  for (;;) {
    const block = await blockAbove(above);
    const last = block.at(-1);
    if (!last) return;
    yield block;
    above = last.analyzed.rawOffset;
  }
}

const DEFAULTS = { heartbeatFrequencyMS: 2000, maxPoolSize: 10, appName: 'chatpulse' };

/** An outage is noticed within seconds; the reader of the log tries again with growing pauses. */
const PROMPT = {
  ...DEFAULTS,
  serverSelectionTimeoutMS: 2000,
  // Also of the driver's own look at the server: one that pauses for less does not lose what is under way.
  connectTimeoutMS: 5000,
  // A server that is connected but no longer answers.
  socketTimeoutMS: 30_000,
} satisfies MongoClientOptions;

/** For a walk over all there is, by a command that somebody waits for: a busy server takes its time. */
const PATIENT = {
  ...DEFAULTS,
  serverSelectionTimeoutMS: 15_000,
  connectTimeoutMS: 30_000,
  socketTimeoutMS: 5 * 60_000,
} satisfies MongoClientOptions;

/**
 * @param patience `patient` for commands that read or write a whole archive
 * @throws ChatpulseError CHATPULSE_CONFIG_INVALID that repeats nothing of the address
 */
export function makeClient(url: string, patience: 'prompt' | 'patient' = 'prompt'): MongoClient {
  const defaults: MongoClientOptions = patience === 'patient' ? PATIENT : PROMPT;
  const given = new URLSearchParams(url.split('?')[1]);
  const names = new Set([...given.keys()].map((name) => name.toLowerCase()));
  const own = Object.entries(defaults).filter(([name]) => !names.has(name.toLowerCase()));
  try {
    return new MongoClient(url, {
      ...(Object.fromEntries(own) as MongoClientOptions),
      // What was acknowledged survives the loss of a server.
      writeConcern: { w: 'majority', journal: true },
    });
  } catch {
    // The message of the driver may repeat parts of the address, and these may be secret.
    throw new ChatpulseError('CHATPULSE_CONFIG_INVALID', {
      message: 'The address of the archive is no valid MongoDB address (mongodb://host:port/database).',
    });
  }
}

/** The database that an address names. */
export function databaseOf(url: string): string {
  const name = /^mongodb(?:\+srv)?:\/\/[^/]+\/([^?]+)/.exec(url)?.[1];
  return name === undefined ? DEFAULT_DATABASE : decodeURIComponent(name);
}
