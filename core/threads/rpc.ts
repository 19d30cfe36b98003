import type { MessagePort } from 'node:worker_threads';
import { ChatpulseError, fromPlainError, toPlainError, type PlainError } from '../errors.ts';

/** Methods that can be called from another thread: arguments and results are copied by structured clone. */
export type ThreadMethods = Readonly<Record<string, (...args: never[]) => unknown>>;

/** The same methods seen from the other thread. */
export type Remote<M> = {
  readonly [K in keyof M]: M[K] extends (...args: infer A) => infer R
    ? (...args: A) => Promise<Awaited<R>>
    : never;
};

interface Call {
  readonly id: number;
  readonly method: string;
  readonly args: readonly unknown[];
}

type Answer =
  { readonly id: number; readonly result: unknown } | { readonly id: number; readonly error: PlainError };

/** Answers calls that come over the port. */
export function serveMethods(port: MessagePort, methods: ThreadMethods): void {
  port.on('message', (call: Call) => {
    void answer(call, methods).then((message) => port.postMessage(message));
  });
}

async function answer(call: Call, methods: ThreadMethods): Promise<Answer> {
  try {
    const method = methods[call.method] as ((...args: readonly unknown[]) => unknown) | undefined;
    if (!method) throw new TypeError(`no method ${call.method}`);
    return { id: call.id, result: await method(...call.args) };
  } catch (error) {
    return { id: call.id, error: toPlainError(error) };
  }
}

/** Calls methods over a port; calls under way reject when it closes. */
export function remoteMethods<M>(port: MessagePort): Remote<M> {
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let lastId = 0;
  let closed = false;
  const gone = (): ChatpulseError =>
    new ChatpulseError('CHATPULSE_PART_UNAVAILABLE', { message: 'The thread that would answer has ended.' });

  port.on('message', (message: Answer) => {
    const call = waiting.get(message.id);
    waiting.delete(message.id);
    if ('error' in message) call?.reject(fromPlainError(message.error));
    else call?.resolve(message.result);
  });
  port.on('close', () => {
    closed = true;
    for (const call of waiting.values()) call.reject(gone());
    waiting.clear();
  });

  const call = (method: string, args: readonly unknown[]): Promise<unknown> => {
    if (closed) return Promise.reject(gone());
    lastId += 1;
    const id = lastId;
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      port.postMessage({ id, method, args } satisfies Call);
    });
  };
  return new Proxy({} as Remote<M>, {
    get: (_, method) =>
      // `then` must stay absent, or the object itself would look like a promise.
      typeof method === 'string' && method !== 'then'
        ? (...args: unknown[]) => call(method, args)
        : undefined,
  });
}
