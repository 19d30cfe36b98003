import type { SocketLike } from './connection.ts';

/** The live socket of the server that this page came from. */
export function openSocket(): SocketLike {
  const url = new URL('/ws', location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return new WebSocket(url) as SocketLike;
}
