import { readConfig, type Config } from '../../core/config.ts';
import { createLogger } from '../../core/logger.ts';
import { startEmbeddedServer } from '../embedded/embedded-server.ts';
import { createServerClient, runningServer, type ServerClient } from './server-client.ts';

export interface WithServerOptions {
  /** The folder of `--data`. */
  readonly dataDir: string | undefined;
  /** Recordings outside the recordings folder, for a server of our own. */
  readonly extraRecordings?: ReadonlyMap<string, string>;
}

export interface ServerInUse {
  readonly client: ServerClient;
  readonly config: Config;
  /** True where the server was running before and goes on after. */
  readonly shared: boolean;
  /** A server of our own: resolves when everything that is in the log now is analysed, counted and archived. */
  readonly whenCaughtUp?: () => Promise<void>;
}

/** Runs a task with the server that holds the data folder, or else with one of our own that ends with the task. */
export async function withServer<T>(
  options: WithServerOptions,
  task: (server: ServerInUse) => Promise<T>,
): Promise<T> {
  const config = readConfig({
    ...process.env,
    CHATPULSE_LOG_LEVEL: process.env.CHATPULSE_LOG_LEVEL ?? 'warn',
    ...(options.dataDir && { CHATPULSE_DATA_DIR: options.dataDir }),
  });
  const running = runningServer(config.dataDir, config.token);
  if (running) return task({ client: running, config, shared: true });

  const logger = createLogger({ level: config.logLevel, part: 'main' });
  const server = await startEmbeddedServer({
    // Nobody but this command is to find it: a free port of this machine alone.
    config: { ...config, host: '127.0.0.1', port: 0 },
    logger,
    ...(options.extraRecordings && { extraRecordings: options.extraRecordings }),
  });
  try {
    const failed = server.failed.then((error) => {
      throw error;
    });
    return await Promise.race([
      task({
        client: createServerClient(server.url, config.token),
        config,
        shared: false,
        whenCaughtUp: () => server.whenCaughtUp(),
      }),
      failed,
    ]);
  } finally {
    await server.stop();
  }
}
