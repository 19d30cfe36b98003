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
  /** What to subscribe to; more may join and leave. */
  readonly broadcasts: readonly string[];
  /** Whose alerts to follow; all where it names nothing, none without it. */
  readonly alerts?: { readonly channel?: string; readonly broadcast?: string };
  /** The channel group to hear of. */
  readonly group?: string;
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
 * The live connection of some broadcasts: subscribes, keeps the cursor of the last frame of each, and after a loss
 * connects again with growing pauses and goes on from there. A connection that is silent is probed.
 */
export class LiveConnection {
  readonly #options: ConnectionOptions;
  #socket: SocketLike | null = null;
  /** The broadcasts, each with where to go on. */
  readonly #cursors: Map<string, string | undefined>;
  #words: '1m' | '10m' = '10m';
  #attempt = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #watch: ReturnType<typeof setInterval> | undefined;
  #heardAt = 0;
  #closed = false;
  #state: ConnectionState = 'connecting';

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#cursors = new Map(options.broadcasts.map((id) => [id, undefined]));
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

  /** Subscribes to one more broadcast. */
  add(broadcast: string): void {
    if (this.#cursors.has(broadcast)) return;
    this.#cursors.set(broadcast, undefined);
    if (this.#socket?.readyState === OPEN) this.#subscribe(broadcast);
  }

  remove(broadcast: string): void {
    if (!this.#cursors.delete(broadcast)) return;
    if (this.#socket?.readyState === OPEN) this.#send({ type: 'unsubscribe', broadcast });
  }

  /** What the live words cover from now on. */
  setWords(words: '1m' | '10m'): void {
    if (words === this.#words) return;
    this.#words = words;
    if (this.#socket?.readyState === OPEN) this.#subscribeAll();
  }

  #connect(): void {
    const socket = this.#options.open();
    this.#socket = socket;
    this.#heardAt = Date.now();
    socket.onopen = () => {
      const { group } = this.#options;
      if (group !== undefined) this.#send({ type: 'group', name: group });
      this.#subscribeAll();
    };
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
    // Whoever follows alerts alone has nothing else to hear.
    if (message.type === 'alerts') this.#attempt = 0;
    if (message.type === 'snapshot' || message.type === 'frame') {
      if (!this.#cursors.has(message.broadcast)) return;
      this.#cursors.set(message.broadcast, message.cursor);
      this.#attempt = 0;
      this.#setState('open');
    }
    this.#options.onMessage(message);
  }

  #subscribeAll(): void {
    const { alerts } = this.#options;
    if (alerts) this.#send({ type: 'follow-alerts', ...alerts });
    for (const broadcast of this.#cursors.keys()) this.#subscribe(broadcast);
    // A resume with nothing to tell brings no frame: an open socket that took the request counts, and one with nothing
    // to ask for does too.
    if (this.#cursors.size === 0 || this.#heard) this.#setState('open');
  }

  #subscribe(broadcast: string): void {
    const cursor = this.#cursors.get(broadcast);
    this.#send({
      type: 'subscribe',
      broadcast,
      words: this.#words,
      ...(cursor === undefined ? {} : { cursor }),
    });
  }

  /** Whether anything has come of any broadcast. */
  get #heard(): boolean {
    return [...this.#cursors.values()].some((cursor) => cursor !== undefined);
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
    this.#setState(this.#state === 'connecting' && !this.#heard ? 'connecting' : 'reconnecting');
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
