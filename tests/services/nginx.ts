import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { freePort, spawnLogged, waitForPort, type ServerProcess } from './support.ts';

/** The settings of the stack; copied along to where the compiler puts this file. */
const SETTINGS = resolve(import.meta.dirname, '../../compose/nginx/nginx.conf');

export interface TestNginx {
  readonly url: string;
  readonly port: number;
  /** Of the master process. */
  readonly pid: number;
  stop(signal?: 'SIGTERM' | 'SIGQUIT'): Promise<void>;
  start(): Promise<void>;
}

/**
 * Starts NGINX with the settings of compose/, before gateways of this machine.
 * @param options.gateways `host:port` of each
 */
export async function startNginx(options: {
  /** The folder for settings and the log of the process. */
  readonly dir: string;
  readonly gateways: readonly string[];
  /** A free one unless given. */
  readonly port?: number;
}): Promise<TestNginx> {
  mkdirSync(options.dir, { recursive: true });
  const port = options.port ?? (await freePort());
  const file = (name: string): string => join(options.dir, name);
  copyFileSync(SETTINGS, file('nginx.conf'));
  writeFileSync(file('listen.conf'), `listen 127.0.0.1:${port};\n`);
  const servers = options.gateways.map((gateway) => `server ${gateway} max_fails=0;\n`);
  writeFileSync(file('gateways.conf'), servers.join(''));

  let server: ServerProcess | undefined;

  async function start(): Promise<void> {
    await server?.stop();
    const args = ['-e', 'stderr', '-p', `${options.dir}/`, '-c', file('nginx.conf'), '-g', 'daemon off;'];
    server = spawnLogged('nginx', args, { cwd: options.dir, logFile: file('nginx.log') });
    await waitForPort(port, server);
  }

  await start();
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    get pid() {
      return server?.pid ?? -1;
    },
    // Only SIGTERM and SIGQUIT end its workers too.
    stop: async (signal) => {
      await server?.stop(signal);
    },
    start,
  };
}
