import { WebSocket, type RawData } from 'ws';
import { createGuardedLookup } from './http/guarded-lookup.ts';
import type { AllowedHosts } from './http/allowed-hosts.ts';

export interface WebSocketOptions {
  readonly url: string;
  /** The hosts that may be contacted, and whether one may be private. */
  readonly hosts: AllowedHosts;
  readonly userAgent: string;
  /** The subprotocol that is asked for. */
  readonly protocol?: string;
  onOpen(): void;
  onMessage(data: Buffer): void;
  /** Called once, when the connection is gone or was never made; not after `close`. */
  onClose(reason: string): void;
}

/** A WebSocket that a connector reads: it reaches only hosts of its list, and a frame is never taken for UTF-8 unseen. */
export interface Connection {
  send(data: string | Uint8Array): void;
  /** Nothing is called back after it. */
  close(): void;
}

const HANDSHAKE_TIMEOUT_MS = 10_000;
/** A larger frame ends the connection rather than the memory. */
const MAX_FRAME_BYTES = 8 * 1024 * 1024;

export function connectWebSocket(options: WebSocketOptions): Connection {
  const admission = options.hosts.admit(options.url);
  if ('refused' in admission) {
    const reason = admission.refused;
    let closed = false;
    // Later, as for every other reason, so that the caller holds the connection when it hears of its end.
    queueMicrotask(() => {
      if (!closed) options.onClose(reason);
    });
    return {
      send: () => undefined,
      close: () => {
        closed = true;
      },
    };
  }
  return open(options, admission.url);
}

function open({ hosts, userAgent, protocol, ...on }: WebSocketOptions, url: URL): Connection {
  const socket = new WebSocket(url, protocol === undefined ? [] : [protocol], {
    handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
    maxPayload: MAX_FRAME_BYTES,
    perMessageDeflate: false,
    // A frame with invalid UTF-8 is a matter of its messages, not the end of the connection.
    skipUTF8Validation: true,
    headers: { 'User-Agent': userAgent },
    lookup: createGuardedLookup(hosts),
  });
  let over = false;

  function finish(reason: string): void {
    if (over) return;
    over = true;
    socket.terminate();
    on.onClose(reason);
  }

  socket.on('open', () => {
    if (!over) on.onOpen();
  });
  socket.on('message', (data) => {
    if (!over) on.onMessage(bufferOf(data));
  });
  socket.on('error', (error) => {
    finish(error.message);
  });
  socket.on('close', (code) => {
    finish(`connection closed (${code})`);
  });
  return {
    send(data) {
      if (socket.readyState === WebSocket.OPEN) socket.send(data);
    },
    close() {
      over = true;
      socket.terminate();
    },
  };
}

function bufferOf(data: RawData): Buffer {
  if (Buffer.isBuffer(data)) return data;
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);
}
