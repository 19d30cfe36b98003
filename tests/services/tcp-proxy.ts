import { connect, createServer, type Socket } from 'node:net';

/** From a client to the broker, or back. */
export type Way = 'requests' | 'answers';

/** Smaller stretches are of questions, not of records: they are let through. */
const LARGE_BYTES = 4_000;

/** Stands in front of a broker and does what networks do. */
export interface TcpProxy {
  readonly port: number;
  /** Where new connections go; to be said before the first. */
  pointAt(port: number): void;
  /** Resets all connections. */
  cut(): void;
  /** Resets connections as soon as the broker has answered something on them, and keeps the answer back. */
  cutAnswers(on: boolean): void;
  /**
   * Breaks one connection inside the next large stretch of bytes that goes this way: half of it is passed on, then both
   * ends are reset. Resolves when that has happened.
   */
  cutInside(way: Way): Promise<void>;
  /** Holds back everything that clients of this name send, on old and new connections; null lets all through. */
  freeze(clientId: string | null): void;
  close(): Promise<void>;
}

export async function startTcpProxy(): Promise<TcpProxy> {
  const clients = new Set<Socket>();
  let target = 0;
  let cuttingAnswers = false;
  let frozen: string | null = null;
  let thaw: (() => void)[] = [];
  const toCut = new Map<Way, () => void>();

  /** Passes bytes on, or half of them where the connection is to break inside. */
  function pass(way: Way, bytes: Buffer, from: Socket, to: Socket): void {
    const told = bytes.length >= LARGE_BYTES ? toCut.get(way) : undefined;
    if (!told) {
      to.write(bytes);
      return;
    }
    toCut.delete(way);
    from.pause();
    to.write(bytes.subarray(0, bytes.length >> 1), () => {
      to.resetAndDestroy();
      from.resetAndDestroy();
      told();
    });
  }

  const server = createServer((client) => {
    const broker = connect({ host: '127.0.0.1', port: target });
    let name: string | undefined;
    clients.add(client);
    client.on('data', (bytes) => {
      name ??= clientIdOf(bytes);
      if (name !== frozen) {
        pass('requests', bytes, client, broker);
        return;
      }
      client.pause();
      thaw.push(() => {
        client.resume();
        broker.write(bytes);
      });
    });
    broker.on('data', (bytes) => {
      if (cuttingAnswers) client.resetAndDestroy();
      else pass('answers', bytes, broker, client);
    });
    const end = (): void => {
      clients.delete(client);
      client.destroy();
      broker.destroy();
    };
    for (const socket of [client, broker]) socket.on('error', end).on('close', end);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });

  function cut(): void {
    for (const client of clients) client.resetAndDestroy();
  }

  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    pointAt(port) {
      target = port;
    },
    cut,
    cutAnswers(on) {
      cuttingAnswers = on;
    },
    cutInside: (way) => new Promise((resolve) => toCut.set(way, resolve)),
    freeze(clientId) {
      frozen = clientId;
      if (clientId !== null) return;
      const waiting = thaw;
      thaw = [];
      for (const go of waiting) go();
    },
    async close() {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The client id in the header of a Kafka request: size, API key, version, correlation id, then a string. */
function clientIdOf(bytes: Buffer): string {
  const length = bytes.readInt16BE(12);
  return length > 0 ? bytes.toString('utf8', 14, 14 + length) : '';
}
