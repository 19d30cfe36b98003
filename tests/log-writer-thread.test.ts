/** The embedded log as the product runs it: its writer in a thread of its own. Needs the built server. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { connectByPort } from '../core/log/embedded/connection.ts';
import { createEmbeddedLog } from '../core/log/embedded/embedded-log.ts';
import { startLogWriter } from '../core/log/embedded/writer-host.ts';
import { CONTRACT_TOPICS, describeEventLog, type LogUnderTest } from '../core/log/contract.ts';
import type { EventLog } from '../core/log/port.ts';

const MODULE = new URL('../dist/core/log/embedded/writer-thread.js', import.meta.url);
const folder = mkdtempSync(join(tmpdir(), 'chatpulse-writer-'));
afterAll(() => rmSync(folder, { recursive: true }));
let count = 0;

async function openThreaded(file: string): Promise<EventLog> {
  const writer = await startLogWriter({ file, topics: CONTRACT_TOPICS }, MODULE);
  const log = createEmbeddedLog({
    file,
    connection: connectByPort(writer.connect()),
    topics: CONTRACT_TOPICS,
  });
  return {
    ...log,
    async close() {
      await log.close();
      await writer.close();
    },
  };
}

describeEventLog(
  'embedded, writer in a thread',
  async (): Promise<LogUnderTest> => {
    count += 1;
    const file = join(folder, `${count}.db`);
    return { log: await openThreaded(file), reopen: () => openThreaded(file) };
  },
  { rebalance: 'one process owns the file, and a group has one member in it', durable: true },
);

describe('the thread that writes the log', () => {
  it('refuses a damaged file with its code, over the thread', async () => {
    const file = join(folder, 'damaged.db');
    writeFileSync(file, 'this is no database, but long enough to look at'.repeat(100));
    await expect(startLogWriter({ file, topics: CONTRACT_TOPICS }, MODULE)).rejects.toMatchObject({
      code: 'CHATPULSE_DATA_CORRUPT',
    });
  });

  it('shows what one client appends to the others, and gives a group free when its client leaves', async () => {
    const file = join(folder, 'shared.db');
    const writer = await startLogWriter({ file, topics: CONTRACT_TOPICS }, MODULE);
    const open = (): EventLog =>
      createEmbeddedLog({ file, connection: connectByPort(writer.connect()), topics: CONTRACT_TOPICS });
    const one = open();
    const two = open();
    const seen = new Promise<string>((resolve) => {
      void two.subscribe({
        topics: ['single'],
        group: 'g',
        handler: { batch: async ({ records }) => resolve(Buffer.from(records[0]?.value ?? []).toString()) },
      });
    });
    await one.append([{ topic: 'single', key: 'k', value: Buffer.from('from one') }]);
    expect(await seen).toBe('from one');
    const again = { topics: ['single'], group: 'g', handler: { batch: async () => undefined } };
    await expect(one.subscribe(again)).rejects.toMatchObject({ code: 'CHATPULSE_GROUP_BUSY' });
    await two.close();
    await expect
      .poll(() =>
        one.subscribe(again).then(
          () => 'joined',
          () => 'busy',
        ),
      )
      .toBe('joined');
    await one.close();
    await writer.close();
  });
});
