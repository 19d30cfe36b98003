import { closeSync, openSync, readFileSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqlite } from '../../../core/storage/sqlite.ts';
import { openEmbeddedMetrics } from '../../metrics/embedded/embedded-metrics.ts';
import { makeTestFolder } from '../../sqlite/test-folder.ts';
import { dumpArchive } from '../dump.ts';
import { erasedEntry, messageEntry, removedEntry, SAMPLE_BROADCAST, sampleBatch } from '../sample-events.ts';
import { openEmbeddedArchive, openEmbeddedArchiveReader } from './embedded-archive.ts';

const coded = (code: string): Error => expect.objectContaining({ code }) as Error;
const batchOf = (from: number, count = 20) =>
  sampleBatch(
    Array.from({ length: count }, (_, i) =>
      messageEntry({ rawOffset: from + i, text: '가나다라 '.repeat(40) }),
    ),
  );

describe('embedded archive in trouble', () => {
  let folder: ReturnType<typeof makeTestFolder>;
  const fileOf = (name: string): string => join(folder.path, name);
  const page = { broadcastId: SAMPLE_BROADCAST, limit: 500 };

  beforeEach(() => {
    folder = makeTestFolder();
  });
  afterEach(() => {
    folder.remove();
  });

  it('says that the disk is full, and takes the same batch once there is room', async () => {
    const file = fileOf('archive.db');
    const maxPages = 40;
    const archive = openEmbeddedArchive({ file, segmentSize: 16, maxPages });
    let written = 0;
    let failure: unknown;
    while (failure === undefined && written < 10_000) {
      failure = await archive.write(batchOf(written)).then(
        () => undefined,
        (error: unknown) => error,
      );
      if (failure === undefined) written += 20;
    }
    expect(failure).toMatchObject({ code: 'CHATPULSE_DISK_FULL' });
    await expect(archive.write(batchOf(written))).rejects.toMatchObject({ code: 'CHATPULSE_DISK_FULL' });
    // What was stored is there, nothing of the failed batch is, and queries go on.
    expect(await archive.totals(SAMPLE_BROADCAST)).toMatchObject({ messages: written });
    expect((await archive.positions())[0]).toMatchObject({ nextOffset: written });
    await archive.close();

    const roomy = openEmbeddedArchive({ file, segmentSize: 16 });
    await roomy.write(batchOf(written));
    await roomy.write(batchOf(written));
    expect(await roomy.totals(SAMPLE_BROADCAST)).toMatchObject({ messages: written + 20 });
    expect((await roomy.messages({ ...page, text: '라' })).items).toHaveLength(Math.min(500, written + 20));
    await roomy.close();
  });

  it('goes on with the same connection after a full disk', async () => {
    const file = fileOf('archive.db');
    const archive = openEmbeddedArchive({ file, segmentSize: 16, maxPages: 40 });
    await expect(archive.write(batchOf(0, 2000))).rejects.toMatchObject({ code: 'CHATPULSE_DISK_FULL' });
    await archive.write(batchOf(0));
    await archive.write(sampleBatch([removedEntry(20, 'm3')]));
    expect(await archive.totals(SAMPLE_BROADCAST)).toMatchObject({ messages: 20, removed: 1 });
    await archive.close();
  });

  it('refuses a file that is no database, and one of another kind', async () => {
    writeFileSync(fileOf('text.db'), 'not a database '.repeat(1000));
    expect(() => openEmbeddedArchive({ file: fileOf('text.db') })).toThrow(coded('CHATPULSE_DATA_CORRUPT'));
    const reader = openEmbeddedArchiveReader({ file: fileOf('text.db') });
    await expect(reader.messages(page)).rejects.toMatchObject({ code: 'CHATPULSE_DATA_CORRUPT' });

    const foreign = openSqlite({
      file: fileOf('foreign.db'),
      mode: 'write',
      schema: 'CREATE TABLE notes(text)',
    });
    foreign.close();
    expect(() => openEmbeddedArchive({ file: fileOf('foreign.db') })).toThrow(
      coded('CHATPULSE_DATA_CORRUPT'),
    );

    const metrics = openEmbeddedMetrics({ file: fileOf('metrics.db') });
    await metrics.close();
    expect(() => openEmbeddedArchive({ file: fileOf('metrics.db') })).toThrow(
      coded('CHATPULSE_DATA_CORRUPT'),
    );
    const wrong = openEmbeddedArchiveReader({ file: fileOf('metrics.db') });
    await expect(wrong.positions()).rejects.toMatchObject({ code: 'CHATPULSE_DATA_CORRUPT' });
  });

  it('says that a file is damaged', async () => {
    const file = fileOf('archive.db');
    const archive = openEmbeddedArchive({ file });
    await archive.write(batchOf(0, 500));
    await archive.close();
    const size = statSync(file).size;
    const handle = openSync(file, 'r+');
    for (let at = 8192; at < size; at += 4096) writeSync(handle, Buffer.alloc(2048, 0xee), 0, 2048, at);
    closeSync(handle);
    const reader = openEmbeddedArchiveReader({ file });
    await expect(reader.messages(page)).rejects.toMatchObject({ code: 'CHATPULSE_DATA_CORRUPT' });
    await reader.close();
  });

  it('says that a folder cannot be written', () => {
    writeFileSync(fileOf('plain'), '');
    expect(() => openEmbeddedArchive({ file: join(fileOf('plain'), 'archive.db') })).toThrow(
      coded('CHATPULSE_DATA_UNWRITABLE'),
    );
    expect(() => openEmbeddedArchive({ file: join(fileOf('absent'), 'archive.db') })).toThrow(
      coded('CHATPULSE_DATA_UNWRITABLE'),
    );
  });

  it('refuses a message whose offset no key can hold, and stores nothing of its batch', async () => {
    const archive = openEmbeddedArchive({ file: fileOf('archive.db') });
    const bad = sampleBatch([messageEntry({ rawOffset: 1 }), messageEntry({ rawOffset: 2 ** 34 })]);
    await expect(archive.write(bad)).rejects.toThrow(RangeError);
    expect((await archive.messages(page)).items).toEqual([]);
    expect(await archive.positions()).toEqual([]);
    await archive.close();
  });
});

