import { WebSocket } from 'ws';
import { serverMessageSchema, type ClientMessage, type ServerMessage } from '../live/protocol.ts';

type Of<T extends ServerMessage['type']> = Extract<ServerMessage, { type: T }>;

/** A WebSocket client that checks all that it receives against the protocol. */
export class TestViewer {
  readonly received: ServerMessage[] = [];
  /** Resolves with the code when the connection is closed. */
  readonly closed: Promise<number>;
  readonly #socket: WebSocket;
  readonly #waiting = new Set<() => void>();
  #problem: Error | undefined;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    this.closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('message', (data: Buffer) => {
      const parsed = serverMessageSchema.safeParse(JSON.parse(data.toString()));
      if (parsed.success) this.received.push(parsed.data);
      else this.#problem = parsed.error;
      for (const check of this.#waiting) check();
    });
    socket.on('error', () => undefined);
  }

  /** Rejects with `HTTP <status>` where the server refuses. */
  static connect(url: string, headers: Record<string, string>, autoPong = true): Promise<TestViewer> {
    const socket = new WebSocket(url, { headers, autoPong });
    const viewer = new TestViewer(socket);
    return new Promise((resolve, reject) => {
      socket.once('open', () => resolve(viewer));
      socket.once('unexpected-response', (_request, response) =>
        reject(new Error(`HTTP ${response.statusCode}`)),
      );
      socket.once('error', reject);
    });
  }

  send(message: ClientMessage): void {
    this.#socket.send(JSON.stringify(message));
  }

  sendRaw(text: string | Buffer): void {
    this.#socket.send(text);
  }

  /** Stops taking bytes from the network. */
  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  terminate(): void {
    this.#socket.terminate();
  }

  all<T extends ServerMessage['type']>(type: T): Of<T>[] {
    return this.received.filter((message): message is Of<T> => message.type === type);
  }

  /** The first message of a type that fits, once it has come. */
  async next<T extends ServerMessage['type']>(
    type: T,
    fits: (message: Of<T>) => boolean = () => true,
  ): Promise<Of<T>> {
    let found: Of<T> | undefined;
    await this.until(() => (found = this.all(type).find(fits)) !== undefined);
    if (!found) throw new Error(`no ${type}`);
    return found;
  }

  /** Resolves when a condition holds; asked anew after each message. */
  until(holds: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const check = (): void => {
        if (this.#problem) reject(this.#problem);
        else if (holds()) resolve();
        else return;
        this.#waiting.delete(check);
      };
      this.#waiting.add(check);
      check();
    });
  }

  /** Resolves when it has been sent the message of this number, see `Harness.say`. */
  seen(seq: number): Promise<void> {
    return this.until(() => this.messageIds().includes(`m-${seq}`));
  }

  /** Ids of all messages of snapshots and frames, in order of arrival. */
  messageIds(): string[] {
    return this.received.flatMap((message) =>
      message.type === 'snapshot' || message.type === 'frame' ? message.messages.map(({ id }) => id) : [],
    );
  }

  cursor(): string | undefined {
    return this.received.reduce<string | undefined>(
      (cursor, message) =>
        message.type === 'snapshot' || message.type === 'frame' ? message.cursor : cursor,
      undefined,
    );
  }

  skipped(): number {
    return this.all('frame').reduce((sum, frame) => sum + (frame.skipped ?? 0), 0);
  }
}

/** Ids of the messages of the numbers [from, to), see `Harness.say`. */
export function idsOf(from: number, to: number): string[] {
  return Array.from({ length: to - from }, (_, index) => `m-${from + index}`);
}
