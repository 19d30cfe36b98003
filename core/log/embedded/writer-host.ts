import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import { fromPlainError } from '../../errors.ts';
import type { LogWriterOptions } from './writer.ts';
import type { WriterThreadCommand, WriterThreadNews } from './writer-thread.ts';

/** The thread that writes a log file, seen from the thread that started it. */
export interface WriterHost {
  /** A port for one client, to be given to `connectByPort` in any thread. */
  connect(): MessagePort;
  /** Resolves when all that was handed in is durable and the file is closed. Close the clients first. */
  close(): Promise<void>;
  /** Resolves with the error when the thread dies by itself. */
  readonly failed: Promise<Error>;
}

/** Options that can be posted to a thread. */
export type WriterHostOptions = Omit<LogWriterOptions, 'now'>;

/**
 * Starts the thread; `module` is its built entry.
 * @throws ChatpulseError where the file cannot be opened
 */
export async function startLogWriter(
  options: WriterHostOptions,
  module = new URL('./writer-thread.js', import.meta.url),
): Promise<WriterHost> {
  const worker = new Worker(module, {
    workerData: options,
    name: 'log-writer',
    resourceLimits: { maxOldGenerationSizeMb: 96, maxYoungGenerationSizeMb: 16 },
  });
  const send = (command: WriterThreadCommand, transfer: MessagePort[]): void =>
    worker.postMessage(command, transfer);
  const failed = new Promise<Error>((resolve) => worker.once('error', resolve));
  const exited = new Promise((resolve) => worker.once('exit', resolve));
  await new Promise<void>((resolve, reject) => {
    worker.once('message', (news: WriterThreadNews) => {
      if (news.kind === 'refused') reject(fromPlainError(news.error));
      else resolve();
    });
    void failed.then(reject);
  });
  return {
    failed,
    connect() {
      const { port1, port2 } = new MessageChannel();
      send({ kind: 'connect', port: port1 }, [port1]);
      return port2;
    },
    async close() {
      send({ kind: 'close' }, []);
      await exited;
    },
  };
}
