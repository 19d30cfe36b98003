import { createServer } from 'node:http';
import { createClientAddress } from './auth/client-address.ts';
import { createOriginGuard, isLoopback, urlHost } from './auth/origins.ts';
import { createTokenGuard } from './auth/token.ts';
import { createWatchCommands } from './commands/watch.ts';
import { systemClock } from '../core/clock.ts';
import { ChatpulseError } from '../core/errors.ts';
import { listen } from '../core/listen.ts';
import { createHistory } from './history/history.ts';
import { analyzeRoutes } from './http/analyze.ts';
import { createApp } from './http/app.ts';
import { broadcastRoutes } from './http/broadcasts.ts';
import type { Broadcast } from './http/contract.ts';
import { feelCheckRoutes } from './http/feel-check.ts';
import { createGatewayMetrics } from './http/gateway-metrics.ts';
import { gatewayRoutes } from './http/gateway-routes.ts';
import { historyRoutes } from './http/history-routes.ts';
import { probeRoutes } from './http/probes.ts';
import { sessionRoutes } from './http/session.ts';
import { statusRoutes } from './http/status.ts';
import { createAddressLimiter } from './limits/token-bucket.ts';
import { Hub } from './live/hub.ts';
import { createOpening } from './live/opening.ts';
import { createSocketServer } from './live/socket-server.ts';
import { startBroadcastBook } from './model/broadcast-book.ts';
import { describeBroadcast } from './model/describe.ts';
import { startLiveModel } from './model/live-model.ts';
import { DEFAULT_LIMITS, type GatewayOptions, type HealthReport, type PartHealth } from './options.ts';

export interface Gateway {
  /**
   * Reads what happened so far and starts to listen.
   * @throws ChatpulseError CHATPULSE_PORT_BUSY
   */
  listen(): Promise<{ readonly url: string; readonly port: number }>;
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
  return {
    listen: async () => {
      parts ??= start(options);
      const { port } = await parts;
      return { url: `http://${urlHost(config.host)}:${port}`, port };
    },
    close: async () => {
      const started = await parts?.catch(() => undefined);
      await started?.close();
    },
  };
}

interface GatewayParts {
  /** The port in use. */
  readonly port: number;
  close(): Promise<void>;
}

async function start(options: GatewayOptions): Promise<GatewayParts> {
  const { log, codec, config, logger } = options;
  const clock = options.clock ?? systemClock;
  const limits = { ...DEFAULT_LIMITS, ...config.limits };
  const version = config.version ?? '0.0.0';
  const startedAt = clock.now();
  const common = { log, codec, clock, ...(logger && { logger }) };

  const origins = createOriginGuard({ host: config.host, origins: config.origins ?? [] });
  const tokens = createTokenGuard({ ...(config.token !== undefined && { token: config.token }), clock });
  const addressOf = createClientAddress(config.trustedProxies ?? []);
  const admit = createAddressLimiter({
    perSecond: limits.requestsPerSecond,
    burst: limits.requestBurst,
    clock,
  });
  const admitSignIn = createAddressLimiter({
    perSecond: limits.signInsPerMinute / 60,
    burst: limits.signInsPerMinute,
    clock,
  });

  // The hub needs what is read, and the reading asks who is watching: until the hub is there, nobody is.
  const late: { hub?: Hub } = {};
  const viewersOf = (broadcastId: string): number => late.hub?.viewersOf(broadcastId) ?? 0;
  const live = await startLiveModel({
    ...common,
    broadcastMessages: limits.broadcastMessages,
    totalMessages: limits.totalMessages,
    isViewed: (broadcastId) => viewersOf(broadcastId) > 0,
  });
  const book = await startBroadcastBook({
    ...common,
    onChange: (broadcastId) => late.hub?.refresh(broadcastId),
  });
  const describe = (broadcastId: string): Broadcast => {
    const view = book.require(broadcastId);
    return describeBroadcast(view, {
      state: book.state(),
      live: live.get(broadcastId),
      viewers: viewersOf(broadcastId),
      capabilities: options.capabilities?.(view.platform) ?? [],
      now: clock.now(),
    });
  };
  const knownOnly = (id: string): Broadcast | undefined =>
    book.state().broadcasts.has(id) ? describe(id) : undefined;
  const viewers = new Hub({ live, limits, clock, describe: knownOnly });
  late.hub = viewers;
  await book.caughtUp();

  const history = createHistory({ archive: options.archive, metrics: options.metrics, live });
  const open = createOpening({ ...common, live, hub: viewers, history, codec, limits });
  const sockets = createSocketServer({
    hub: viewers,
    open,
    tokens,
    origins,
    limits,
    clock,
    version,
    admit,
    addressOf,
    learn: book.learn,
    ...(logger && { logger }),
  });
  const figures = createGatewayMetrics({
    hub: () => viewers.figures(),
    connections: sockets.connections,
    sentAway: sockets.sentAway,
    live: live.figures,
    ...(options.registry && { registry: options.registry }),
  });
  const health = (): HealthReport => {
    const reading: PartHealth = readingHealth(live.problem() ?? book.problem());
    return { parts: [...options.health().parts, reading] };
  };
  const routes = [
    ...broadcastRoutes({ book, describe, commands: createWatchCommands({ ...options, book, clock }) }),
    ...historyRoutes({ book, history }),
    ...analyzeRoutes(options),
    ...feelCheckRoutes(options.analyze),
    ...statusRoutes({
      version,
      startedAt,
      now: () => clock.now(),
      health,
      sources: options.sourceStatus,
      recordings: options.recordings,
      figures: () => {
        const { broadcasts, messages, perSecond } = live.figures();
        const { subscriptions, skipped } = viewers.figures();
        return {
          connections: sockets.connections(),
          subscriptions,
          broadcasts,
          messagesInMemory: messages,
          messagesPerSecond: perSecond,
          skipped,
        };
      },
    }),
    ...gatewayRoutes(sockets),
    ...sessionRoutes({ tokens, admitSignIn, addressOf }),
    ...probeRoutes({ health, figures }),
  ];
  const app = createApp({
    routes,
    tokens,
    origins,
    admit,
    addressOf,
    figures,
    version,
    ...(config.staticDir !== undefined && { staticDir: config.staticDir }),
    ...(logger && { logger }),
  });
  // Short times for slow senders: a request here is small.
  const server = createServer({ headersTimeout: 10_000, requestTimeout: 20_000 }, app);
  sockets.attach(server);

  async function stopReading(): Promise<void> {
    viewers.close();
    await Promise.all([live.close(), book.close()]);
  }
  const port = await listen(server, config.host, config.port).catch(async (error: unknown) => {
    await sockets.close();
    await stopReading();
    throw error;
  });
  origins.serveAt(port);
  return {
    port,
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

function readingHealth(problem: string | undefined): PartHealth {
  return problem === undefined
    ? { name: 'gateway', state: 'ok' }
    : {
        name: 'gateway',
        state: 'failed',
        detail: problem,
        hint: 'It goes on by itself when the log is back.',
      };
}
