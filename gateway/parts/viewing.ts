import type { Meter } from '../../core/telemetry/meter.ts';
import { makeGroupId } from '../../core/events/ids.ts';
import type { History } from '../history/history.ts';
import { tellGatewayFigures } from '../http/gateway-metrics.ts';
import { createDelivery } from '../live/delivery.ts';
import { createGroupFeed, type GroupFeed } from '../live/group-feed.ts';
import { Hub } from '../live/hub.ts';
import { createOpening } from '../live/opening.ts';
import { createSocketServer, type SocketServer } from '../live/socket-server.ts';
import type { GatewayLimits } from '../options.ts';
import type { Guards } from './guards.ts';
import type { CommonParts, Reading } from './reading.ts';

/** Whoever watches over a WebSocket, and what they get. */
export interface Viewing {
  readonly hub: Hub;
  readonly groupFeed: GroupFeed;
  readonly sockets: SocketServer;
  /** The sockets are closed by themselves, before it. */
  close(): void;
}

export function createViewing(options: {
  readonly common: CommonParts;
  readonly limits: GatewayLimits;
  readonly guards: Guards;
  readonly meter: Meter;
  readonly reading: Reading;
  readonly history: History;
  readonly version: string;
}): Viewing {
  const { common, limits, guards, meter, reading, history, version } = options;
  const { clock, logger } = common;
  const { live, book, groups, alerts, describe } = reading;
  const hub = new Hub({
    live,
    limits,
    clock,
    describe: (id) => (book.state().broadcasts.has(id) ? describe(id) : undefined),
    delivery: createDelivery({ telemetry: meter.telemetry, clock, ...(logger && { logger }) }),
  });
  const groupFeed = createGroupFeed({
    group: groups.group,
    learn: (name) => book.learnGroup(makeGroupId(name)),
    clock,
    settleMs: limits.frameInterval,
  });
  const { tokens, origins, admit, addressOf } = guards;
  const sockets = createSocketServer({
    hub,
    groups: groupFeed,
    open: createOpening({ ...common, live, hub, history, limits }),
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
  const stopTelling = tellGatewayFigures({
    meter,
    hub: () => hub.figures(),
    connections: sockets.connections,
    sentAway: sockets.sentAway,
    live: live.figures,
    problem: reading.problem,
  });
  return {
    hub,
    groupFeed,
    sockets,
    close() {
      stopTelling();
      hub.close();
      groupFeed.close();
    },
  };
}
