import { MessageChannel, Worker, parentPort, workerData, type MessagePort } from 'node:worker_threads';
import type { Logger } from 'pino';
import { describeError, fromPlainError, toPlainError, type PlainError } from '../errors.ts';
import { remoteMethods, serveMethods, type Remote, type ThreadMethods } from './rpc.ts';

/** What every thread of a part answers. */
export interface PartMethods {
  /** Finishes what is under way; the thread ends after it. */
  close(): Promise<void>;
}

interface ThreadStart<D> {
  readonly data: D;
  readonly methodsPort: MessagePort;
}

/** A line of a thread's log, for whoever keeps a file of them. */
export interface ThreadLine {
  readonly kind: 'line';
  readonly line: string;
}

type ThreadNews = { readonly kind: 'ready' } | { readonly kind: 'refused'; readonly error: PlainError };

export interface StartThreadOptions<D> {
  readonly name: string;
  /** The module whose `runPart` call is the thread. */
  readonly module: URL;
  /** Copied to the thread; ports in it are handed over. */
  readonly data: D;
  readonly ports?: readonly MessagePort[];
  /** The most that the thread's JavaScript objects may take, MB. */
  readonly maxHeapMb: number;
  readonly logger: Logger;
  /** Takes the lines that the thread copies here. */
  readonly onLine?: (line: string) => void;
}

/** A part that runs in a thread of its own. */
export interface PartThread<M> {
  readonly methods: Remote<M>;
  /** Resolves when the thread ends by itself, with the reason. */
  readonly died: Promise<Error>;
  close(): Promise<void>;
}

/** @throws what the part threw while it started */
export async function startPartThread<M extends PartMethods, D>(
  options: StartThreadOptions<D>,
): Promise<PartThread<M>> {
  const { port1, port2 } = new MessageChannel();
  const worker = new Worker(options.module, {
    name: options.name,
    workerData: { data: options.data, methodsPort: port1 } satisfies ThreadStart<D>,
    transferList: [port1, ...(options.ports ?? [])],
    resourceLimits: { maxOldGenerationSizeMb: options.maxHeapMb, maxYoungGenerationSizeMb: 16 },
  });
  let closing = false;
  const died = new Promise<Error>((resolve) => {
    worker.once('error', (error: Error) => resolve(error));
    worker.once('exit', (code) => {
      if (!closing) resolve(new Error(`the thread ${options.name} ended with code ${code}`));
    });
  });
  await new Promise<void>((resolve, reject) => {
    worker.on('message', (news: ThreadNews | ThreadLine) => {
      if (news.kind === 'line') options.onLine?.(news.line);
      else if (news.kind === 'ready') resolve();
      else reject(fromPlainError(news.error));
    });
    void died.then(reject);
  });
  const methods = remoteMethods<M>(port2);
  return {
    methods,
    died,
    async close() {
      closing = true;
      await methods.close().catch((error: unknown) => {
        options.logger.warn(
          { thread: options.name, reason: describeError(error) },
          'the thread did not close by itself',
        );
      });
      port2.close();
      await worker.terminate();
    },
  };
}

/** To be called by the module of a thread: makes the part and answers its methods until it is closed. */
export function runPart<D>(make: (data: D) => Promise<ThreadMethods & PartMethods>): void {
  const { data, methodsPort } = workerData as ThreadStart<D>;
  const tell = (news: ThreadNews): void => parentPort?.postMessage(news);
  make(data).then(
    (methods) => {
      serveMethods(methodsPort, methods);
      tell({ kind: 'ready' });
    },
    (error: unknown) => {
      tell({ kind: 'refused', error: toPlainError(error) });
      // What was opened before the refusal must not keep the thread alive.
      setImmediate(() => process.exit());
    },
  );
}
