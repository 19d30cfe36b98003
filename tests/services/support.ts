import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { writeFileSync } from 'node:fs';
import { createServer, connect, type AddressInfo, type Server } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** Where downloads of the test servers stay between runs. */
export function cacheFolder(name: string): string {
  const folder = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'chatpulse-services', name);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/**
 * Below the ports that the system gives to connections: who tries to reach a server that is away may otherwise be given the
 * very port of that server, be connected to itself, and keep the server from coming back.
 */
const FIRST_PORT = 12_000;
const PORTS = 20_000;

/** Ports of 127.0.0.1 that nobody listens on, all different. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, listenSomewhere));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

async function listenSomewhere(): Promise<Server> {
  for (;;) {
    const server = createServer();
    const port = FIRST_PORT + Math.floor(Math.random() * PORTS);
    const isOurs = await new Promise<boolean>((resolve, reject) => {
      server
        .once('error', (error: NodeJS.ErrnoException) => {
          if (error.code === 'EADDRINUSE') resolve(false);
          else reject(error);
        })
        .listen(port, '127.0.0.1', () => resolve(true));
    });
    if (isOurs) return server;
  }
}

export async function freePort(): Promise<number> {
  const [port] = await freePorts(1);
  if (port === undefined) throw new Error('No free port.');
  return port;
}

/** A process of a server, and where its output goes. */
export interface ServerProcess {
  readonly pid: number;
  readonly logFile: string;
  /** Set once it ended. */
  readonly exitCode: () => number | string | null;
  /** Sends a signal (default SIGTERM) and resolves when the process is gone; after 10 s without effect by SIGKILL. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** Starts a command whose output goes to a file. It ends with this process. */
export function spawnLogged(
  command: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly logFile: string; readonly env?: NodeJS.ProcessEnv },
): ServerProcess {
  mkdirSync(options.cwd, { recursive: true });
  const out = openSync(options.logFile, 'a');
  const child: ChildProcess = spawn(command, [...args], {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', out, out],
  });
  if (child.pid === undefined) throw new Error(`${command} cannot be started: see ${options.logFile}.`);
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => {
      resolve();
    });
  });
  const killWithUs = (): void => {
    child.kill('SIGKILL');
  };
  process.once('exit', killWithUs);
  void gone.then(() => process.removeListener('exit', killWithUs));
  return {
    pid: child.pid,
    logFile: options.logFile,
    exitCode: () => child.exitCode ?? child.signalCode,
    async stop(signal = 'SIGTERM') {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill(signal);
      const insist = setTimeout(killWithUs, 10_000);
      await gone;
      clearTimeout(insist);
    },
  };
}

/** A start that takes longer has gone wrong: on a busy machine it takes a minute and more. */
const START_MS = 180_000;

/** Resolves when something accepts connections at the port; else as `waitUntil`. */
export async function waitForPort(port: number, server: ServerProcess, timeoutMs = START_MS): Promise<void> {
  await waitUntil(() => canConnect(port), server, `port ${port}`, timeoutMs);
}

/**
 * Asks again and again until the answer is true; rejects when the process ended, or after the time. Then the process is
 * ended too: nobody else would know of it.
 */
export async function waitUntil(
  ready: () => Promise<boolean>,
  server: ServerProcess,
  what: string,
  timeoutMs = START_MS,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await ready())) {
    if (server.exitCode() !== null || Date.now() > deadline) {
      await server.stop('SIGKILL');
      throw new Error(`No ${what}: the process is not ready.\n${tail(server.logFile)}`);
    }
    await pause(50);
  }
}

function canConnect(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}

/** The last lines of a file, for the message of a failure. */
export function tail(file: string, lines = 30): string {
  return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n') : '';
}

/** Runs a command to its end; rejects with its last lines when it fails. */
export async function runToEnd(
  command: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly logFile: string },
): Promise<void> {
  const child = spawn(command, [...args], {
    cwd: options.cwd,
    stdio: ['ignore', openSync(options.logFile, 'a'), openSync(options.logFile, 'a')],
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('exit', resolve);
  });
  if (code !== 0) throw new Error(`${command} failed (${code}).\n${tail(options.logFile)}`);
}

/** A Maven artifact with its classifier or type: `group:artifact:version[:type[:classifier]]`. */
export type Artifact = string;

/**
 * Fetches artifacts and what they need at run time into a folder of the cache, once, and answers the folder.
 * Written beside its place first, so that a fetch that was broken off, or a second one at the same time, does no harm.
 */
export async function fetchArtifacts(
  name: string,
  artifacts: readonly Artifact[],
  options: { readonly transitive?: boolean } = {},
): Promise<string> {
  const target = join(cacheFolder(name), 'lib');
  if (existsSync(target)) return target;
  const work = mkdtempSync(join(cacheFolder(name), 'fetch-'));
  try {
    writeFileSync(join(work, 'pom.xml'), pomOf(artifacts, options.transitive ?? true));
    await runToEnd(
      'mvn',
      [
        '-q',
        '-B',
        'dependency:copy-dependencies',
        '-DincludeScope=runtime',
        `-DoutputDirectory=${join(work, 'lib')}`,
      ],
      { cwd: work, logFile: join(cacheFolder(name), 'fetch.log') },
    );
    if (!existsSync(target)) renameSync(join(work, 'lib'), target);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return target;
}

function pomOf(artifacts: readonly Artifact[], transitive: boolean): string {
  const dependencies = artifacts.map((artifact) => {
    const [group, id, version, type, classifier] = artifact.split(':');
    const more = [
      type ? `<type>${type}</type>` : '',
      classifier ? `<classifier>${classifier}</classifier>` : '',
      transitive
        ? ''
        : '<exclusions><exclusion><groupId>*</groupId><artifactId>*</artifactId></exclusion></exclusions>',
    ].join('');
    return `<dependency><groupId>${group}</groupId><artifactId>${id}</artifactId><version>${version}</version>${more}</dependency>`;
  });
  return `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>chatpulse.tests</groupId><artifactId>services</artifactId><version>1</version><packaging>pom</packaging>
<dependencies>${dependencies.join('\n')}</dependencies></project>
`;
}
