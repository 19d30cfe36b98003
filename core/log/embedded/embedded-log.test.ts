import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { CONTRACT_TOPICS, describeEventLog } from '../contract.ts';
import { openEmbeddedLog } from './embedded-log.ts';

const folder = mkdtempSync(join(tmpdir(), 'chatpulse-log-'));
afterAll(() => rmSync(folder, { recursive: true }));
let count = 0;

describeEventLog(
  'embedded, writer in the same thread',
  async () => {
    count += 1;
    const options = { file: join(folder, `${count}.db`), topics: CONTRACT_TOPICS };
    return { log: openEmbeddedLog(options), reopen: async () => openEmbeddedLog(options) };
  },
  { rebalance: 'one process owns the file, and a group has one member in it', durable: true },
);
