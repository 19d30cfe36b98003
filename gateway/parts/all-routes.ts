import type { Clock } from '../../core/clock.ts';
import type { Meter } from '../../core/telemetry/meter.ts';
import { createGroupCommands } from '../commands/groups.ts';
import { createRulesCommands } from '../commands/rules.ts';
import { createWatchCommands } from '../commands/watch.ts';
import { withPastIncidents } from '../health/past-incidents.ts';
import type { History } from '../history/history.ts';
import { analyzeRoutes } from '../http/analyze.ts';
import { boardRoutes } from '../http/board-routes.ts';
import { broadcastRoutes } from '../http/broadcasts.ts';
import { contactRoutes } from '../http/contact-routes.ts';
import { feelCheckRoutes } from '../http/feel-check.ts';
import { gatewayRoutes } from '../http/gateway-routes.ts';
import { groupRoutes } from '../http/groups.ts';
import { healthRoutes } from '../http/health-routes.ts';
import { historyRoutes } from '../http/history-routes.ts';
import { logLevelRoutes } from '../http/log-level.ts';
import { modelRoutes } from '../http/model-routes.ts';
import { platformRoutes } from '../http/platforms.ts';
import { probeRoutes } from '../http/probes.ts';
import type { Route } from '../http/route.ts';
import { rulesRoutes } from '../http/rules-routes.ts';
import { sessionRoutes } from '../http/session.ts';
import { statusRoutes } from '../http/status.ts';
import { sourcesOfLog } from '../model/sources-of-log.ts';
import type { GatewayOptions, HealthReport, PartHealth } from '../options.ts';
import type { Guards } from './guards.ts';
import type { Reading } from './reading.ts';
import type { Viewing } from './viewing.ts';

export interface AllRoutesOptions {
  readonly options: GatewayOptions;
  readonly clock: Clock;
  readonly meter: Meter;
  readonly version: string;
  /** ms since 1970. */
  readonly startedAt: number;
  readonly guards: Guards;
  readonly reading: Reading;
  readonly viewing: Viewing;
  readonly history: History;
}

/** Every operation of the API, over what the gateway reads and who watches. */
export function allRoutes(all: AllRoutesOptions): readonly Route[] {
  const { options, clock, meter, version, startedAt, guards, reading, viewing, history } = all;
  const { config, logger } = options;
  const { book, live, describe, groups, alerts, pipeline } = reading;
  const { hub, sockets } = viewing;
  const { tokens, admitSignIn, addressOf } = guards;
  const health = (): HealthReport => ({
    parts: [...options.health().parts, readingHealth(reading.problem())],
  });
  const rules = createRulesCommands({ rules: reading.rules, clock });
  return [
    ...broadcastRoutes({ book, describe, commands: createWatchCommands({ ...options, book, clock }) }),
    ...boardRoutes({ book, describe, grafanaUrl: config.grafanaUrl }),
    ...groupRoutes({ book, groups, commands: createGroupCommands({ ...options, book, clock }) }),
    ...historyRoutes({ book, history }),
    ...rulesRoutes(rules),
    ...analyzeRoutes({ ...options, rulesOf: rules.get }),
    ...alerts.routes,
    ...feelCheckRoutes(options.analyze),
    ...platformRoutes(options.platforms ?? []),
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
        const { subscriptions, skipped } = hub.figures();
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
