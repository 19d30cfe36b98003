import type { LogFile, WriteRequest } from './log-file.ts';

interface Waiting {
  readonly request: WriteRequest;
  readonly resolve: (bases: readonly number[]) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Writes many requests in one transaction: whatever came while the last one was written goes together into the next.
 * One durable commit costs about the same for one record as for thousands.
 */
export interface GroupCommitter {
  /** Resolves with the first offset of each part, when durable. */
  write(request: WriteRequest): Promise<readonly number[]>;
  /** Resolves when all that was handed in is written. */
  idle(): Promise<void>;
}

export interface GroupCommitterOptions {
  readonly logFile: LogFile;
  /** Called after each transaction with what it wrote. */
  readonly onWritten: (requests: readonly WriteRequest[]) => void;
}

/** Requests of more bytes together wait for the next transaction, so that none takes long. */
const MAX_TRANSACTION_BYTES = 8 << 20;

export function createGroupCommitter(options: GroupCommitterOptions): GroupCommitter {
  let queue: Waiting[] = [];
  let scheduled = false;
  const idleWaiters: (() => void)[] = [];

  function takeSome(): Waiting[] {
    let bytes = 0;
    let count = 0;
    for (const { request } of queue) {
      bytes += request.parts.reduce((sum, part) => sum + part.payload.length, 0);
      if (count > 0 && bytes > MAX_TRANSACTION_BYTES) break;
      count += 1;
    }
    const taken = queue.slice(0, count);
    queue = queue.slice(count);
    return taken;
  }

  function flush(): void {
    scheduled = false;
    const taken = takeSome();
    try {
      const bases = options.logFile.write(taken.map((waiting) => waiting.request));
      options.onWritten(taken.map((waiting) => waiting.request));
      taken.forEach((waiting, i) => waiting.resolve(bases[i] ?? []));
    } catch (error) {
      for (const waiting of taken) waiting.reject(error);
    }
    if (queue.length > 0) schedule();
    else for (const resolve of idleWaiters.splice(0)) resolve();
  }

  function schedule(): void {
    if (scheduled) return;
    scheduled = true;
    // After the events already waiting in this turn, so that they share the transaction.
    setImmediate(flush);
  }

  return {
    write(request) {
      return new Promise((resolve, reject) => {
        queue.push({ request, resolve, reject });
        schedule();
      });
    },
    idle() {
      if (!scheduled) return Promise.resolve();
      return new Promise((resolve) => {
        idleWaiters.push(resolve);
      });
    },
  };
}
