/** Log append and read per second: the embedded log with its writer in a thread, against bare appends to a file. */
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectByPort } from '../core/log/embedded/connection.ts';
import { createEmbeddedLog } from '../core/log/embedded/embedded-log.ts';
import { startLogWriter } from '../core/log/embedded/writer-host.ts';
import type { AppendRecord, EventLog } from '../core/log/port.ts';

const TOTAL = 300_000;
const BATCH = 500;
const IN_FLIGHT = 4;
const VALUE = Buffer.alloc(250, 'v');

function batchOf(size: number): AppendRecord[] {
  return Array.from({ length: size }, (_, i) => ({
    topic: 'chat.raw',
    key: `broadcast-${i % 4}`,
    value: VALUE,
  }));
}

async function appendAll(log: EventLog, total: number, batch: number): Promise<number> {
  const records = batchOf(batch);
  const started = performance.now();
  let sent = 0;
  const lane = async (): Promise<void> => {
    while (sent < total) {
      sent += batch;
      await log.append(records);
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
  return total / ((performance.now() - started) / 1000);
}

async function readAll(log: EventLog): Promise<number> {
  const started = performance.now();
  let count = 0;
  for (const { partition, start, end } of await log.ranges('chat.raw'))
    for (let offset = start; offset < end;) {
      const records = await log.read({ topic: 'chat.raw', partition, offset, maxRecords: 1000 });
      count += records.length;
      offset = (records.at(-1)?.offset ?? end) + 1;
    }
  return count / ((performance.now() - started) / 1000);
}

/** The floor: the same bytes to a plain file, made durable after every batch. */
function plainFile(folder: string, total: number, batch: number): number {
  const file = openSync(join(folder, 'plain'), 'a');
  const bytes = Buffer.concat(batchOf(batch).map((record) => Buffer.from(record.value)));
  const started = performance.now();
  for (let sent = 0; sent < total; sent += batch) {
    writeSync(file, bytes);
    fdatasyncSync(file);
  }
  const rate = total / ((performance.now() - started) / 1000);
  closeSync(file);
  return rate;
}

const folder = mkdtempSync(join(tmpdir(), 'chatpulse-bench-'));
const file = join(folder, 'log.db');
const writer = await startLogWriter({ file });
const log = createEmbeddedLog({ file, connection: connectByPort(writer.connect()) });
try {
  const floor = plainFile(folder, TOTAL, BATCH);
  const append = await appendAll(log, TOTAL, BATCH);
  const small = await appendAll(log, 20_000, 10);
  const read = await readAll(log);
  const line = (name: string, rate: number): void =>
    console.log(
      `${name.padEnd(52)} ${Math.round(rate).toLocaleString('en').padStart(10)}/s  x${(rate / floor).toFixed(2)}`,
    );
  console.log(`records of ${VALUE.length} bytes; ratios against a plain file`);
  line(`plain file, batches of ${BATCH}, durable each`, floor);
  line(`embedded log, append, batches of ${BATCH}, ${IN_FLIGHT} in flight`, append);
  line(`embedded log, append, batches of 10, ${IN_FLIGHT} in flight`, small);
  line('embedded log, read', read);
} finally {
  await log.close();
  await writer.close();
  rmSync(folder, { recursive: true });
}
