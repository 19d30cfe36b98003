import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { cacheFolder, runToEnd, spawnLogged } from '../../tests/services/support.ts';
import type { Contestant } from './contestant.ts';
import { jsonPeer } from './json-peer.ts';

const FOLDER = resolve(import.meta.dirname, 'python');
/** Labelled rows that it learns from before the clock starts. */
const TRAINING_ROWS = 30_000;

export interface PythonPeerOptions {
  readonly dir: string;
  readonly brokers: readonly string[];
  readonly mongoUrl: string;
  /** Gzipped table with columns `text` and `label` (0 or 1). */
  readonly labelled: string;
}

export function pythonPeer({ dir, brokers, mongoUrl, labelled }: PythonPeerOptions): Contestant {
  return jsonPeer({
    name: 'Python',
    does: 'morphemes (kiwipiepy), mood (CountVectorizer, MultinomialNB); counts of 1 min; archive without search',
    prefix: 'peer.python',
    async launch() {
      mkdirSync(dir, { recursive: true });
      return spawnLogged(
        await interpreter(),
        [join(FOLDER, 'peer.py'), brokers.join(','), mongoUrl, resolve(labelled), String(TRAINING_ROWS)],
        { cwd: dir, logFile: join(dir, 'python.log') },
      );
    },
  });
}

/** A virtual environment with what the peer needs, in the user's cache; made anew when the list changes. */
export async function interpreter(): Promise<string> {
  const cache = cacheFolder('python-peer');
  const python = join(cache, 'bin/python');
  const wanted = readFileSync(join(FOLDER, 'requirements.txt'), 'utf8');
  const done = join(cache, 'installed.txt');
  if (existsSync(done) && readFileSync(done, 'utf8') === wanted) return python;
  const log = { cwd: cache, logFile: join(cache, 'install.log') };
  await runToEnd('python3', ['-m', 'venv', cache], log);
  await runToEnd(python, ['-m', 'pip', 'install', '-q', '-r', join(FOLDER, 'requirements.txt')], log);
  writeFileSync(done, wanted);
  return python;
}
