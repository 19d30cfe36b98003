import { access, constants, stat } from 'node:fs/promises';
import { statfsSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname } from 'node:path';
import type { Config } from '../../core/config.ts';
import { describeError } from '../../core/errors.ts';
import { isLoopback } from '../../gateway/auth/origins.ts';
import { fail, ok, warn, type Finding } from './finding.ts';

/** Versions of Node.js that the product runs on: [major, minor at least]. */
const NODE_VERSIONS: readonly (readonly [number, number])[] = [
  [20, 19],
  [22, 12],
];
const FIRST_LATER_MAJOR = 24;

export function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  const fits =
    major >= FIRST_LATER_MAJOR || NODE_VERSIONS.some(([known, least]) => major === known && minor >= least);
  return fits
    ? ok('node', `Node.js ${version}`)
    : fail(
        'node',
        `Node.js ${version} is not supported.`,
        'Install Node.js 20.19 or later, 22.12 or later, or 24.',
      );
}

const WARN_FREE_BYTES = 2 ** 30;
const FAIL_FREE_BYTES = 100 * 2 ** 20;

/** The data folder: there, writable, with room. */
export async function checkFolder(dataDir: string): Promise<Finding[]> {
  const there = await stat(dataDir).then(
    (found) => found.isDirectory(),
    () => undefined,
  );
  if (there === false)
    return [fail('folder', `${dataDir} is no folder.`, 'Set CHATPULSE_DATA_DIR to a folder.')];
  const existing = there ? dataDir : await nearestFolder(dataDir);
  const writable = await access(existing, constants.W_OK).then(
    () => true,
    () => false,
  );
  if (!writable)
    return [
      fail('folder', `${existing} cannot be written.`, 'Correct its permissions, or set CHATPULSE_DATA_DIR.'),
    ];
  const state = there ? `${dataDir} is writable` : `${dataDir} will be made at the first start`;
  return [ok('folder', state), checkSpace(existing)];
}

async function nearestFolder(path: string): Promise<string> {
  const parent = dirname(path);
  if (parent === path) return path;
  return stat(parent).then(
    () => parent,
    () => nearestFolder(parent),
  );
}

function checkSpace(folder: string): Finding {
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  const what = `${megabytes(free)} free`;
  const todo =
    'Free space on the disk, or lower CHATPULSE_RETENTION_DAYS. A full disk stops the capture until there is room.';
  if (free < FAIL_FREE_BYTES) return fail('space', what, todo);
  return free < WARN_FREE_BYTES ? warn('space', what, todo) : ok('space', what);
}

/** Whether the server could listen where it is told to. */
export async function checkPort({ host, port, token }: Config): Promise<Finding[]> {
  const findings: Finding[] = [];
  if (!isLoopback(host) && token === undefined)
    findings.push(
      fail(
        'token',
        `The server would listen at ${host}, beyond this machine, without a token.`,
        'Set CHATPULSE_TOKEN to a long random text, or leave CHATPULSE_HOST at 127.0.0.1.',
      ),
    );
  const problem = await tryListen(host, port);
  findings.push(
    problem === undefined
      ? ok('port', port === 0 ? 'any free port' : `${host}:${port} is free`)
      : fail(
          'port',
          `${host}:${port} cannot be used: ${problem}.`,
          'Stop the other program, or set CHATPULSE_PORT and CHATPULSE_HOST.',
        ),
  );
  return findings;
}

function tryListen(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code === 'EADDRINUSE' ? 'another program listens there' : describeError(error)),
    );
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}

export function megabytes(bytes: number): string {
  return bytes >= 10 * 2 ** 30 ? `${Math.round(bytes / 2 ** 30)} GB` : `${Math.round(bytes / 2 ** 20)} MB`;
}
