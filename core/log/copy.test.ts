import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TopicSettings } from '../events/topics.ts';
import { copyLog, type CopyLogOptions } from './copy.ts';
import { openEmbeddedCopySource, openEmbeddedCopyTarget } from './embedded/copy-target.ts';
import { openLogFile } from './embedded/log-file.ts';
import { encodeRecords } from './embedded/batch-format.ts';

const TOPICS: Readonly<Record<string, TopicSettings>> = {
  letters: { partitions: 2, retention: 'setting' },
};

describe('a log copied to another file', () => {
  let folder: string;
  let closing: (() => void | Promise<void>)[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'chatpulse-copy-'));
  });
  afterEach(async () => {
    for (const close of closing.reverse()) await close();
    closing = [];
    rmSync(folder, { recursive: true, force: true });
  });

  const fileOf = (name: string): string => join(folder, `${name}.db`);

  /** A log with `count` records in partition 1, two an append time, and what is older than `dropBefore` gone. */
  function makeSource(name: string, count: number, dropBefore = 0): string {
    let now = 1000;
    const file = openLogFile({ file: fileOf(name), topics: TOPICS, now: () => now });
    for (let i = 0; i < count; i += 2) {
      now += 10;
      const records = [i, i + 1].map((n) => ({
        topic: 'letters',
        key: `k${n % 3}`,
        value: Buffer.from(`v${n}`),
        headers: { n: String(n) },
      }));
      file.write([
        { parts: [{ topic: 'letters', partition: 1, count: 2, payload: encodeRecords(records) }] },
      ]);
    }
    file.deleteExpired(dropBefore + 86_400_000, 1, 1000);
    file.commit({
      group: 'chatpulse.analyze',
      commits: [{ topic: 'letters', partition: 1, offset: count, metadata: 'm' }],
    });
    file.close();
    return fileOf(name);
  }

  function copying(source: string, target: string, more: Partial<CopyLogOptions> = {}): CopyLogOptions {
    const from = openEmbeddedCopySource(source);
    const to = openEmbeddedCopyTarget({ file: target, topics: TOPICS });
    closing.push(
      () => from.close(),
      () => to.close(),
    );
    return { from, to, topics: ['letters'], groups: ['chatpulse.analyze'], ...more };
  }

  async function recordsOf(file: string): Promise<unknown[]> {
    const source = openEmbeddedCopySource(file);
    const range = (await source.ranges('letters'))[1];
    const records = await source.read({
      topic: 'letters',
      partition: 1,
      offset: range?.start ?? 0,
      maxRecords: 10_000,
    });
    source.close();
    return records.map(({ offset, key, appendTime, headers, value }) => [
      offset,
      key,
      appendTime,
      headers,
      Buffer.from(value).toString(),
    ]);
  }

  it('keeps offsets, append times, headers and commits, also where its beginning is gone', async () => {
    const source = makeSource('source', 100, 1200);
    const options = copying(source, fileOf('target'));
    const result = await copyLog(options);
    expect(result).toMatchObject({ there: 0, damaged: 0 });
    expect(await recordsOf(fileOf('target'))).toEqual(await recordsOf(source));
    expect((await recordsOf(source))[0]).toEqual([38, 'k2', 1200, { n: '38' }, 'v38']);
    expect(await options.to.committed('chatpulse.analyze')).toEqual([
      { topic: 'letters', partition: 1, offset: 100, metadata: 'm' },
    ]);
  });

  it('goes on where it was cut short, and takes what came meanwhile', async () => {
    const source = makeSource('source', 6000);
    const cut = new Error('cut short');
    await expect(
      copyLog(
        copying(source, fileOf('target'), {
          onProgress: ({ done }) => {
            if (done >= 2000) throw cut;
          },
        }),
      ),
    ).rejects.toBe(cut);
    const result = await copyLog(copying(source, fileOf('target')));
    expect(result.there).toBeGreaterThanOrEqual(2000);
    expect(result.there + result.copied).toBe(6000);
    expect(await recordsOf(fileOf('target'))).toEqual(await recordsOf(source));
  });

  it('is refused where the target holds more than the source', async () => {
    const options = copying(makeSource('source', 10), makeSource('other', 20));
    await expect(copyLog(options)).rejects.toMatchObject({ code: 'CHATPULSE_COPY_REFUSED' });
  });

  it('says so when the target holds other records at the same offsets', async () => {
    const source = makeSource('source', 10);
    const other = makeSource('other', 4, 0);
    const options = copying(source, other, { remap: (value) => Buffer.concat([Buffer.from('x'), value]) });
    await expect(copyLog(options)).rejects.toMatchObject({ code: 'CHATPULSE_COPY_DIFFERS' });
  });
});
