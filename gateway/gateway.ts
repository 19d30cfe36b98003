import { createServer } from 'node:http';
import { startGatewayAlerts } from './alerts/gateway-alerts.ts';
import { createClientAddress } from './auth/client-address.ts';
import { createOriginGuard, isLoopback, urlHost } from './auth/origins.ts';
import { createTokenGuard } from './auth/token.ts';
import { createGroupCommands } from './commands/groups.ts';
import { createRulesCommands } from './commands/rules.ts';
import { createWatchCommands } from './commands/watch.ts';
import { startRulesBook } from '../core/channel-rules/rules-book.ts';
import { systemClock } from '../core/clock.ts';
import { ChatpulseError } from '../core/errors.ts';
import { makeGroupId } from '../core/events/ids.ts';
import { NO_RESPONSES, type ResponseFigures } from '../core/health/resources.ts';
import { createResponseTally } from './http/response-tally.ts';
import type { ObservedElement } from '../core/health/element.ts';
import { listen } from '../core/listen.ts';
import { createMeter } from '../core/telemetry/meter.ts';
import { startGatewayHealth } from './health/gateway-health.ts';
import { withPastIncidents } from './health/past-incidents.ts';
import { createHistory } from './history/history.ts';
import { analyzeRoutes } from './http/analyze.ts';
import { contactRoutes } from './http/contact-routes.ts';
import { createApp } from './http/app.ts';
import { boardRoutes } from './http/board-routes.ts';
import { broadcastRoutes } from './http/broadcasts.ts';
import type { Broadcast } from './http/contract.ts';
import { feelCheckRoutes } from './http/feel-check.ts';
import { tellGatewayFigures } from './http/gateway-metrics.ts';
import { gatewayRoutes } from './http/gateway-routes.ts';
import { groupRoutes } from './http/groups.ts';
import { healthRoutes } from './http/health-routes.ts';
import { historyRoutes } from './http/history-routes.ts';
import { modelRoutes } from './http/model-routes.ts';
import { logLevelRoutes } from './http/log-level.ts';
import { probeRoutes } from './http/probes.ts';
import { rulesRoutes } from './http/rules-routes.ts';
import { sessionRoutes } from './http/session.ts';
import { abilitiesOf, platformRoutes } from './http/platforms.ts';
import { statusRoutes } from './http/status.ts';
import { createAddressLimiter } from './limits/token-bucket.ts';
import { createDelivery } from './live/delivery.ts';
import { createGroupFeed, type GroupFeed } from './live/group-feed.ts';
import { Hub } from './live/hub.ts';
import { createOpening } from './live/opening.ts';
import { createSocketServer } from './live/socket-server.ts';
import { startBroadcastBook } from './model/broadcast-book.ts';
import { sourcesOfLog } from './model/sources-of-log.ts';
import { createGroupDescriber } from './model/describe-group.ts';
import { describeBroadcast } from './model/describe.ts';
import { startLiveModel } from './model/live-model.ts';
import { DEFAULT_LIMITS, type GatewayOptions, type HealthReport, type PartHealth } from './options.ts';

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
  const late: { hub?: Hub; groups?: GroupFeed } = {};
  const viewersOf = (broadcastId: string): number => late.hub?.viewersOf(broadcastId) ?? 0;
  const pipeline = startGatewayHealth({
    ...common,
    processId: options.processId ?? 'gateway',
    telemetry: meter.telemetry,
    ...(options.readers && { readers: options.readers }),
  });
  const live = await startLiveModel({
    ...common,
    onCanary: (record) => pipeline.canary.take(record),
    broadcastMessages: limits.broadcastMessages,
    totalMessages: limits.totalMessages,
    isViewed: (broadcastId) => viewersOf(broadcastId) > 0,
  });
  const book = await startBroadcastBook({
    ...common,
    onChange: (broadcastId) => {
      late.hub?.refresh(broadcastId);
      late.groups?.touch();
    },
    onGroupChange: () => late.groups?.touch(),
  });
  const platforms = options.platforms ?? [];
  const abilities = abilitiesOf(platforms);
  const rules = await startRulesBook(common);
  const alerts = await startGatewayAlerts({ ...common, notices: options.notices, admit, addressOf });
  const describe = (broadcastId: string): Broadcast => {
    const view = book.require(broadcastId);
    return describeBroadcast(view, {
      state: book.state(),
      live: live.get(broadcastId),
      viewers: viewersOf(broadcastId),
      capabilities: abilities.get(view.platform) ?? [],
      now: clock.now(),
    });
  };
  const knownOnly = (id: string): Broadcast | undefined =>
    book.state().broadcasts.has(id) ? describe(id) : undefined;
  const viewers = new Hub({
    live,
    limits,
    clock,
    describe: knownOnly,
    delivery: createDelivery({ telemetry: meter.telemetry, clock, ...(logger && { logger }) }),
  });
  late.hub = viewers;
  const groups = createGroupDescriber({ book, describe, now: () => clock.now() });
  const groupFeed = createGroupFeed({
    group: groups.group,
    learn: (name) => book.learnGroup(makeGroupId(name)),
    clock,
    settleMs: limits.frameInterval,
  });
  late.groups = groupFeed;
  await book.caughtUp();

  const history = createHistory({ archive: options.archive, metrics: options.metrics, live });
  const open = createOpening({ ...common, live, hub: viewers, history, codec, limits });
  const sockets = createSocketServer({
    hub: viewers,
    groups: groupFeed,
    open,
    alerts: alerts.feed,
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
  const readingProblem = (): string | undefined =>
    live.problem() ?? book.problem() ?? rules.problem() ?? alerts.book.problem();
  const stopTelling = tellGatewayFigures({
    meter,
    hub: () => viewers.figures(),
    connections: sockets.connections,
    sentAway: sockets.sentAway,
    live: live.figures,
    problem: readingProblem,
  });
  const health = (): HealthReport => {
    const reading: PartHealth = readingHealth(readingProblem());
    return { parts: [...options.health().parts, reading] };
  };
  const ruleCommands = createRulesCommands({ rules, clock });
  const routes = [
    ...broadcastRoutes({ book, describe, commands: createWatchCommands({ ...options, book, clock }) }),
    ...boardRoutes({ book, describe, grafanaUrl: config.grafanaUrl }),
    ...groupRoutes({
      book,
      groups,
      commands: createGroupCommands({ ...options, book, clock }),
    }),
    ...historyRoutes({ book, history }),
    ...rulesRoutes(ruleCommands),
    ...analyzeRoutes({ ...options, rulesOf: ruleCommands.get }),
    ...alerts.routes,
    ...feelCheckRoutes(options.analyze),
    ...platformRoutes(platforms),
    ...statusRoutes({
      version,
      startedAt,
      now: () => clock.now(),
      health,
      sources:
        options.sourceStatus ??
        (() => sourcesOfLog({ state: book.state(), live: live.get, describe, now: clock.now() })),
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
    ...healthRoutes({
      health: pipeline.book,
      incidents: () =>
        withPastIncidents(pipeline.book.incidents(), alerts.book.state.alerts.values(), startedAt),
      canary: () => pipeline.canary.figures(),
      grafanaUrl: config.grafanaUrl,
    }),
    ...modelRoutes({
      models: options.models ?? (() => Promise.resolve([])),
      scores: pipeline.scores,
      clock,
    }),
    ...contactRoutes({ contact: options.contact, clock, addressOf, ...(logger && { logger }) }),
    ...gatewayRoutes(sockets),
    ...(options.logLevel ? logLevelRoutes({ control: options.logLevel, ...(logger && { logger }) }) : []),
    ...sessionRoutes({ tokens, admitSignIn, addressOf }),
    ...probeRoutes({ health, meter }),
  ];
  const tally = createResponseTally();
  const app = createApp({
    onResponse: tally.count,
    routes,
    links: alerts.links,
    tokens,
    origins,
    admit,
    addressOf,
    telemetry: meter.telemetry,
    version,
    ...(config.staticDir !== undefined && { staticDir: config.staticDir }),
    ...(config.grafanaUrl !== undefined && { grafanaUrl: config.grafanaUrl }),
    ...(logger && { logger }),
  });
  // Short times for slow senders: a request here is small.
  const server = createServer({ headersTimeout: 10_000, requestTimeout: 20_000 }, app);
  sockets.attach(server);

  async function stopReading(): Promise<void> {
    stopTelling();
    viewers.close();
    groupFeed.close();
    await Promise.all([live.close(), book.close(), rules.close(), alerts.close(), pipeline.close()]);
    options.contact?.close?.();
  }
  const port = await listen(server, config.host, config.port).catch(async (error: unknown) => {
    await sockets.close();
    await stopReading();
    throw error;
  });
  origins.serveAt(port);
  return {
    port,
    responses: tally.figures,
    elements: () => pipeline.elements(live.figures(), live.problem() ?? book.problem() ?? rules.problem()),
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
