import { readFileSync } from 'node:fs';
import WebSocket from 'ws';
import { dataFiles, isHeld } from '../../core/data-folder.ts';
import { ChatpulseError } from '../../core/errors.ts';
import type {
  Broadcast,
  BroadcastList,
  GatewayState,
  StartedBroadcast,
} from '../../gateway/http/contract.ts';
import type { ServerMessage } from '../../gateway/live/protocol.ts';
import { createViewerBacklog } from './viewer-backlog.ts';

/** A running server as a command talks to it. */
export interface ServerClient {
  readonly url: string;
  /** @throws ChatpulseError with the server's own code and message */
  start(url: string, speed?: string): Promise<StartedBroadcast>;
  stop(broadcastId: string): Promise<void>;
  broadcasts(): Promise<readonly Broadcast[]>;
  /** How full this gateway is. */
  gateway(): Promise<GatewayState>;
  /** Has it give a share (0 to 1) of its viewers to the other gateways; 0 ends that. */
  shed(share: number, overSeconds: number): Promise<GatewayState>;
  /** What a viewer of a broadcast gets, from now on; ends with the connection or the signal. */
  follow(broadcastId: string, signal: AbortSignal): AsyncIterable<ServerMessage>;
}

export function createServerClient(url: string, token: string | undefined): ServerClient {
  const authorization: Record<string, string> =
    token === undefined ? {} : { authorization: `Bearer ${token}` };

  async function ask(path: string, body?: unknown): Promise<unknown> {
    const answer = await fetch(`${url}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        ...authorization,
        ...(body === undefined ? {} : { 'content-type': 'application/json', origin: url }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }).catch((error: unknown) => {
      throw new ChatpulseError('CHATPULSE_SERVER_UNREACHABLE', {
        message: `${url} does not answer.`,
        cause: error,
      });
    });
    const text = await answer.text();
    if (!answer.ok) throw asServerError(text, answer.status);
    return text === '' ? undefined : JSON.parse(text);
  }

  return {
    url,
    start: async (address, speed) =>
      (await ask('/api/broadcasts', {
        url: address,
        ...(speed === undefined ? {} : { speed }),
      })) as StartedBroadcast,
    stop: async (id) => void (await ask(`/api/broadcasts/${encodeURIComponent(id)}/stop`, {})),
    broadcasts: async () => ((await ask('/api/broadcasts')) as BroadcastList).broadcasts,
    gateway: async () => (await ask('/api/gateway')) as GatewayState,
    shed: async (share, overSeconds) =>
      (await ask('/api/gateway/shed', { share, overSeconds })) as GatewayState,
    async *follow(broadcast, signal) {
      const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/ws`, {
        origin: url,
        headers: authorization,
      });
      const waiting = createViewerBacklog();
      let wake: () => void = () => undefined;
      let closed = false;
      const close = (): void => {
        closed = true;
        wake();
      };
      socket.on('open', () => socket.send(JSON.stringify({ type: 'subscribe', broadcast })));
      socket.on('message', (data: Buffer) => {
        waiting.push(JSON.parse(data.toString('utf8')) as ServerMessage);
        wake();
      });
      socket.on('close', close);
      socket.on('error', close);
      signal.addEventListener('abort', () => socket.terminate(), { once: true });
      try {
        while (!closed || waiting.size > 0) {
          yield* waiting.takeAll();
          if (!closed && waiting.size === 0)
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
        }
      } finally {
        socket.terminate();
      }
    },
  };
}

/** The server that holds a data folder; undefined where none does. */
export function runningServer(dataDir: string, token: string | undefined): ServerClient | undefined {
  if (!isHeld(dataDir)) return undefined;
  try {
    const { url } = JSON.parse(readFileSync(dataFiles(dataDir).server, 'utf8')) as { url: string };
    return createServerClient(url, token);
  } catch (error) {
    throw new ChatpulseError('CHATPULSE_SERVER_UNREACHABLE', {
      message: `${dataDir} is held by a process that has not said where it listens.`,
      cause: error,
    });
  }
}

/** A problem document as the error that it tells of: its own words, under its own code. */
function asServerError(text: string, status: number): Error {
  try {
    const { code, detail, hint } = JSON.parse(text) as { code?: string; detail?: string; hint?: string };
    if (code && detail) return new ServerProblem(code, detail, hint ?? '');
  } catch {
    // Not a problem document: told below by its status.
  }
  return new ChatpulseError('CHATPULSE_SERVER_UNREACHABLE', { message: `The server answered ${status}.` });
}

/** An error that the server told of. */
export class ServerProblem extends Error {
  readonly code: string;
  readonly hint: string;

  constructor(code: string, detail: string, hint: string) {
    super(detail);
    this.name = 'ServerProblem';
    this.code = code;
    this.hint = hint;
  }
}
