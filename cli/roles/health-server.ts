import { createServer } from 'node:http';
import { listen } from '../../core/listen.ts';
import type { Meter } from '../../core/telemetry/meter.ts';
import type { PartHealth } from '../../gateway/options.ts';
import type { RunningPart } from './part.ts';

export interface HealthServerOptions {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly parts: () => readonly RunningPart[];
  readonly meter: Meter;
}

/** /livez, /readyz and /metrics of a role that has no pages, for orchestrators and collectors. */
export async function startHealthServer(options: HealthServerOptions): Promise<{
  readonly port: number;
  close(): Promise<void>;
}> {
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
      options.meter.prometheus().then(
        ({ contentType, text }) => {
          response.writeHead(200, { 'content-type': contentType });
          response.end(text);
        },
        () => answer(500, { state: 'failed' }),
      );
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
