import type { WebSocket } from 'ws';
import type { LiveSpan } from '../model/word-table.ts';
import type { Progress } from './frame.ts';
import type { ServerMessage } from './protocol.ts';

/** A viewer's interest in one broadcast. */
export interface Subscription {
  readonly viewer: Viewer;
  readonly broadcastId: string;
  readonly wordSpan: LiveSpan;
  readonly progress: Progress;
  /** `starting`: its snapshot or backlog is on the way, frames wait. */
  state: 'starting' | 'live' | 'over';
  toldEnd: boolean;
}

/** One connection. Nothing is queued here: what a viewer has not been sent stays in the ring that all share. */
export class Viewer {
  readonly subscriptions = new Map<string, Subscription>();
  /** Whether it has answered since the last heartbeat. */
  alive = true;
  readonly #socket: WebSocket;
  readonly #pendingBytes: number;
  readonly #onDrained: (viewer: Viewer) => void;
  readonly #waiting = new Set<() => void>();
  #blocked = false;

  constructor(options: {
    readonly socket: WebSocket;
    /** Bytes that may wait in the socket before it gets nothing more. */
    readonly pendingBytes: number;
    readonly onDrained: (viewer: Viewer) => void;
  }) {
    this.#socket = options.socket;
    this.#pendingBytes = options.pendingBytes;
    this.#onDrained = options.onDrained;
  }

  get open(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  /** False while too much waits in its socket; `onDrained` tells when that is over. */
  takes(): boolean {
    if (!this.open) return false;
    this.#blocked ||= this.#socket.bufferedAmount > this.#pendingBytes;
    return !this.#blocked;
  }

  /** Resolves when the socket takes more, or is closed. */
  async drained(): Promise<void> {
    while (this.open && !this.takes()) await new Promise<void>((resolve) => this.#waiting.add(resolve));
  }

  send(message: ServerMessage): void {
    this.sendText(JSON.stringify(message));
  }

  /** Sends a text, or the UTF-8 bytes of one. */
  sendText(text: string | Buffer): void {
    if (!this.open) return;
    this.#socket.send(text, { binary: false }, () => this.#sent());
  }

  ping(): void {
    this.#socket.ping();
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason);
  }

  terminate(): void {
    this.#socket.terminate();
  }

  /** The connection is gone: whoever waits for it goes on. */
  gone(): void {
    for (const subscription of this.subscriptions.values()) subscription.state = 'over';
    this.#wake();
  }

  #sent(): void {
    if (!this.#blocked || this.#socket.bufferedAmount > this.#pendingBytes / 2) return;
    this.#blocked = false;
    this.#wake();
    this.#onDrained(this);
  }

  #wake(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }
}
