import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import type { OriginGuard } from '../auth/origins.ts';
import type { TokenGuard } from '../auth/token.ts';
import type { Clock } from '../../core/clock.ts';
import { ChatpulseError } from '../../core/errors.ts';
import { problemOf } from '../http/problem.ts';
import { createTokenBucket } from '../limits/token-bucket.ts';
import type { GatewayLimits } from '../options.ts';
import type { AlertFeed } from './alert-feed.ts';
import type { GroupFeed } from './group-feed.ts';
import type { Hub } from './hub.ts';
import type { Open } from './opening.ts';
import { clientMessageSchema, CLOSE_CODES, type ClientMessage } from './protocol.ts';
import { sample, startShedding, type Shedding, type SheddingProgress } from './shedding.ts';
import { Viewer } from './viewer.ts';

/** Bytes of a message from a viewer. */
const MAX_PAYLOAD = 4_096;
/** A closing gateway takes no longer than this to send its viewers elsewhere. */
const LONGEST_GOODBYE_MS = 5_000;

export interface SocketServerOptions {
  readonly hub: Hub;
  readonly groups: GroupFeed;
  readonly open: Open;
  readonly alerts: AlertFeed;
  readonly tokens: TokenGuard;
  readonly origins: OriginGuard;
  readonly limits: GatewayLimits;
  readonly clock: Clock;
  readonly logger?: Logger;
  readonly version: string;
  /** Takes a token of an address; answers ms to wait. */
  readonly admit: (address: string) => number;
  readonly addressOf: (request: IncomingMessage) => string;
  /** Resolves when a broadcast that any gateway knows is known here too, or is sure to be unknown. */
  readonly learn: (broadcastId: string) => Promise<void>;
}

export interface SocketServer {
  /** Serves `/ws` of a server. */
  attach(server: Server): void;
  connections(): number;
  /**
   * Tells a share (0 to 1) of the viewers, chosen by chance, to go elsewhere, spread over a time. The order before it is
   * over with that; a share of 0 does no more. Those who come meanwhile stay.
   */
  shed(order: { readonly share: number; readonly overMs: number }): void;
  /** How far the last order has come; undefined where nothing is being shed. */
  shedding(): SheddingProgress | undefined;
  /** Viewers that were told to go elsewhere, ever. */
  sentAway(): number;
  /** Tells all viewers to go elsewhere, spread over a short time; resolves when they are gone, or were cut off. */
  close(): Promise<void>;
}

