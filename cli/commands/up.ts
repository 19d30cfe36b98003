import type { Command } from 'commander';
import { readConfig } from '../../core/config.ts';
import { describeError } from '../../core/errors.ts';
import { startEmbeddedServer } from '../embedded/embedded-server.ts';
import { openProcessLogs } from '../process-logs.ts';

interface UpOptions {
  readonly data?: string;
  readonly host?: string;
  readonly port?: string;
}

export function registerUp(program: Command): void {
  program
    .command('up')
    .description('run everything in this process: capture, analysis, archive and pages')
    .option('--data <folder>', 'data folder (CHATPULSE_DATA_DIR, default ./data)')
    .option('--host <address>', 'address to listen at (CHATPULSE_HOST, default 127.0.0.1)')
    .option('--port <number>', 'port to listen at, 0 for any free one (CHATPULSE_PORT, default 8080)')
    .addHelpText('after', '\nEnds on Ctrl+C or SIGTERM after everything captured is durable.')
    .action(async (options: UpOptions) => {
      await up(options);
    });
}

async function up(options: UpOptions): Promise<void> {
  const config = readConfig({
    ...process.env,
    ...(options.data && { CHATPULSE_DATA_DIR: options.data }),
    ...(options.host && { CHATPULSE_HOST: options.host }),
    ...(options.port && { CHATPULSE_PORT: options.port }),
  });
  const logs = openProcessLogs(config, 'main');
  const { logger } = logs;
  const stopSignal = new Promise<NodeJS.Signals>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, resolve);
  });
  const server = await startEmbeddedServer({ config, logger, logs });
  process.stdout.write(
    `Chatpulse is running at ${server.url}\nData folder: ${config.dataDir}\nStop with Ctrl+C.\n`,
  );

  const end = await Promise.race([stopSignal, server.failed]);
  if (end instanceof Error) {
    logger.fatal({ err: end }, 'a part failed; stopping');
    process.stderr.write(`Stopping because a part failed: ${describeError(end)}\n`);
    process.exitCode = 1;
  }
  await server.stop();
  logger.info('stopped');
  await logs.close();
  process.exit();
}
