import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { ChatpulseError } from './errors.ts';
import { isFileLocked, takeFileLock } from './storage/file-lock.ts';
import { withSqliteErrors } from './storage/sqlite.ts';

/** The files of the data folder. */
export interface DataFiles {
  readonly log: string;
  readonly archive: string;
  readonly metrics: string;
  /** Recordings that may be replayed by name over HTTP. */
  readonly recordings: string;
  /** How the running server is reached: its address and process id. */
  readonly server: string;
}

export function dataFiles(dataDir: string): DataFiles {
  return {
    log: join(dataDir, 'log.db'),
    archive: join(dataDir, 'archive.db'),
    metrics: join(dataDir, 'metrics.db'),
    recordings: join(dataDir, 'recordings'),
    server: join(dataDir, 'server.json'),
  };
}

/** A run that ended without saying so: by a crash, a kill, a power cut, or because memory ran out. */
export interface UncleanEnd {
  readonly startedAt: number;
  /** The last sign of life, ms since 1970. */
  readonly lastAliveAt: number;
  /** Resident memory at that sign, bytes. */
  readonly rss: number;
  readonly outOfMemory: boolean;
  readonly pid: number;
}

export interface HeldFolder {
  readonly files: DataFiles;
  /** Set when the run before ended without a shutdown. */
  readonly uncleanEnd: UncleanEnd | undefined;
  /** Leaves a sign of life, for the report of the next start. */
  signOfLife(): void;
  /** Notes that memory ran out, for the report of the next start. */
  noteOutOfMemory(): void;
  /** Notes the clean end and gives the folder free. */
  release(): void;
}

interface RunNote {
  readonly pid: number;
  readonly startedAt: number;
  readonly lastAliveAt: number;
  readonly rss: number;
  readonly outOfMemory: boolean;
  /** Kills for lack of memory that the system had counted for this group of processes. */
  readonly oomKills: number;
}

/**
 * Holds the data folder for this process; a second one is refused. The lock is a SQLite file with an open exclusive
 * transaction, which the system gives free however the process ends.
 * @throws ChatpulseError CHATPULSE_DATA_LOCKED or CHATPULSE_DATA_UNWRITABLE
 */
export function holdDataFolder(dataDir: string): HeldFolder {
  const files = dataFiles(dataDir);
  const unlock = lockDataFolder(dataDir);
  const noteFile = join(dataDir, 'run.json');
  const uncleanEnd = readUncleanEnd(dataDir);
  // A run that crashed left its address: commands would send their token there.
  rmSync(files.server, { force: true });
  const startedAt = Date.now();
  const oomKills = countOomKills();
  let outOfMemory = false;

  function signOfLife(): void {
    const note: RunNote = {
      pid: process.pid,
      startedAt,
      lastAliveAt: Date.now(),
      rss: process.memoryUsage.rss(),
      outOfMemory,
      oomKills,
    };
    try {
      // Beside its place first: a full disk or a kill in between must not empty the note that is there.
      writeFileSync(`${noteFile}.new`, JSON.stringify(note));
      renameSync(`${noteFile}.new`, noteFile);
    } catch {
      // A full disk must not end the run; the note is only for the report.
    }
  }
  signOfLife();

  return {
    files,
    uncleanEnd,
    signOfLife,
    noteOutOfMemory() {
      outOfMemory = true;
      signOfLife();
    },
    release() {
      rmSync(noteFile, { force: true });
      rmSync(files.server, { force: true });
      unlock();
    },
  };
}

/**
 * Keeps every other process from holding the data folder, for work on a stopped server; the note of the last run stays.
 * Answers how to give it free.
 * @throws ChatpulseError CHATPULSE_DATA_LOCKED or CHATPULSE_DATA_UNWRITABLE
 */
export function lockDataFolder(dataDir: string): () => void {
  makeFolder(dataFiles(dataDir).recordings);
  const lockFile = lockFileOf(dataDir);
  const unlock = withSqliteErrors(lockFile, () => takeFileLock(lockFile));
  if (unlock) return unlock;
  const server = serverOf(dataDir);
  const by = server ? ` by the server at ${server.url}, process ${server.pid}` : '';
  throw new ChatpulseError('CHATPULSE_DATA_LOCKED', { message: `${dataDir} is in use${by}.` });
}

/** What the last run left behind when it did not end by a shutdown. Also while one is running: see `isHeld`. */
export function readUncleanEnd(dataDir: string): UncleanEnd | undefined {
  try {
    const note = JSON.parse(readFileSync(join(dataDir, 'run.json'), 'utf8')) as RunNote;
    const { startedAt, lastAliveAt, rss, pid } = note;
    return {
      startedAt,
      lastAliveAt,
      rss,
      pid,
      outOfMemory: note.outOfMemory || countOomKills() > note.oomKills,
    };
  } catch {
    return undefined;
  }
}

/** Whether a process holds the folder now. */
export function isHeld(dataDir: string): boolean {
  return existsSync(lockFileOf(dataDir)) && isFileLocked(lockFileOf(dataDir));
}

/** Where the server that holds the folder listens, and as which process; undefined before it has said so. */
export function serverOf(dataDir: string): { readonly url: string; readonly pid: number } | undefined {
  try {
    return JSON.parse(readFileSync(dataFiles(dataDir).server, 'utf8')) as { url: string; pid: number };
  } catch {
    return undefined;
  }
}

function lockFileOf(dataDir: string): string {
  return join(dataDir, 'lock.db');
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw new ChatpulseError('CHATPULSE_DATA_UNWRITABLE', {
      message: `${folder} cannot be written.`,
      cause: error,
    });
  }
}

/** Linux counts kills for lack of memory per control group; elsewhere the count stays 0. */
function countOomKills(): number {
  try {
    const events = readFileSync('/sys/fs/cgroup/memory.events', 'utf8');
    return Number(/^oom_kill (\d+)$/m.exec(events)?.[1] ?? 0);
  } catch {
    return 0;
  }
}
