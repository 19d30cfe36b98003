import { copyFileSync, existsSync, mkdtempSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqlite } from '../../storage/sqlite.ts';
import { CONTRACT_TOPICS } from '../contract.ts';
import type { AppendRecord } from '../port.ts';
import { decodeRecords, encodeRecords } from './batch-format.ts';
import { openEmbeddedLog } from './embedded-log.ts';
import { openLogReader } from './log-reader.ts';
import { openLogWriter } from './writer.ts';

const AT = { topic: 'single', partition: 0 };

function numbered(count: number, from = 0): AppendRecord[] {
  return Array.from({ length: count }, (_, i) => ({
    topic: 'single',
    key: 'k',
    value: Buffer.from(String(from + i)),
  }));
}

describe('the file of the embedded log', () => {
  let folder = '';
  let file = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'chatpulse-logfile-'));
    file = join(folder, 'log.db');
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('decodes what it encoded, whatever keys, values and headers', () => {
    const records = fc.array(
      fc.record({
        topic: fc.constant('t'),
        key: fc.string({ unit: 'binary' }),
        value: fc.uint8Array(),
        headers: fc.dictionary(
          fc.string({ unit: 'grapheme', minLength: 1 }),
          fc.string({ unit: 'grapheme' }),
        ),
      }),
    );
    fc.assert(
      fc.property(records, (given) => {
        const payload = encodeRecords(given);
        const decoded = decodeRecords({ baseOffset: 7, count: given.length, appendTime: 1, payload });
        expect(decoded.map(({ key, value, headers }) => [key, [...value], { ...headers }])).toEqual(
          given.map(({ key, value, headers }) => [key, [...value], { ...headers }]),
        );
      }),
    );
  });

  it('loses nothing acknowledged when the last write was torn', async () => {
    const log = openEmbeddedLog({ file, topics: CONTRACT_TOPICS });
    await log.append(numbered(10));
    const whole = statSync(`${file}-wal`).size;
    await log.append(numbered(10, 10));
    for (const torn of [1, 100, 4097]) {
      const copy = join(folder, `torn-${torn}.db`);
      // What a crash of the machine leaves: the write-ahead log ends somewhere in the second append.
      copyFileSync(file, copy);
      copyFileSync(`${file}-wal`, `${copy}-wal`);
      truncateSync(`${copy}-wal`, whole + torn);
      const again = openEmbeddedLog({ file: copy, topics: CONTRACT_TOPICS });
      expect(await again.ranges('single')).toEqual([{ partition: 0, start: 0, end: 10 }]);
      expect((await again.append(numbered(1, 10)))[0]?.offset).toBe(10);
      await again.close();
    }
    await log.close();
  });

  it('gives the records of a damaged batch marked, and the others whole', async () => {
    const log = openEmbeddedLog({ file, topics: CONTRACT_TOPICS });
    for (let i = 0; i < 3; i += 1) await log.append(numbered(2, i * 2));
    await log.close();
    const database = openSqlite({ file, mode: 'write' });
    database.exec("UPDATE batches SET payload = CAST('broken' AS BLOB) WHERE id % 1099511627776 = 2");
    database.close();
    const reader = openLogReader(file);
    const records = reader.read({ ...AT, offset: 0 });
    expect(records.map((record) => [record.offset, record.damaged])).toEqual([
      [0, undefined],
      [1, undefined],
      [2, 'checksum'],
      [3, 'checksum'],
      [4, undefined],
      [5, undefined],
    ]);
    reader.close();
  });

  it('deletes what is past its retention, only from topics kept by setting, and says so to readers', async () => {
    let now = Date.UTC(2026, 0, 1);
    const writer = openLogWriter({ file, topics: CONTRACT_TOPICS, retentionDays: 1, now: () => now });
    const part = (topic: string) => ({ topic, partition: 0, count: 1, payload: encodeRecords(numbered(1)) });
    await writer.write({ parts: [part('single'), part('letters')] });
    now += 23 * 3_600_000;
    await writer.write({ parts: [part('single')] });
    now += 2 * 3_600_000;
    await writer.enforceRetention();
    const reader = openLogReader(file);
    const ranges = reader.partitions().filter((state) => state.partition === 0);
    expect(ranges.map(({ topic, start, next }) => [topic, start, next])).toEqual([
      ['letters', 0, 1],
      ['single', 1, 2],
    ]);
    expect(reader.offsetForTime(AT, 0)).toBe(1);
    reader.close();
    await writer.close();
  });

  it('keeps a topic of a day no longer, whatever the setting is', async () => {
    let now = Date.UTC(2026, 0, 1);
    const topics = {
      daily: { partitions: 1, retention: 'day' },
      monthly: { partitions: 1, retention: 'setting' },
    } as const;
    const writer = openLogWriter({ file, topics, retentionDays: 30, now: () => now });
    const part = (topic: string) => ({ topic, partition: 0, count: 1, payload: encodeRecords(numbered(1)) });
    await writer.write({ parts: [part('daily'), part('monthly')] });
    now += 25 * 3_600_000;
    await writer.enforceRetention();
    const reader = openLogReader(file);
    expect(reader.partitions().map(({ topic, start, next }) => [topic, start, next])).toEqual([
      ['daily', 1, 1],
      ['monthly', 0, 1],
    ]);
    reader.close();
    await writer.close();
  });

  it('finds an offset by time across batches', async () => {
    let now = 1000;
    const writer = openLogWriter({ file, topics: CONTRACT_TOPICS, now: () => now });
    for (let i = 0; i < 20; i += 1) {
      await writer.write({ parts: [{ ...AT, count: 3, payload: encodeRecords(numbered(3)) }] });
      now += 10;
    }
    const reader = openLogReader(file);
    for (const [time, offset] of [
      [0, 0],
      [1000, 0],
      [1001, 3],
      [1010, 3],
      [1095, 30],
      [1190, 57],
      [1191, 60],
    ] as const)
      expect(reader.offsetForTime(AT, time), String(time)).toBe(offset);
    reader.close();
    await writer.close();
  });

  it('refuses a file that is no database, and leaves it as it is', () => {
    copyFileSync(new URL('./log-file.ts', import.meta.url), file);
    expect(() => openEmbeddedLog({ file })).toThrow(
      expect.objectContaining({ code: 'CHATPULSE_DATA_CORRUPT' }),
    );
    expect(existsSync(file)).toBe(true);
  });

  it('rejects appends while the disk is full, and takes them again after', async () => {
    const writer = openLogWriter({ file, topics: CONTRACT_TOPICS });
    await writer.write({ parts: [{ ...AT, count: 1, payload: encodeRecords(numbered(1)) }] });
    await writer.close();

    const limited = openLogWriter({ file, topics: CONTRACT_TOPICS, maxPages: 60 });
    const large = {
      ...AT,
      count: 1,
      payload: encodeRecords([{ topic: 'single', key: 'k', value: Buffer.alloc(400_000) }]),
    };
    let written = 1;
    let refused: unknown;
    for (let i = 0; i < 10 && !refused; i += 1)
      await limited.write({ parts: [large] }).then(
        () => (written += 1),
        (error: unknown) => (refused = error),
      );
    expect(refused).toMatchObject({ code: 'CHATPULSE_DISK_FULL' });
    await limited.close();

    const again = openLogWriter({ file, topics: CONTRACT_TOPICS });
    expect(await again.write({ parts: [large] })).toEqual([written]);
    await again.close();
  });
});
