import { expect, it } from 'vitest';
import { createAppendSignal } from './append-signal.ts';
import { startPartitionReader } from './partition-reader.ts';
import type { LogRecord } from './port.ts';
import { createReadingTurns } from './reading-turns.ts';

const PARTITION = { topic: 't', partition: 0 };

function recordAt(offset: number): LogRecord {
  return { offset, key: 'k', value: new Uint8Array(), headers: {}, appendTime: 0 };
}

it('lets timers and messages in while there is a backlog, and stops when it is asked to', async () => {
  const backlog = 1_000;
  let taken = 0;
  const reader = startPartitionReader({
    partition: PARTITION,
    maxRecords: 1,
    start: 'start',
    source: {
      // Everything is there at once, and so is every answer: no batch has to wait for anything.
      read: ({ offset }) => [recordAt(offset)],
      range: () => ({ partition: 0, start: 0, end: backlog }),
      appended: createAppendSignal(),
      turns: createReadingTurns(),
    },
    handler: { batch: async () => void (taken += 1) },
    onError: (error) => {
      throw error;
    },
  });
  await new Promise((resolve) => setTimeout(resolve, 0));
  await reader.stop();
  expect(taken).toBeGreaterThan(0);
  expect(taken).toBeLessThan(backlog);
});
