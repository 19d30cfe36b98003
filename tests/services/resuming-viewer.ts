import { WebSocket } from 'ws';

export interface ResumingViewerOptions {
  /** The address of the balancer. */
  readonly url: string;
  readonly broadcast: string;
  /** An address of its own to come from: limits are per address. */
  readonly address: string;
  /** ms until it comes back after a connection was closed with this code. */
  readonly comesBackAfter: (code: number) => number;
}

/** A page as gateways see it: comes back by itself, with its cursor, whenever it is cut off. */
export class ResumingViewer {
  readonly ids = new Set<string>();
  skipped = 0;
  /** Whether it is connected now. */
  open = false;
  readonly #options: ResumingViewerOptions;
  #cursor: string | undefined;
  #socket: WebSocket | undefined;
  #ended = false;

  constructor(options: ResumingViewerOptions) {
    this.#options = options;
    this.#connect();
  }

  #connect(): void {
    const { url, broadcast, address, comesBackAfter } = this.#options;
    const socket = new WebSocket(`${url.replace('http', 'ws')}/ws`, { origin: url, localAddress: address });
    this.#socket = socket;
    socket.on('open', () => {
      this.open = true;
      socket.send(
        JSON.stringify({ type: 'subscribe', broadcast, ...(this.#cursor && { cursor: this.#cursor }) }),
      );
    });
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString()) as {
        cursor?: string;
        skipped?: number;
        messages?: { id: string }[];
      };
      for (const { id } of message.messages ?? []) this.ids.add(id);
      this.skipped += message.skipped ?? 0;
      this.#cursor = message.cursor ?? this.#cursor;
    });
    socket.on('error', () => undefined);
    socket.on('close', (code) => {
      this.open = false;
      if (!this.#ended) setTimeout(() => this.#connect(), comesBackAfter(code));
    });
  }

  end(): void {
    this.#ended = true;
    this.#socket?.terminate();
  }
}
