import { existsSync, statSync } from 'node:fs';
import { ChatpulseError } from '../../core/errors.ts';
import { openSqlite, withSqliteErrors, type SqliteDatabase } from '../../core/storage/sqlite.ts';
import { Statements } from './statements.ts';

export interface ProjectionFileOptions {
  readonly file: string;
  /** Marks the kind of file (SQLite's `application_id`), so that no other is taken for it. */
  readonly applicationId: number;
}

/**
 * Opens the file of a projection to write, and makes it where there is none.
 * @throws ChatpulseError CHATPULSE_DATA_CORRUPT (also for a file of another kind), CHATPULSE_DATA_UNWRITABLE or CHATPULSE_DISK_FULL
 */
export function openProjection(options: ProjectionFileOptions & { readonly schema: string }): SqliteDatabase {
  const { file, applicationId, schema } = options;
  const database = openSqlite({ file, mode: 'write', synchronous: 'NORMAL' });
  try {
    withSqliteErrors(file, () => {
      const sql = new Statements(database);
      sql.transaction('write', () => {
        if (kindOf(sql, options) === 'none') database.exec(`PRAGMA application_id = ${applicationId}`);
        database.exec(schema);
      });
      database.exec('PRAGMA cache_size = -24576; PRAGMA wal_autocheckpoint = 2000;');
    });
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * Closes what {@link openProjection} opened. The write-ahead log is folded into the file first, which SQLite leaves
 * undone as long as the driver holds statements: the file by itself is then complete, and can be copied or renamed.
 */
export function closeProjection(database: SqliteDatabase): void {
  // A reader that is under way keeps the log from being emptied: then the next opening goes on from it.
  database.exec('PRAGMA busy_timeout = 1000');
  new Statements(database).all('PRAGMA wal_checkpoint(TRUNCATE)');
  database.close();
}

/** Reads the file of a projection that another thread or process writes, or has not made yet, or will replace. */
export class ProjectionReader<Queries> {
  readonly #options: ProjectionFileOptions;
  readonly #make: (sql: Statements) => Queries;
  #open: { readonly database: SqliteDatabase; readonly queries: Queries; readonly inode: number } | undefined;

  constructor(options: ProjectionFileOptions & { readonly make: (sql: Statements) => Queries }) {
    this.#options = options;
    this.#make = options.make;
  }

  /** Runs a task on the file; answers `missing` where there is none yet. */
  read<T>(task: (queries: Queries) => T, missing: T): T {
    return withSqliteErrors(this.#options.file, () => {
      const queries = this.#queries();
      return queries ? task(queries) : missing;
    });
  }

  close(): void {
    this.#open?.database.close();
    this.#open = undefined;
  }

  #queries(): Queries | undefined {
    const { file } = this.#options;
    const inode = statSync(file, { throwIfNoEntry: false })?.ino;
    if (this.#open && this.#open.inode !== inode) this.close();
    if (this.#open) return this.#open.queries;
    if (inode === undefined || !existsSync(file)) return undefined;
    const database = openSqlite({ file, mode: 'read' });
    const sql = new Statements(database);
    try {
      if (kindOf(sql, this.#options) === 'none') {
        database.close();
        return undefined;
      }
    } catch (error) {
      database.close();
      throw error;
    }
    this.#open = { database, queries: this.#make(sql), inode };
    return this.#open.queries;
  }
}

/** `none`: the file holds nothing yet. */
function kindOf(sql: Statements, options: ProjectionFileOptions): 'ours' | 'none' {
  const id = sql.first<[number]>('PRAGMA application_id')?.[0];
  if (id === options.applicationId) return 'ours';
  const tables = sql.first<[number]>('SELECT count(*) FROM sqlite_master')?.[0];
  if (id === 0 && tables === 0) return 'none';
  throw new ChatpulseError('CHATPULSE_DATA_CORRUPT', {
    message: `${options.file} belongs to another program.`,
  });
}
