import { renameSync, rmSync, statSync } from 'node:fs';
import { ChatpulseError } from '../../core/errors.ts';
import { openSqlite } from '../../core/storage/sqlite.ts';
import { Statements } from '../../sinks/sqlite/statements.ts';

/**
 * Lets a task build the successor of a file, closed when its promise resolves, and puts that in the file's place. When
 * the task fails the old file stays as it was and nothing of the successor is left.
 */
export async function replaceFile<T>(file: string, build: (successor: string) => Promise<T>): Promise<T> {
  const successor = successorOf(file);
  removeDatabase(successor);
  try {
    const result = await build(successor);
    swapIn(file);
    return result;
  } catch (error) {
    removeDatabase(successor);
    throw error;
  }
}

/** The place where the successor of a file is built. */
function successorOf(file: string): string {
  return `${file}.rebuild`;
}

/** What SQLite keeps beside a database. */
const BESIDE = ['-wal', '-shm', '-journal'];

/** Removes a database with what SQLite keeps beside it. */
function removeDatabase(file: string): void {
  for (const suffix of ['', ...BESIDE]) rmSync(`${file}${suffix}`, { force: true });
}

/**
 * Puts the successor in the place of a file, in one step: whenever the process dies, one of the two is there, whole.
 * The successor must be closed.
 */
function swapIn(file: string): void {
  const successor = successorOf(file);
  // A file is renamed without its write-ahead log, which must therefore be empty.
  foldIn(successor);
  if (hasContent(`${successor}-wal`))
    throw new ChatpulseError('CHATPULSE_DATA_UNWRITABLE', { message: `${successor} is still in use.` });
  try {
    foldIn(file);
  } catch {
    // The old file is damaged: it is about to be replaced, and cannot be helped.
  }
  for (const of of [successor, file]) for (const suffix of BESIDE) rmSync(`${of}${suffix}`, { force: true });
  renameSync(successor, file);
}

/** Moves a write-ahead log into its file, so that the file is whole without. */
function foldIn(file: string): void {
  if (!hasContent(`${file}-wal`)) return;
  const database = openSqlite({ file, mode: 'write' });
  try {
    new Statements(database).all('PRAGMA wal_checkpoint(TRUNCATE)');
  } finally {
    database.close();
  }
}

function hasContent(file: string): boolean {
  return (statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 0;
}
