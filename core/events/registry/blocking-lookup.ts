import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { RegistryConnection } from './registry-client.ts';
import { splitAddress } from './split-address.ts';

/** What the registry said of an id. */
export type LookupAnswer =
  { readonly schema: string } | { readonly absent: true } | { readonly failure: string };

const TIMEOUT_MS = 3000;

/** Runs in a thread of its own. */
const SOURCE = `
const { workerData } = require('node:worker_threads');
const { address, headers, timeoutMs, shared, port } = workerData;
(async () => {
  let answer;
  try {
    const response = await fetch(address, { headers, signal: AbortSignal.timeout(timeoutMs) });
    if (response.status === 404) answer = { absent: true };
    else if (!response.ok) answer = { failure: 'status ' + response.status };
    else answer = { schema: (await response.json()).schema };
  } catch (error) {
    answer = { failure: String(error && error.message) };
  }
  port.postMessage(answer);
  const flag = new Int32Array(shared);
  Atomics.store(flag, 0, 1);
  Atomics.notify(flag, 0);
})();
`;

/**
 * Asks for the schema of an id and waits, holding up this thread for at most three seconds. Records are decoded without
 * waiting, by the million; that one carries an id which was registered after this process started is rare, and happens
 * once per id.
 */
export function lookUpBlocking(connection: RegistryConnection, id: number): LookupAnswer {
  const { base, headers } = splitAddress(connection.url);
  const shared = new SharedArrayBuffer(4);
  const { port1, port2 } = new MessageChannel();
  const worker = new Worker(SOURCE, {
    eval: true,
    execArgv: [],
    workerData: {
      address: `${base}/schemas/ids/${id}`,
      headers,
      timeoutMs: TIMEOUT_MS,
      shared,
      port: port2,
    },
    transferList: [port2],
  });
  worker.unref();
  Atomics.wait(new Int32Array(shared), 0, 0, TIMEOUT_MS + 1000);
  const received = receiveMessageOnPort(port1) as { message: LookupAnswer } | undefined;
  port1.close();
  void worker.terminate();
  return received?.message ?? { failure: 'no answer in time' };
}
