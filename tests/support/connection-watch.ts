import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';

/** Where the sockets of this process try to connect to, as `address:port`, and the names that they look up. */
export interface ConnectionWatch {
  readonly attempts: ReadonlySet<string>;
  readonly lookups: ReadonlySet<string>;
  stop(): void;
}

/** Watches every socket that this process opens as a client, whoever opens it. */
export function watchConnections(): ConnectionWatch {
  const attempts = new Set<string>();
  const lookups = new Set<string>();
  const onSocket = (message: unknown): void => {
    const { socket } = message as { readonly socket: Socket };
    socket.on('lookup', (_error, _address, _family, host) => {
      lookups.add(host);
    });
    socket.on('connectionAttempt', (ip, port) => {
      attempts.add(`${ip}:${port}`);
    });
    socket.on('connect', () => {
      attempts.add(`${socket.remoteAddress}:${socket.remotePort}`);
    });
  };
  subscribe('net.client.socket', onSocket);
  return {
    attempts,
    lookups,
    stop() {
      unsubscribe('net.client.socket', onSocket);
    },
  };
}
