import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';

/** A client of the stand-in's chat server. */
export interface LoopbackClient {
  readonly path: string;
  send(data: string | Uint8Array): void;
}

export interface LoopbackOptions {
  readonly port?: number;
  /** Answers a request as JSON; undefined: 404. */
  readonly answer: (request: { readonly url: URL; readonly method: string }) => HttpFault | undefined;
  readonly onMessage: (client: LoopbackClient, data: Buffer) => void;
  readonly onClose?: (client: LoopbackClient) => void;
}

/** An HTTP answer: its status, and JSON. */
export interface HttpFault {
  readonly status: number;
  readonly json?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Faults that every platform's stand-in has. */
export interface LoopbackFaults {
  /** Closes all connections properly. */
  drop(): void;
  /** Breaks all connections in the middle of a frame. */
  reset(): void;
  /** Keeps connections open but says and answers nothing on them. */
  stall(on: boolean): void;
  /** Closes new chat connections at once. */
  refuse(on: boolean): void;
  /** Answers every request with this; undefined: as it should. */
  failHttp(fault: HttpFault | undefined): void;
}

/** An HTTP and WebSocket server on this machine that stands in for a platform. */
export interface LoopbackPlatform extends LoopbackFaults {
  readonly httpUrl: string;
  readonly wsUrl: string;
  connections(): number;
  accepted(): number;
  /** Requests so far. */
  requests(): number;
  /** Resolves as soon as it holds; asked again after whatever clients do. */
  until(holds: () => boolean): Promise<void>;
  close(): Promise<void>;
}

const HOST = '127.0.0.1';

export async function startLoopbackPlatform(options: LoopbackOptions): Promise<LoopbackPlatform> {
  const waiters = new Set<{ readonly holds: () => boolean; readonly resolve: () => void }>();
  const clients = new Map<LoopbackClient, { readonly socket: WebSocket; readonly transport: Socket }>();
  let accepted = 0;
  let requests = 0;
  let stalled = false;
  let refusing = false;
  let fault: HttpFault | undefined;

  function wake(): void {
    for (const waiter of waiters) {
      if (!waiter.holds()) continue;
      waiters.delete(waiter);
      waiter.resolve();
    }
  }

  function respond(request: IncomingMessage, response: ServerResponse): void {
    requests += 1;
    const url = new URL(request.url ?? '/', `http://${HOST}`);
    const { status, json, headers } = fault ??
      options.answer({ url, method: request.method ?? 'GET' }) ?? { status: 404, json: { code: 404 } };
    request.resume();
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(json === undefined ? '' : JSON.stringify(json));
    wake();
  }

  const http = createServer(respond);
  const ws = new WebSocketServer({ server: http });
  await new Promise<void>((resolve, reject) => {
    http.once('listening', resolve);
    http.once('error', reject);
    http.listen(options.port ?? 0, HOST);
  });
  const bound = http.address();
  const port = typeof bound === 'object' && bound ? bound.port : 0;

  ws.on('connection', (socket, request) => {
    accepted += 1;
    if (refusing) {
      socket.terminate();
      wake();
      return;
    }
    const client: LoopbackClient = {
      path: request.url ?? '/',
      send(data) {
        if (!stalled) socket.send(data);
      },
    };
    clients.set(client, { socket, transport: request.socket });
    socket.on('message', (data: Buffer) => {
      if (!stalled) options.onMessage(client, data);
      wake();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clients.delete(client);
      options.onClose?.(client);
      wake();
    });
    wake();
  });

  return {
    httpUrl: `http://${HOST}:${port}`,
    wsUrl: `ws://${HOST}:${port}`,
    connections: () => clients.size,
    accepted: () => accepted,
    requests: () => requests,
    until: (holds) =>
      new Promise((resolve) => {
        waiters.add({ holds, resolve });
        wake();
      }),
    drop() {
      for (const { socket } of clients.values()) socket.close(1001);
    },
    reset() {
      for (const { transport } of clients.values()) {
        // The head of a text frame of 1,000 bytes, and then only a few of them.
        transport.write(Buffer.concat([Buffer.from([0x81, 126, 0x03, 0xe8]), Buffer.from('half')]), () => {
          transport.destroy();
        });
      }
    },
    stall(on) {
      stalled = on;
    },
    refuse(on) {
      refusing = on;
    },
    failHttp(wanted) {
      fault = wanted;
    },
    async close() {
      for (const { socket } of clients.values()) socket.terminate();
      http.closeAllConnections();
      await new Promise<void>((resolve) => {
        ws.close(() => {
          http.close(() => {
            resolve();
          });
        });
      });
    },
  };
}