describe('embedded archive and its readers', () => {
  let folder: ReturnType<typeof makeTestFolder>;

  beforeEach(() => {
    folder = makeTestFolder();
  });
  afterEach(() => {
    folder.remove();
  });

  const page = { broadcastId: SAMPLE_BROADCAST, limit: 500 };

  it('read beside the writer, also where they came first, and see each batch once it is written', async () => {
    const file = join(folder.path, 'archive.db');
    const reader = openEmbeddedArchiveReader({ file });
    expect(await reader.messages(page)).toEqual({ items: [], more: false, partial: false });
    expect(await reader.positions()).toEqual([]);
    const archive = openEmbeddedArchive({ file });
    expect(await reader.totals(SAMPLE_BROADCAST)).toMatchObject({ messages: 0 });
    for (const from of [0, 20, 40]) {
      await archive.write(batchOf(from));
      expect((await reader.messages(page)).items).toHaveLength(from + 20);
    }
    await reader.close();
    await archive.close();
  });

  it('export goes on while more is written, and does not hold the writer back', async () => {
    const file = join(folder.path, 'archive.db');
    const archive = openEmbeddedArchive({ file });
    await archive.write(batchOf(0, 1200));
    const reader = openEmbeddedArchiveReader({ file });
    const offsets: number[] = [];
    for await (const block of reader.export(SAMPLE_BROADCAST)) {
      offsets.push(...block.map(({ analyzed }) => analyzed.rawOffset));
      if (offsets.length === 500) await archive.write(batchOf(1200));
    }
    expect(offsets).toEqual(Array.from({ length: 1220 }, (_, i) => i));
    await reader.close();
    await archive.close();
  });

  it('hold nothing of an erased author, not even in free pages', async () => {
    const file = join(folder.path, 'archive.db');
    const archive = openEmbeddedArchive({ file, segmentSize: 8 });
    const secret = {
      authorId: 'u-secret',
      authorName: 'Verborgen',
      text: 'unmistakable words',
      messageId: 'id-secret',
    };
    const own = Array.from({ length: 30 }, (_, i) =>
      messageEntry(i % 3 ? { rawOffset: i } : { ...secret, rawOffset: i, messageId: `id-secret${i}` }),
    );
    await archive.write(sampleBatch(own));
    await archive.write(sampleBatch([erasedEntry(1, 'u-secret')], { topic: 'moderation.events' }));
    await archive.close();
    const bytes = readFileSync(file);
    for (const text of ['unmistakable', 'Verborgen', 'verborgen', 'id-secret'])
      expect(bytes.includes(text)).toBe(false);
    // Only the bar itself is left.
    expect([...dumpArchive(file)].filter((line) => line.includes('u-secret'))).toEqual([
      '["erased","twitch","u-secret"]',
    ]);
  });

  it('leave a whole file when the writer closes, without its write-ahead log', async () => {
    const file = join(folder.path, 'archive.db');
    const archive = openEmbeddedArchive({ file });
    await archive.write(batchOf(0));
    await archive.close();
    const copy = join(folder.path, 'copy.db');
    writeFileSync(copy, readFileSync(file));
    expect([...dumpArchive(copy)]).toEqual([...dumpArchive(file)]);
    expect([...dumpArchive(copy)]).toHaveLength(21);
  });
});
