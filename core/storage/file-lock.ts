import Database from 'libsql';

/** How long a probe of another process may hold the lock, ms. */
const PROBE_MS = 300;

/**
 * Takes a lock that the system gives free however the process ends: an open exclusive transaction on a SQLite file.
 * Answers how to give it back, or undefined where another process has it.
 */
export function takeFileLock(file: string): (() => void) | undefined {
  const database = new Database(file);
  try {
    database.exec(`PRAGMA busy_timeout = ${PROBE_MS}; BEGIN EXCLUSIVE`);
    return () => database.close();
  } catch (error) {
    database.close();
    if (isBusy(error)) return undefined;
    throw error;
  }
}

/** Whether another process, or another part of this one, has the lock now. */
export function isFileLocked(file: string): boolean {
  const database = new Database(file);
  try {
    database.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE; ROLLBACK');
    return false;
  } catch (error) {
    if (isBusy(error)) return true;
    throw error;
  } finally {
    database.close();
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');
}
