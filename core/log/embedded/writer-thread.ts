/** Entry of the thread that writes the log: nothing else runs here, so that a durable write keeps nobody waiting. */
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { toPlainError, type PlainError } from '../../errors.ts';
import { serveByPort } from './connection.ts';
import { openLogWriter, type LogWriter, type LogWriterOptions } from './writer.ts';

/** What the starter tells the thread. */
export type WriterThreadCommand =
  { readonly kind: 'connect'; readonly port: MessagePort } | { readonly kind: 'close' };

/** What the thread tells the starter. */
export type WriterThreadNews =
  { readonly kind: 'opened' } | { readonly kind: 'refused'; readonly error: PlainError };

function tell(news: WriterThreadNews): void {
  parentPort?.postMessage(news);
}

function serve(writer: LogWriter): void {
  parentPort?.on('message', (command: WriterThreadCommand) => {
    if (command.kind === 'connect') serveByPort(command.port, writer);
    else
      void writer.close().then(() => {
        // Ports of clients that were not closed must not keep the thread alive.
        process.exit();
      });
  });
  tell({ kind: 'opened' });
}

try {
  serve(openLogWriter(workerData as LogWriterOptions));
} catch (error) {
  tell({ kind: 'refused', error: toPlainError(error) });
  parentPort?.close();
}
