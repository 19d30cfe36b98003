import { pino } from 'pino';
import { expect } from 'vitest';
import { systemClock } from '../../core/clock.ts';
import { createCodec } from '../../core/events/codec.ts';
import { createMemoryLog } from '../../core/log/memory.ts';
import { runSink, type SinkDefinition } from '../../core/runtime/run-sink.ts';
import type { TestServer } from './mongo.ts';

export interface ThroughOutageOptions {
  readonly sink: SinkDefinition;
  readonly topic: string;
  readonly key: string;
  /** The encoded event number `n`, of 300. */
  readonly valueOf: (n: number) => Uint8Array;
  readonly server: TestServer;
  readonly signal: NodeJS.Signals;
  /** How many are stored now; asked while the server runs. */
  readonly stored: () => Promise<number>;
  /** Resolves when all are stored, after the server came back. */
  readonly complete: () => Promise<void>;
}

/**
 * A sink whose server goes away with a part of 300 records stored, and comes back when the sink has noticed: it goes on by
 * itself, and sets nothing aside.
 */
export async function sinkThroughOutage(options: ThroughOutageOptions): Promise<void> {
  const { topic, key, valueOf, server } = options;
  const log = createMemoryLog();
  const failures: unknown[] = [];
  const logger = pino({ level: 'warn' }, { write: (line: string) => failures.push(line) });
  const append = async (from: number, to: number): Promise<void> => {
    for (let n = from; n < to; n += 1) await log.append([{ topic, key, partition: 3, value: valueOf(n) }]);
  };
  const sink = await runSink(options.sink, {
    log,
    codec: createCodec(),
    clock: systemClock,
    logger,
    maxRecords: 7,
  });
  await append(0, 100);
  // Some of it is stored before, some of it is under way.
  await expect.poll(options.stored).toBeGreaterThan(0);
  await server.stop(options.signal);
  await append(100, 200);
  await expect.poll(() => failures.length, { timeout: 60_000 }).toBeGreaterThan(0);
  await append(200, 300);
  await server.start();
  await options.complete();
  expect(sink.health()).toMatchObject({ state: 'running', deadLetters: 0 });
  await sink.close();
}
