import { existsSync } from 'node:fs';
import Database from 'libsql';
import { ChatpulseError } from '../errors.ts';

export type SqliteDatabase = Database.Database;

export interface OpenOptions {
  readonly file: string;
  /** `write` makes the file where there is none; `read` never changes it and fails where there is none. */
  readonly mode: 'write' | 'read';
  /** FULL: a commit survives the machine; NORMAL: it survives the process. Write mode only; default FULL. */
  readonly synchronous?: 'FULL' | 'NORMAL';
  /** Statements that make the tables; `CREATE … IF NOT EXISTS`. Write mode only. */
  readonly schema?: string;
}

/**
 * Opens a SQLite file in WAL mode: one writer and any number of readers, in this and other processes.
 * @throws ChatpulseError CHATPULSE_DATA_CORRUPT, CHATPULSE_DATA_UNWRITABLE or CHATPULSE_DISK_FULL
 */
export function openSqlite(options: OpenOptions): SqliteDatabase {
  return withSqliteErrors(options.file, () => {
    if (options.mode === 'read') {
      if (!existsSync(options.file))
        throw new ChatpulseError('CHATPULSE_DATA_UNWRITABLE', {
          message: `${options.file} does not exist yet.`,
        });
      // The driver ignores its `readonly` option; the URI form and query_only are what it obeys.
      const reader = new Database(`file:${encodeURI(options.file)}?mode=ro`);
      reader.exec('PRAGMA query_only = 1; PRAGMA busy_timeout = 5000;');
      return reader;
    }
    const database = new Database(options.file);
    database.exec(
      `PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = ${options.synchronous ?? 'FULL'};
       PRAGMA busy_timeout = 5000; PRAGMA journal_size_limit = 67108864;`,
    );
    if (options.schema) database.exec(options.schema);
    return database;
  });
}

/** Runs a task and turns the errors of SQLite into coded ones that name the file. */
export function withSqliteErrors<T>(file: string, task: () => T): T {
  try {
    return task();
  } catch (error) {
    throw asCodedError(file, error);
  }
}

function asCodedError(file: string, error: unknown): unknown {
  const code = sqliteCode(error);
  if (!code) return error;
  if (code.startsWith('SQLITE_FULL') || code === 'SQLITE_IOERR_WRITE')
    return new ChatpulseError('CHATPULSE_DISK_FULL', { message: `${file} cannot grow.`, cause: error });
  if (code.startsWith('SQLITE_CORRUPT') || code.startsWith('SQLITE_NOTADB'))
    return new ChatpulseError('CHATPULSE_DATA_CORRUPT', { message: `${file} is damaged.`, cause: error });
  if (/^SQLITE_(BUSY|LOCKED|PROTOCOL)/.test(code))
    return new ChatpulseError('CHATPULSE_DATA_LOCKED', {
      message: `${file} is busy (${code}).`,
      cause: error,
    });
  if (/^SQLITE_(CANTOPEN|READONLY|PERM|IOERR)/.test(code))
    return new ChatpulseError('CHATPULSE_DATA_UNWRITABLE', {
      message: `${file} cannot be opened or written (${code}).`,
      cause: error,
    });
  return error;
}

function sqliteCode(error: unknown): string | undefined {
  // What the driver says where the file or its folder cannot be opened carries no code.
  if (error instanceof Error && error.message.startsWith('ConnectionFailed(')) return 'SQLITE_CANTOPEN';
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined;
  return error.code.startsWith('SQLITE_') ? error.code : undefined;
}
