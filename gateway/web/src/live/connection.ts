import type { ClientMessage, ServerMessage } from '../../../live/protocol.ts';
import { backOff } from './back-off.ts';

export type ConnectionState = 'connecting' | 'open' | 'reconnecting';

/** The part of a WebSocket that is used, so that tests can stand in for it. */
export interface SocketLike {
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { readonly code: number }) => void) | null;
  readonly readyState: number;
  send(text: string): void;
  close(): void;
}

export interface ConnectionOptions {
  readonly broadcast: string;
  readonly open: () => SocketLike;
  readonly onMessage: (message: ServerMessage) => void;
  readonly onState: (state: ConnectionState) => void;
  readonly random?: () => number;
}

/** The server answers a ping; a connection that brings nothing for so long after one is dead. */
const PING_AFTER_MS = 15_000;
const DEAD_AFTER_MS = 30_000;
const OPEN = 1;
/** CLOSE_CODES.goingAway of the protocol, whose schemas the pages do without. */
const GOING_AWAY = 1001;

/**
 * One broadcast's live connection: subscribes, keeps the cursor of the last frame, and after a loss connects again with
 * growing pauses and goes on from there. A connection that is silent is probed.
 */
export class LiveConnection {
  readonly #options: ConnectionOptions;
  #socket: SocketLike | null = null;
  #cursor: string | undefined;
  #words: '1m' | '10m' = '10m';
  #attempt = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #watch: ReturnType<typeof setInterval> | undefined;
  #heardAt = 0;
  #closed = false;
  #state: ConnectionState = 'connecting';

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  start(): void {
    this.#connect();
    this.#watch = setInterval(() => this.#probe(), PING_AFTER_MS);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#retry);
    clearInterval(this.#watch);
    this.#drop();
  }

  /** Connects at once when the connection is lost, as when the network comes back. */
  retryNow(): void {
    if (this.#closed || this.#socket) return;
    clearTimeout(this.#retry);
    this.#attempt = 0;
    this.#connect();
  }

  /** What the live words cover from now on. */
  setWords(words: '1m' | '10m'): void {
    if (words === this.#words) return;
    this.#words = words;
    if (this.#socket?.readyState === OPEN) this.#subscribe();
  }

  #connect(): void {
    const socket = this.#options.open();
    this.#socket = socket;
    this.#heardAt = Date.now();
    socket.onopen = () => this.#subscribe();
    socket.onmessage = (event) => {
      this.#heardAt = Date.now();
      const message = parse(event.data);
      if (message) this.#receive(message);
    };
    socket.onclose = ({ code }) => {
      if (this.#socket === socket) this.#lost(code);
    };
  }

  #receive(message: ServerMessage): void {
    if (message.type === 'snapshot' || message.type === 'frame') {
      if (message.broadcast !== this.#options.broadcast) return;
      this.#cursor = message.cursor;
      this.#attempt = 0;
      this.#setState('open');
    }
    this.#options.onMessage(message);
  }

  #subscribe(): void {
    this.#send({
      type: 'subscribe',
      broadcast: this.#options.broadcast,
      words: this.#words,
      ...(this.#cursor === undefined ? {} : { cursor: this.#cursor }),
    });
    // A resume with nothing to tell brings no frame: an open socket that took the request counts.
    if (this.#cursor !== undefined) this.#setState('open');
  }

  #send(message: ClientMessage): void {
    this.#socket?.send(JSON.stringify(message));
  }

  #lost(code?: number): void {
    this.#drop();
    if (this.#closed) return;
    // Told to go to another gateway: at once, unless the last attempt brought nothing either.
    const atOnce = code === GOING_AWAY && this.#attempt === 0;
    this.#attempt += 1;
    this.#setState(
      this.#state === 'connecting' && this.#cursor === undefined ? 'connecting' : 'reconnecting',
    );
    if (this.#attempt > 1) this.#setState('reconnecting');
    this.#retry = setTimeout(
      () => this.#connect(),
      atOnce ? 0 : backOff(this.#attempt, (this.#options.random ?? Math.random)()),
    );
  }

  #drop(): void {
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  #probe(): void {
    if (!this.#socket) return;
    const silent = Date.now() - this.#heardAt;
    if (silent >= DEAD_AFTER_MS) this.#lost();
    else if (silent >= PING_AFTER_MS && this.#socket.readyState === OPEN) this.#send({ type: 'ping' });
  }

  #setState(state: ConnectionState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#options.onState(state);
  }
}

function parse(data: unknown): ServerMessage | null {
  if (typeof data !== 'string') return null;
  try {
    return JSON.parse(data) as ServerMessage;
  } catch {
    return null;
  }
}
