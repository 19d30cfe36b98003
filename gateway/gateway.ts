import { createServer } from 'node:http';
import { isLoopback, urlHost } from './auth/origins.ts';
import { systemClock } from '../core/clock.ts';
import { ChatpulseError } from '../core/errors.ts';
import type { ObservedElement } from '../core/health/element.ts';
import { NO_RESPONSES, type ResponseFigures } from '../core/health/resources.ts';
import { listen } from '../core/listen.ts';
import { createMeter } from '../core/telemetry/meter.ts';
import { createHistory } from './history/history.ts';
import { createApp } from './http/app.ts';
import { createResponseTally } from './http/response-tally.ts';
import { DEFAULT_LIMITS, type GatewayOptions } from './options.ts';
import { allRoutes } from './parts/all-routes.ts';
import { createGuards } from './parts/guards.ts';
import { startReading } from './parts/reading.ts';
import { createViewing, type Viewing } from './parts/viewing.ts';

export interface Gateway {
  /**
   * Reads what happened so far and starts to listen.
   * @throws ChatpulseError CHATPULSE_PORT_BUSY
   */
  listen(): Promise<{ readonly url: string; readonly port: number }>;
  /** The gateway itself and the topics as elements of the pipeline; none before it listens. */
  elements(): readonly ObservedElement[];
  /** What it has answered over HTTP since it began to listen. */
  responses(): ResponseFigures;
  /** Takes no more, sends viewers away, and resolves when all is closed. The log and the stores stay open. */
  close(): Promise<void>;
}

/**
 * The gateway: REST, WebSocket and pages over the log and the stores. It keeps nothing that another one would miss.
 * @throws ChatpulseError CHATPULSE_TOKEN_REQUIRED when it is to listen beyond this machine without a token
 */
export function createGateway(options: GatewayOptions): Gateway {
  const { config } = options;
  if (config.token === undefined && !isLoopback(config.host))
    throw new ChatpulseError('CHATPULSE_TOKEN_REQUIRED', {
      message: `Without a token the server listens on this machine alone, not on ${config.host}.`,
    });
  let parts: Promise<GatewayParts> | undefined;
  let elements: GatewayParts['elements'] = () => [];
  let responses: GatewayParts['responses'] = () => NO_RESPONSES;
  return {
    listen: async () => {
      parts ??= start(options);
      const { port, ...told } = await parts;
      ({ elements, responses } = told);
      return { url: `http://${urlHost(config.host)}:${port}`, port };
    },
    elements: () => elements(),
    responses: () => responses(),
    close: async () => {
      const started = await parts?.catch(() => undefined);
      await started?.close();
    },
  };
}

interface GatewayParts {
  /** The port in use. */
  readonly port: number;
  elements(): readonly ObservedElement[];
  responses(): ResponseFigures;
  close(): Promise<void>;
}

async function start(options: GatewayOptions): Promise<GatewayParts> {
  const { log, codec, config, logger } = options;
  const clock = options.clock ?? systemClock;
  const limits = { ...DEFAULT_LIMITS, ...config.limits };
  const version = config.version ?? '0.0.0';
  const startedAt = clock.now();
  const meter = options.meter ?? createMeter();
  const common = { log, codec, clock, ...(logger && { logger }) };
  const guards = createGuards({ config, limits, clock });

  // The viewers need what is read, and the reading asks who is watching: until they are there, nobody is.
  const late: { viewing?: Viewing } = {};
  const reading = await startReading({
    common,
    options,
    limits,
    guards,
    telemetry: meter.telemetry,
    viewersOf: (broadcastId) => late.viewing?.hub.viewersOf(broadcastId) ?? 0,
    onBroadcast: (broadcastId) => late.viewing?.hub.refresh(broadcastId),
    onGroups: () => late.viewing?.groupFeed.touch(),
  });
  const { live, alerts } = reading;
  const history = createHistory({ archive: options.archive, metrics: options.metrics, live });
  const viewing = createViewing({ common, limits, guards, meter, reading, history, version });
  late.viewing = viewing;
  await reading.book.caughtUp();

  const tally = createResponseTally();
  const app = createApp({
    ...guards,
    onResponse: tally.count,
    routes: allRoutes({ options, clock, meter, version, startedAt, guards, reading, viewing, history }),
    links: alerts.links,
    telemetry: meter.telemetry,
    version,
    ...(config.staticDir !== undefined && { staticDir: config.staticDir }),
    ...(config.grafanaUrl !== undefined && { grafanaUrl: config.grafanaUrl }),
    ...(logger && { logger }),
  });
  // Short times for slow senders: a request here is small.
  const server = createServer({ headersTimeout: 10_000, requestTimeout: 20_000 }, app);
  const { sockets } = viewing;
  sockets.attach(server);

  async function stopReading(): Promise<void> {
    viewing.close();
    await reading.close();
    options.contact?.close?.();
  }
  const port = await listen(server, config.host, config.port).catch(async (error: unknown) => {
    await sockets.close();
    await stopReading();
    throw error;
  });
  guards.origins.serveAt(port);
  return {
    port,
    responses: tally.figures,
    elements: () => reading.pipeline.elements(live.figures(), reading.problem()),
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      await sockets.close();
      server.closeIdleConnections();
      const cancelPatience = clock.after(1_000, () => server.closeAllConnections());
      await closed;
      cancelPatience();
      await stopReading();
    },
  };
}
