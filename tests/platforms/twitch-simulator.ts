import type { Socket } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';

/** A loopback stand-in for the platform's chat server: IRC over WebSocket, with faults on command. */
export interface TwitchSimulator {
  /** For CHATPULSE_TWITCH_CHAT_URL. */
  readonly url: string;
  readonly port: number;
  /** Connections that are open now. */
  connections(): number;
  /** Connections made so far. */
  accepted(): number;
  /** Resolves when so many connections have been made since the start. */
  connected(times: number): Promise<void>;
  /** Lines that clients have sent, all connections together. */
  readonly received: readonly string[];
  /** Resolves when so many JOINs of a channel have come since the start. */
  joined(channel: string, times?: number): Promise<void>;
  /** Resolves when a client has sent a line that this accepts, also earlier ones. */
  receivedLine(matches: (line: string) => boolean): Promise<void>;
  /** Sends lines in one frame to every client in the channel. */
  send(channel: string, lines: readonly (string | Buffer)[]): void;
  /** Closes all connections properly. */
  drop(): void;
  /** Breaks all connections in the middle of a frame. */
  reset(): void;
  /** Keeps connections open but says and answers nothing. */
  stall(on: boolean): void;
  /** Closes new connections at once. */
  refuse(on: boolean): void;
  /** Asks all clients to connect anew. */
  askToReconnect(): void;
  /** Answers JOINs of a channel with this notice instead. */
  suspend(channel: string): void;
  /** Leaves JOINs of a channel without an answer, as for one that does not exist. */
  ignore(channel: string): void;
  close(): Promise<void>;
}

interface Client {
  readonly socket: WebSocket;
  readonly transport: Socket;
  readonly channels: Set<string>;
  nick: string;
}

interface Waiter {
  readonly done: () => boolean;
  readonly resolve: () => void;
}

const HOST = '127.0.0.1';
const SERVER = ':tmi.twitch.tv';

export async function startTwitchSimulator({
  port = 0,
}: { readonly port?: number } = {}): Promise<TwitchSimulator> {
  const server = new WebSocketServer({ host: HOST, port });
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve);
    server.once('error', reject);
  });
  const address = server.address();
  const boundPort = typeof address === 'object' && address ? address.port : port;
  const clients = new Set<Client>();
  const received: string[] = [];
  const joins = new Map<string, number>();
  const suspended = new Set<string>();
  const ignored = new Set<string>();
  const waiters = new Set<Waiter>();
  let accepted = 0;
  let stalled = false;
  let refusing = false;

  function wake(): void {
    for (const waiter of waiters) {
      if (!waiter.done()) continue;
      waiters.delete(waiter);
      waiter.resolve();
    }
  }

  function until(done: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      waiters.add({ done, resolve });
      wake();
    });
  }

  function say(client: Client, lines: readonly (string | Buffer)[]): void {
    if (stalled) return;
    const parts = lines.flatMap((line) => [
      Buffer.isBuffer(line) ? line : Buffer.from(line),
      Buffer.from('\r\n'),
    ]);
    client.socket.send(Buffer.concat(parts), { binary: false });
  }

  function welcome(client: Client): void {
    const to = client.nick;
    say(client, [`${SERVER} 001 ${to} :Welcome, GLHF!`, `${SERVER} 375 ${to} :-`, `${SERVER} 376 ${to} :>`]);
  }

  function join(client: Client, channel: string): void {
    joins.set(channel, (joins.get(channel) ?? 0) + 1);
    if (suspended.has(channel)) {
      const text = 'This channel does not exist or has been suspended.';
      say(client, [`@msg-id=msg_channel_suspended ${SERVER} NOTICE #${channel} :${text}`]);
    } else if (!ignored.has(channel)) {
      client.channels.add(channel);
      const { nick } = client;
      say(client, [
        `:${nick}!${nick}@${nick}.tmi.twitch.tv JOIN #${channel}`,
        `:${nick}.tmi.twitch.tv 366 ${nick} #${channel} :End of /NAMES list`,
        `@emote-only=0;room-id=1;slow=0 ${SERVER} ROOMSTATE #${channel}`,
      ]);
    }
  }

  function hear(client: Client, line: string): void {
    received.push(line);
    const [command = '', rest = ''] = splitOnce(line, ' ');
    switch (command.toUpperCase()) {
      case 'CAP':
        say(client, [`${SERVER} CAP * ACK :twitch.tv/tags twitch.tv/commands`]);
        break;
      case 'NICK':
        client.nick = rest;
        welcome(client);
        break;
      case 'JOIN':
        for (const channel of rest.split(',')) join(client, channel.replace(/^#/, ''));
        break;
      case 'PING':
        say(client, [`${SERVER} PONG tmi.twitch.tv ${rest}`]);
        break;
      default:
        break;
    }
  }

  server.on('connection', (socket, request) => {
    accepted += 1;
    if (refusing) {
      socket.terminate();
      wake();
      return;
    }
    const client: Client = { socket, transport: request.socket, channels: new Set(), nick: '' };
    clients.add(client);
    socket.on('message', (data: Buffer) => {
      for (const line of data.toString('utf8').split(/\r?\n/)) if (line !== '') hear(client, line);
      wake();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clients.delete(client);
      wake();
    });
    wake();
  });

  return {
    url: `ws://${HOST}:${boundPort}`,
    port: boundPort,
    connections: () => clients.size,
    accepted: () => accepted,
    connected: (times) => until(() => accepted >= times),
    received,
    joined: (channel, times = 1) => until(() => (joins.get(channel) ?? 0) >= times),
    receivedLine: (matches) => until(() => received.some(matches)),
    send(channel, lines) {
      for (const client of clients) if (client.channels.has(channel)) say(client, lines);
    },
    drop() {
      for (const client of clients) client.socket.close(1001);
    },
    reset() {
      for (const client of clients) {
        // The head of a text frame of 1,000 bytes, and then only a few of them.
        client.transport.write(
          Buffer.concat([Buffer.from([0x81, 126, 0x03, 0xe8]), Buffer.from('@id=half')]),
          () => {
            client.transport.destroy();
          },
        );
      }
    },
    stall(on) {
      stalled = on;
    },
    refuse(on) {
      refusing = on;
    },
    askToReconnect() {
      for (const client of clients) say(client, [`${SERVER} RECONNECT`]);
    },
    suspend(channel) {
      suspended.add(channel);
    },
    ignore(channel) {
      ignored.add(channel);
    },
    async close() {
      for (const client of clients) client.socket.terminate();
      await new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
      });
    },
  };
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
