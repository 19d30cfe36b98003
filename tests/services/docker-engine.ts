import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const GIB = 2 ** 30;
const API = '1.41';

/** Stands in for an engine of containers: what Telegraf's Docker input asks, read only. */
export interface DockerEngine {
  /** `tcp://host:port`. */
  readonly endpoint: string;
  close(): Promise<void>;
}

/** Containers of these names run; each uses a tenth of one of two processors, and a quarter of its memory. */
export async function startDockerEngine(names: readonly string[]): Promise<DockerEngine> {
  const idOf = (name: string): string => Buffer.from(name).toString('hex').padEnd(64, '0').slice(0, 64);
  const nameOf = (id: string): string | undefined => names.find((name) => idOf(name) === id);
  const startedAt = Date.now();

  function cpu(at: number): object {
    const ran = Math.max(0, at - startedAt) * 1_000_000;
    return {
      cpu_usage: { total_usage: ran / 10, usage_in_kernelmode: 0, usage_in_usermode: ran / 10 },
      system_cpu_usage: ran * 2,
      online_cpus: 2,
    };
  }

  function stats(id: string): object {
    const now = Date.now();
    return {
      id,
      name: `/${nameOf(id)}`,
      read: new Date(now).toISOString(),
      preread: new Date(now - 1_000).toISOString(),
      cpu_stats: cpu(now),
      precpu_stats: cpu(now - 1_000),
      memory_stats: { usage: GIB / 8, limit: GIB / 2, max_usage: GIB / 8, stats: {} },
    };
  }

  function answerOf(path: string): object | undefined {
    if (path === '/info') return { ID: 'engine', Containers: names.length, NCPU: 2, MemTotal: 2 * GIB };
    if (path === '/containers/json')
      return names.map((name) => ({
        Id: idOf(name),
        Names: [`/${name}`],
        Image: `${name}:1`,
        State: 'running',
        Labels: {},
      }));
    const [, id = '', what] = /^\/containers\/([^/]+)\/(stats|json)$/.exec(path) ?? [];
    if (what === 'stats') return stats(id);
    if (what === 'json')
      return {
        Id: id,
        Name: `/${nameOf(id)}`,
        State: { Status: 'running', Running: true, Pid: 1, StartedAt: new Date(startedAt).toISOString() },
        Config: { Env: [], Tty: false },
      };
    return undefined;
  }

  const server = createServer((request, response: ServerResponse) => {
    const { pathname } = new URL(request.url ?? '/', 'http://engine');
    response.setHeader('Api-Version', API);
    response.setHeader('Content-Type', 'application/json');
    if (pathname === '/_ping') {
      response.end('OK');
      return;
    }
    const answer = answerOf(pathname.replace(/^\/v[\d.]+/, ''));
    response.statusCode = answer === undefined ? 404 : 200;
    response.end(JSON.stringify(answer ?? { message: 'no such page' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
