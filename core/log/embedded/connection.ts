import type { MessagePort } from 'node:worker_threads';
import { ChatpulseError, fromPlainError, toPlainError, type PlainError } from '../../errors.ts';
import type { WriteRequest } from './log-file.ts';

/** The new end (and start, after retention) of a partition. */
export interface PartitionMoved {
  readonly topic: string;
  readonly partition: number;
  readonly start: number;
  readonly next: number;
}

/** How a client reaches the one writer of a log file, in its own thread or another. */
export interface LogConnection {
  write(request: WriteRequest): Promise<readonly number[]>;
  /** @throws ChatpulseError CHATPULSE_GROUP_BUSY */
  join(group: string): Promise<void>;
  leave(group: string): void;
  onMoved(callback: (moved: readonly PartitionMoved[]) => void): void;
  close(): Promise<void>;
}

/** What a client asks the writer's thread. */
export type LogRequest =
  | { readonly kind: 'write'; readonly id: number; readonly request: WriteRequest }
  | { readonly kind: 'join'; readonly id: number; readonly group: string }
  | { readonly kind: 'leave'; readonly group: string };

/** What the writer's thread answers and tells. */
export type LogAnswer =
  | { readonly kind: 'done'; readonly id: number; readonly bases: readonly number[] }
  | { readonly kind: 'failed'; readonly id: number; readonly error: PlainError }
  | { readonly kind: 'moved'; readonly moved: readonly PartitionMoved[] };

/** A connection over a message port to the thread that writes the log (`writer-thread.ts`). */
export function connectByPort(port: MessagePort): LogConnection {
  const waiting = new Map<
    number,
    { resolve: (bases: readonly number[]) => void; reject: (error: Error) => void }
  >();
  const listeners: ((moved: readonly PartitionMoved[]) => void)[] = [];
  let lastId = 0;
  let closed = false;

  port.on('message', (answer: LogAnswer) => {
    if (answer.kind === 'moved') {
      for (const listener of listeners) listener(answer.moved);
      return;
    }
    const asked = waiting.get(answer.id);
    waiting.delete(answer.id);
    if (answer.kind === 'done') asked?.resolve(answer.bases);
    else asked?.reject(fromPlainError(answer.error));
  });
  port.on('close', () => {
    closed = true;
    for (const { reject } of waiting.values()) reject(unavailable());
    waiting.clear();
  });

  function ask(
    make: (id: number) => LogRequest,
    transfer: readonly ArrayBuffer[],
  ): Promise<readonly number[]> {
    if (closed) return Promise.reject(unavailable());
    lastId += 1;
    const id = lastId;
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      port.postMessage(make(id), [...transfer]);
    });
  }

  return {
    write(request) {
      const buffers = request.parts
        .map((part) => part.payload.buffer)
        .filter((buffer) => buffer instanceof ArrayBuffer);
      return ask((id) => ({ kind: 'write', id, request }), buffers);
    },
    async join(group) {
      await ask((id) => ({ kind: 'join', id, group }), []);
    },
    leave(group) {
      if (!closed) port.postMessage({ kind: 'leave', group } satisfies LogRequest);
    },
    onMoved(callback) {
      listeners.push(callback);
    },
    async close() {
      closed = true;
      port.close();
    },
  };
}

function unavailable(): ChatpulseError {
  return new ChatpulseError('CHATPULSE_LOG_UNAVAILABLE', { message: 'The log has been closed.' });
}

/** Serves one client of the writer's thread. */
export function serveByPort(port: MessagePort, writer: LogConnection): void {
  const joined = new Set<string>();
  const post = (answer: LogAnswer): void => port.postMessage(answer);
  writer.onMoved((moved) => post({ kind: 'moved', moved }));
  port.on('message', (asked: LogRequest) => {
    if (asked.kind === 'leave') {
      joined.delete(asked.group);
      writer.leave(asked.group);
      return;
    }
    const done =
      asked.kind === 'write'
        ? writer.write(asked.request)
        : writer.join(asked.group).then(() => {
            joined.add(asked.group);
            return [];
          });
    done.then(
      (bases) => post({ kind: 'done', id: asked.id, bases }),
      (error: unknown) => post({ kind: 'failed', id: asked.id, error: toPlainError(error) }),
    );
  });
  // A thread that died must not keep its groups busy.
  port.on('close', () => {
    for (const group of joined) writer.leave(group);
  });
}
