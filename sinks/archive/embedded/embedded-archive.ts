import { setImmediate as nextTurn } from 'node:timers/promises';
import { createCodec, type EventCodec } from '../../../core/events/codec.ts';
import { withSqliteErrors } from '../../../core/storage/sqlite.ts';
import { closeProjection, openProjection, ProjectionReader } from '../../sqlite/projection-file.ts';
import { Statements } from '../../sqlite/statements.ts';
import type { ArchivedMessage, ChatArchive } from '../port.ts';
import { ArchiveQueries } from './queries.ts';
import { ARCHIVE_APPLICATION_ID, ARCHIVE_SCHEMA } from './schema.ts';
import { DEFAULT_SEGMENT_SIZE } from './segments.ts';
import { ArchiveWriter } from './writer.ts';

/** Messages of an export that are held at a time. */
const EXPORT_BLOCK = 500;

export interface EmbeddedArchiveOptions {
  /** The path of the archive file. */
  readonly file: string;
  /** Reads the stored events; default: the project's own schema ids. */
  readonly codec?: EventCodec;
}

export interface EmbeddedArchiveWriterOptions extends EmbeddedArchiveOptions {
  /** Messages of a segment of the search index, 1 to 65,536; small ones are for tests. */
  readonly segmentSize?: number;
  /** The file may not grow beyond so many pages of 8 KiB; default: no limit of its own. */
  readonly maxPages?: number;
}

/** The queries of a {@link ChatArchive}, without its writes. */
export type ChatArchiveReader = Omit<ChatArchive, 'write'>;

/**
 * Opens the archive to write, and makes it where there is none. One writer at a time; queries of a busy server belong
 * in a thread of their own, with {@link openEmbeddedArchiveReader}.
 *
 * Commits are not forced to the disk one by one (`synchronous=NORMAL`): after a loss of power the file may be some
 * transactions behind. It is never torn, and since the position is in the transaction of its rows it cannot be ahead of
 * them: the reader of the log goes on from there and the archive is whole again.
 * @throws ChatpulseError CHATPULSE_DATA_CORRUPT, CHATPULSE_DATA_UNWRITABLE or CHATPULSE_DISK_FULL
 */
export function openEmbeddedArchive(options: EmbeddedArchiveWriterOptions): ChatArchive {
  const { file, segmentSize = DEFAULT_SEGMENT_SIZE } = options;
  const database = openProjection({ file, applicationId: ARCHIVE_APPLICATION_ID, schema: ARCHIVE_SCHEMA });
  // Free parts of a page are zeroed as it is written anyway: of an erased author no bytes must stay, see erasure.ts.
  database.exec('PRAGMA secure_delete = FAST');
  if (options.maxPages !== undefined) database.exec(`PRAGMA max_page_count = ${options.maxPages}`);
  const sql = new Statements(database);
  const writer = new ArchiveWriter(sql, { segmentSize });
  const queries = new ArchiveQueries(sql, options.codec ?? createCodec());
  const guarded = <T>(task: () => T): Promise<T> => attempt(() => withSqliteErrors(file, task));
  return {
    write: (batch) =>
      guarded(() => {
        writer.write(batch);
      }),
    ...asyncQueries((task) => guarded(() => task(queries))),
    close: () =>
      guarded(() => {
        closeProjection(database);
      }),
  };
}

/**
 * Opens the archive to read only, beside the writer, from any thread or process. The file may be made later: until
 * then the archive is empty. A file that is put in its place (after a rebuild) is noticed at the next query.
 */
export function openEmbeddedArchiveReader(options: EmbeddedArchiveOptions): ChatArchiveReader {
  const codec = options.codec ?? createCodec();
  const reader = new ProjectionReader({
    file: options.file,
    applicationId: ARCHIVE_APPLICATION_ID,
    make: (sql) => new ArchiveQueries(sql, codec),
  });
  return {
    ...asyncQueries((task, empty) => attempt(() => reader.read(task, empty))),
    close: () =>
      attempt(() => {
        reader.close();
      }),
  };
}

/** Runs a task on the queries; `empty` is the answer where there is no file yet. */
type RunQuery = <T>(task: (queries: ArchiveQueries) => T, empty: T) => Promise<T>;

function asyncQueries(run: RunQuery): Omit<ChatArchiveReader, 'close'> {
  return {
    positions: () => run((queries) => queries.positions(), []),
    ping: () => run((queries) => queries.ping(), undefined),
    messages: (query) =>
      run((queries) => queries.messages(query), { items: [], more: false, partial: false }),
    totals: (broadcastId) =>
      run((queries) => queries.totals(broadcastId), { messages: 0, removed: 0, firstAt: null, lastAt: null }),
    words: (query) => run((queries) => queries.words(query), []),
    offenders: (query) => run((queries) => queries.offenders(query), []),
    export: (broadcastId) => exportBlocks(run, broadcastId),
  };
}

/** Every block is a short query of its own, so that a long export holds back neither the writer nor other queries. */
async function* exportBlocks(run: RunQuery, broadcastId: string): AsyncIterable<readonly ArchivedMessage[]> {
  let above = -1;
  for (;;) {
    const from = above;
    const block = await run((queries) => queries.block(broadcastId, from, EXPORT_BLOCK), {
      items: [],
      lastOffset: above,
    });
    if (block.items.length === 0) return;
    yield block.items;
    above = block.lastOffset;
    await nextTurn();
  }
}

/** A synchronous task as a promise: what it throws becomes a rejection. */
function attempt<T>(task: () => T): Promise<T> {
  return new Promise((resolve) => {
    resolve(task());
  });
}
