import { createServer } from 'node:http';
import { Gauge, Registry, collectDefaultMetrics } from 'prom-client';
import { listen } from '../../core/listen.ts';
import type { PartHealth } from '../../gateway/options.ts';
import type { RunningPart } from './part.ts';

export interface HealthServerOptions {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly parts: () => readonly RunningPart[];
}

/** /livez, /readyz and /metrics of a role that has no pages, for orchestrators and collectors. */
export async function startHealthServer(options: HealthServerOptions): Promise<{
  readonly port: number;
  close(): Promise<void>;
}> {
  const registry = figures(options.parts);
  const server = createServer({ headersTimeout: 5_000, requestTimeout: 5_000 }, (request, response) => {
    const answer = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
      response.end(JSON.stringify(body));
    };
    const path = request.url?.split('?')[0];
    if (request.method !== 'GET') answer(405, { state: 'failed' });
    else if (path === '/livez') answer(200, { state: 'ok', failing: [] });
    else if (path === '/readyz') {
      const parts = options.parts().flatMap((part) => part.health());
      const failing = parts.filter(({ state }) => state === 'failed');
      answer(failing.length > 0 ? 503 : 200, {
        state: failing.length > 0 ? 'failed' : 'ok',
        failing: failing.map(({ name }) => name),
        parts: parts satisfies PartHealth[],
      });
    } else if (path === '/metrics')
      void registry.metrics().then((text) => {
        response.writeHead(200, { 'content-type': registry.contentType });
        response.end(text);
      });
    else answer(404, { state: 'failed' });
  });
  const port = await listen(server, options.host, options.port);
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Per reader: records, lag, dead letters and whether it runs. */
function figures(parts: () => readonly RunningPart[]): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const gauges = (['records', 'lag', 'deadLetters'] as const).map((field) => {
    const name = field === 'deadLetters' ? 'dead_letters' : field;
    return {
      field,
      gauge: new Gauge({
        name: `chatpulse_reader_${name}`,
        help: `Per part: ${name.replace('_', ' ')} since it began, or now.`,
        labelNames: ['part'],
        registers: [registry],
      }),
    };
  });
  const up = new Gauge({
    name: 'chatpulse_part_up',
    help: 'Per part: 1 where it works, 0 where it failed.',
    labelNames: ['part'],
    registers: [registry],
    collect() {
      for (const part of parts()) {
        for (const { name, state } of part.health()) up.set({ part: name }, state === 'failed' ? 0 : 1);
        for (const reader of part.readers?.() ?? [])
          for (const { field, gauge } of gauges) gauge.set({ part: reader.name }, reader[field]);
      }
    },
  });
  return registry;
}
