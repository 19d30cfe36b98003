import { join, resolve } from 'node:path';
import { compileJava } from './java.ts';
import { fetchArtifacts, freePort, spawnLogged, waitForPort, type ServerProcess } from './support.ts';

const VERSION = '1.47.0';
const ARTIFACTS = [
  `de.bwaldvogel:mongo-java-server:${VERSION}`,
  `de.bwaldvogel:mongo-java-server-h2-backend:${VERSION}`,
  'org.slf4j:slf4j-simple:2.0.17',
];
const CACHE = `mongo-java-server-${VERSION}`;
const SOURCE = resolve(import.meta.dirname, 'java');

/** A server of the tests, one process. */
export interface TestServer {
  /** As the settings of the product name it. */
  readonly url: string;
  /** Of the process that ran last. */
  readonly pid: number;
  /** Ends the process; what it acknowledged stays in its folder. SIGTERM unless told otherwise. */
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** Starts it again on the same port with the same data. */
  start(): Promise<void>;
}

export interface TestServerOptions {
  /** The folder for data and the log of the process. */
  readonly dir: string;
  /** A free one unless given. */
  readonly port?: number;
}

/**
 * Starts mongo-java-server, which stands in for MongoDB where no mongod is to be had: its wire protocol and queries, but no
 * transactions and no indexes except unique ones. Needs `java` and `javac`, and the first time `mvn`.
 *
 * On file every acknowledged write is durable, which costs it more than all else; in memory it is about as fast as a
 * mongod that acknowledges before its journal is written, and forgets everything when it stops.
 */
export async function startMongo(
  options: TestServerOptions & { readonly inMemory?: boolean },
): Promise<TestServer> {
  const port = options.port ?? (await freePort());
  const lib = await fetchArtifacts(CACHE, ARTIFACTS);
  const args = [
    '-Xms32m',
    options.inMemory ? '-Xmx4g' : '-Xmx768m',
    '-XX:+UseSerialGC',
    '-Dorg.slf4j.simpleLogger.defaultLogLevel=error',
    '-cp',
    `${await compileJava(SOURCE, { cache: CACHE, lib })}:${lib}/*`,
    'MongoTestServer',
    '127.0.0.1',
    String(port),
    ...(options.inMemory ? [] : [join(options.dir, 'mongo.h2')]),
  ];
  return runServer(`mongodb://127.0.0.1:${port}/chatpulse`, port, () =>
    spawnLogged('java', args, { cwd: options.dir, logFile: join(options.dir, 'mongo.log') }),
  );
}

/** A server that is started with `launch`, at first and again, and is ready when it accepts connections. */
export async function runServer(url: string, port: number, launch: () => ServerProcess): Promise<TestServer> {
  let server = launch();
  await waitForPort(port, server);
  return {
    url,
    get pid() {
      return server.pid;
    },
    stop: (signal) => server.stop(signal),
    async start() {
      if (server.exitCode() === null) return;
      server = launch();
      await waitForPort(port, server);
    },
  };
}