export function createSocketServer(options: SocketServerOptions): SocketServer {
  const { hub, alerts, groups, limits, clock, logger } = options;
  const viewers = new Map<WebSocket, Viewer>();
  const sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: MAX_PAYLOAD,
    perMessageDeflate: false,
  });
  let cancelHeartbeat = clock.after(limits.heartbeatInterval, heartbeat);
  let closing = false;
  let shedding: Shedding | undefined;
  let sentAway = 0;

  function sendAway(viewer: Viewer, reason: string): void {
    if (!viewer.open) return;
    sentAway += 1;
    viewer.close(CLOSE_CODES.goingAway, reason);
  }

  function shed({ share, overMs }: { readonly share: number; readonly overMs: number }): void {
    shedding?.cancel();
    const all = [...viewers.values()].filter(({ open }) => open);
    const order = startShedding({
      targets: sample(all, Math.round(all.length * share)),
      overMs,
      clock,
      ask: (viewer) => sendAway(viewer, 'connect again: this gateway gives viewers to others'),
    });
    shedding = order;
    void order.over.then(() => {
      if (shedding === order) shedding = undefined;
    });
  }

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // Until ws takes over, a connection that breaks must not end the process.
    const ignore = (): void => undefined;
    socket.on('error', ignore);
    try {
      check(request);
    } catch (error) {
      refuse(socket, error);
      return;
    }
    socket.off('error', ignore);
    sockets.handleUpgrade(request, socket, head, welcome);
  }

  /** @throws ChatpulseError that says why the connection is refused */
  function check(request: IncomingMessage): void {
    const path = (request.url ?? '').split('?', 1)[0];
    if (path !== '/ws')
      throw new ChatpulseError('CHATPULSE_ROUTE_UNKNOWN', { message: 'WebSockets are served at /ws alone.' });
    options.origins.checkHost(request.headers);
    options.origins.checkOrigin(request.headers);
    if (!options.tokens.admits(request.headers))
      throw new ChatpulseError('CHATPULSE_TOKEN_WRONG', {
        message: 'The connection carries no valid token.',
      });
    if (closing || viewers.size >= limits.connections)
      throw new ChatpulseError('CHATPULSE_LIMIT_REACHED', { message: 'No more connections are taken now.' });
    if (options.admit(options.addressOf(request)) > 0)
      throw new ChatpulseError('CHATPULSE_RATE_LIMITED', {
        message: 'Too many connections in too short a time.',
      });
  }

  function welcome(socket: WebSocket): void {
    const viewer = new Viewer({
      socket,
      pendingBytes: limits.pendingBytes,
      onDrained: (drained) => {
        for (const broadcastId of drained.subscriptions.keys()) hub.touch(broadcastId);
        alerts.drained(drained);
      },
    });
    const take = createTokenBucket({
      perSecond: limits.viewerMessagesPerSecond,
      burst: limits.viewerMessageBurst,
      clock,
    });
    viewers.set(socket, viewer);
    socket.on('pong', () => {
      viewer.alive = true;
    });
    socket.on('error', (error) => logger?.debug({ err: error }, 'a viewer’s connection broke'));
    socket.on('close', () => {
      viewers.delete(socket);
      viewer.gone();
      alerts.unfollow(viewer);
      groups.leave(viewer);
      for (const broadcastId of [...viewer.subscriptions.keys()]) hub.remove(viewer, broadcastId);
    });
    socket.on('message', (data, isBinary) => {
      viewer.alive = true;
      if (take() > 0) viewer.close(CLOSE_CODES.policy, 'too many messages');
      else receive(viewer, data, isBinary);
    });
    viewer.send({ type: 'hello', version: options.version, now: clock.now() });
  }

  function receive(viewer: Viewer, data: RawData, isBinary: boolean): void {
    const message = isBinary ? undefined : parse(data);
    if (!message) {
      const error = new ChatpulseError('CHATPULSE_REQUEST_INVALID', {
        message: 'The message is not one of the protocol.',
      });
      viewer.send(errorMessage(error));
    } else if (message.type === 'ping') {
      viewer.send({ type: 'pong', ...(message.id !== undefined && { id: message.id }), now: clock.now() });
    } else if (message.type === 'follow-alerts') {
      alerts.follow(viewer, message);
    } else if (message.type === 'unfollow-alerts') {
      alerts.unfollow(viewer);
    } else if (message.type === 'unsubscribe') {
      hub.remove(viewer, message.broadcast);
    } else if (message.type === 'group') {
      groups.follow(viewer, message.name).catch((error: unknown) => viewer.send(errorMessage(error)));
    } else {
      subscribe(viewer, message).catch((error: unknown) => {
        logger?.warn({ broadcastId: message.broadcast, err: error }, 'a subscription failed');
        hub.remove(viewer, message.broadcast);
        viewer.send(errorMessage(error, message.broadcast));
      });
    }
  }

  async function subscribe(viewer: Viewer, message: ClientMessage & { type: 'subscribe' }): Promise<void> {
    const { broadcast, words = '10m' } = message;
    if (isRefused(viewer, broadcast)) return;
    let subscription = hub.add(viewer, broadcast, words);
    if (!subscription) {
      // Another gateway may have answered the command that began it, a moment ago.
      await options.learn(broadcast);
      if (!viewer.open || isRefused(viewer, broadcast)) return;
      subscription = hub.add(viewer, broadcast, words);
    }
    if (subscription) return options.open(subscription, message.cursor);
    const text = `There is no broadcast "${broadcast}".`;
    viewer.send(
      errorMessage(new ChatpulseError('CHATPULSE_BROADCAST_UNKNOWN', { message: text }), broadcast),
    );
  }

  /** Whether a viewer watches as many broadcasts as it may; tells it so. */
  function isRefused(viewer: Viewer, broadcast: string): boolean {
    const { subscriptionsPerConnection: most } = limits;
    if (viewer.subscriptions.has(broadcast) || viewer.subscriptions.size < most) return false;
    const text = `A connection may watch ${most} broadcasts.`;
    viewer.send(errorMessage(new ChatpulseError('CHATPULSE_LIMIT_REACHED', { message: text }), broadcast));
    return true;
  }

  function heartbeat(): void {
    for (const viewer of viewers.values()) {
      if (!viewer.alive) viewer.terminate();
      viewer.alive = false;
      if (viewer.open) viewer.ping();
    }
    cancelHeartbeat = clock.after(limits.heartbeatInterval, heartbeat);
  }

  return {
    attach: (server) => {
      server.on('upgrade', upgrade);
    },
    connections: () => viewers.size,
    shed,
    shedding: () => shedding?.progress(),
    sentAway: () => sentAway,
    close: async () => {
      closing = true;
      cancelHeartbeat();
      shedding?.cancel();
      const all = [...viewers.values()];
      const gone = [...viewers.keys()].map(
        (socket) => new Promise((resolve) => socket.once('close', resolve)),
      );
      await startShedding({
        targets: all,
        overMs: Math.min(LONGEST_GOODBYE_MS, (all.length / limits.goodbyesPerSecond) * 1_000),
        clock,
        ask: (viewer) => sendAway(viewer, 'connect again: this gateway shuts down'),
      }).over;
      const cancelPatience = clock.after(1_000, () => {
        for (const viewer of viewers.values()) viewer.terminate();
      });
      await Promise.all(gone);
      cancelPatience();
    },
  };
}

function parse(data: RawData): ClientMessage | undefined {
  try {
    const text = Buffer.isBuffer(data) ? data.toString('utf8') : '';
    return clientMessageSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function errorMessage(error: unknown, broadcast?: string) {
  const { code, detail, hint } = problemOf(error);
  return { type: 'error' as const, code, detail, hint, ...(broadcast !== undefined && { broadcast }) };
}

/** Answers an upgrade with a problem instead. */
function refuse(socket: Duplex, error: unknown): void {
  const problem = problemOf(error);
  const body = JSON.stringify(problem);
  socket.end(
    `HTTP/1.1 ${problem.status} Refused\r\nContent-Type: application/problem+json\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}
