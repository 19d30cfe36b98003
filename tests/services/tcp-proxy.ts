import { connect, createServer, type Socket } from 'node:net';

/** Stands in front of a broker and does what networks do. */
export interface TcpProxy {
  readonly port: number;
  /** Where new connections go; to be said before the first. */
  pointAt(port: number): void;
  /** Resets all connections. */
  cut(): void;
  /** Resets connections as soon as the broker has answered something on them, and keeps the answer back. */
  cutAnswers(on: boolean): void;
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

  const server = createServer((client) => {
    const broker = connect({ host: '127.0.0.1', port: target });
    let name: string | undefined;
    clients.add(client);
    client.on('data', (bytes) => {
      name ??= clientIdOf(bytes);
      if (name !== frozen) {
        broker.write(bytes);
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
      else client.write(bytes);
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
