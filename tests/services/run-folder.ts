import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from './support.ts';

/** A process that a run has started. */
export interface RunProcess {
  readonly pid: number;
  /** When it started, as the system counts: a number that was given to another process since is not ours any more. */
  readonly startedAt: string;
}

/** What a run of `npm run services` has written down about itself. */
export interface RunState {
  readonly state: 'starting' | 'ready' | 'failed';
  readonly services: readonly string[];
  /** Its keeper first, which ends the others when it is told to end. */
  readonly processes: readonly RunProcess[];
  readonly settings: Readonly<Record<string, string>>;
  readonly problem?: string;
}

const FILE = 'state.json';

export function makeRunFolder(): string {
  return mkdtempSync(join(cacheFolder('services'), 'run-'));
}

export function writeState(folder: string, state: RunState): void {
  mkdirSync(folder, { recursive: true });
  // Readers see the state before or the one after, never half of it.
  writeFileSync(join(folder, 'next.json'), `${JSON.stringify(state, undefined, 2)}\n`);
  renameSync(join(folder, 'next.json'), join(folder, FILE));
}

export function readState(folder: string): RunState | undefined {
  const file = join(folder, FILE);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as RunState) : undefined;
}

/** The folders of all runs, also of those that were killed. */
export function runFolders(): string[] {
  const base = cacheFolder('services');
  return readdirSync(base)
    .filter((name) => name.startsWith('run-'))
    .map((name) => join(base, name));
}

export function removeRunFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/** The process of a number as it is now; undefined where there is none. */
export function processOf(pid: number): RunProcess | undefined {
  try {
    process.kill(pid, 0);
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A process that has ended and whose parent has not asked yet is none.
    if (fields[0] === 'Z') return undefined;
    return { pid, startedAt: fields[19] ?? '' };
  } catch (error) {
    // Other systems have no /proc: there the number alone has to do.
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? { pid, startedAt: '' } : undefined;
  }
}

export function stillRuns({ pid, startedAt }: RunProcess): boolean {
  return processOf(pid)?.startedAt === startedAt;
}
