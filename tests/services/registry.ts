import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  cacheFolder,
  fetchArtifacts,
  freePort,
  runToEnd,
  spawnLogged,
  waitUntil,
  type ServerProcess,
} from './support.ts';

const VERSION = '2.6.13.Final';
const NAME = `registry-${VERSION}`;

export interface RegistryOptions {
  /** Output of the server. It keeps its schemas in memory. */
  readonly dir: string;
  readonly port?: number;
  readonly heapMb?: number;
}

export interface RunningRegistry {
  /** Base address for clients of the Confluent interface. */
  readonly url: string;
  /** Of the process that ran last. */
  readonly pid: number;
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** Starts it again, empty: ids begin anew at 1. */
  start(): Promise<void>;
}

/** Starts Apicurio Registry, whose Confluent interface the product speaks, bound to 127.0.0.1. */
export async function startRegistry(options: RegistryOptions): Promise<RunningRegistry> {
  const app = await fetchApp();
  const runner = readdirSync(app).find((file) => file.endsWith('-runner.jar'));
  if (!runner) throw new Error(`No runner in ${app}.`);
  const port = options.port ?? (await freePort());
  const url = `http://127.0.0.1:${port}/apis/ccompat/v7`;
  let server: ServerProcess | undefined;

  async function start(): Promise<void> {
    await server?.stop('SIGKILL');
    server = spawnLogged(
      'java',
      [
        `-Xmx${options.heapMb ?? 384}m`,
        '-XX:+UseSerialGC',
        '-Dquarkus.http.host=127.0.0.1',
        `-Dquarkus.http.port=${port}`,
        '-jar',
        join(app, runner ?? ''),
      ],
      { cwd: options.dir, logFile: join(options.dir, 'registry.log') },
    );
    await waitUntil(() => answers(url), server, 'schema registry');
  }

  await start();
  return {
    url,
    get pid() {
      return server?.pid ?? -1;
    },
    async stop(signal) {
      await server?.stop(signal);
    },
    start,
  };
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/subjects`, { signal: AbortSignal.timeout(2000) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

async function fetchApp(): Promise<string> {
  const target = join(cacheFolder(NAME), 'app');
  if (existsSync(target)) return target;
  const lib = await fetchArtifacts(NAME, [`io.apicurio:apicurio-registry-app:${VERSION}:tar.gz:all`], {
    transitive: false,
  });
  const archive = readdirSync(lib).find((file) => file.endsWith('.tar.gz'));
  if (!archive) throw new Error(`No archive in ${lib}.`);
  const work = mkdtempSync(join(cacheFolder(NAME), 'unpack-'));
  try {
    await runToEnd('tar', ['-xzf', join(lib, archive), '-C', work], {
      cwd: work,
      logFile: join(cacheFolder(NAME), 'fetch.log'),
    });
    const [only] = readdirSync(work);
    const nested = only && !existsSync(join(work, 'lib')) ? join(work, only) : work;
    if (!existsSync(target)) renameSync(nested, target);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return target;
}
