import type { RequestHandler } from 'express';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { HubFigures } from '../live/hub.ts';

export interface GatewayMetricsOptions {
  /** Where to register; a registry of its own, with the figures of the process, by default. */
  readonly registry?: Registry;
  readonly hub: () => HubFigures;
  readonly connections: () => number;
  /** Viewers that were told to go to another gateway, ever. */
  readonly sentAway: () => number;
  readonly live: () => { readonly broadcasts: number; readonly messages: number; readonly perSecond: number };
}

export interface GatewayMetrics {
  /** Times every request, by its route rather than its path, so that the number of series stays small. */
  readonly measure: RequestHandler;
  text(): Promise<string>;
  readonly contentType: string;
}

/** What the gateway tells of itself to Prometheus; read when asked, at no cost in between. */
export function createGatewayMetrics(options: GatewayMetricsOptions): GatewayMetrics {
  const registry = options.registry ?? new Registry();
  if (!options.registry) collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const requests = new Histogram({
    name: 'chatpulse_http_request_seconds',
    help: 'Time to answer a request, by method, route and status.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
    registers,
  });
  const gauge = (name: string, help: string, read: () => number): void => {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  };
  const counter = (name: string, help: string, read: () => number): void => {
    let told = 0;
    new Counter({
      name,
      help,
      registers,
      collect() {
        const total = read();
        this.inc(total - told);
        told = total;
      },
    });
  };
  gauge('chatpulse_ws_connections', 'Open WebSocket connections.', options.connections);
  gauge(
    'chatpulse_ws_subscriptions',
    'Broadcasts watched, counted per viewer.',
    () => options.hub().subscriptions,
  );
  counter(
    'chatpulse_ws_sent_away_total',
    'Viewers that were told to go to another gateway.',
    options.sentAway,
  );
  counter('chatpulse_ws_frames_total', 'Frames sent to viewers.', () => options.hub().frames);
  counter('chatpulse_ws_bytes_total', 'Bytes of frames sent to viewers.', () => options.hub().bytes);
  counter(
    'chatpulse_ws_skipped_messages_total',
    'Messages that slow viewers were told they skipped.',
    () => options.hub().skipped,
  );
  gauge('chatpulse_live_broadcasts', 'Broadcasts held in memory.', () => options.live().broadcasts);
  gauge('chatpulse_live_messages', 'Messages held in memory.', () => options.live().messages);
  gauge(
    'chatpulse_live_messages_per_second',
    'Analysed messages per second, over five seconds.',
    () => options.live().perSecond,
  );

  return {
    measure: (request, response, next) => {
      const started = process.hrtime.bigint();
      response.once('finish', () => {
        const route = (request.route as { path?: unknown } | undefined)?.path;
        requests.observe(
          {
            method: request.method,
            route: typeof route === 'string' ? route : 'other',
            status: response.statusCode,
          },
          Number(process.hrtime.bigint() - started) / 1e9,
        );
      });
      next();
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
