import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rebuildArchive } from '../cli/rebuild/rebuild-archive.ts';
import type { RebuildOptions, RebuildResult } from '../cli/rebuild/rebuild-context.ts';
import { rebuildWindows } from '../cli/rebuild/rebuild-windows.ts';
import { rebuildWords } from '../cli/rebuild/rebuild-words.ts';
import { verifyFolder } from '../cli/verify/verify-folder.ts';
import { holdDataFolder, type DataFiles } from '../core/data-folder.ts';
import { PARTITIONS } from '../core/events/topics.ts';
import { partitionOf } from '../core/log/partitioner.ts';
import { dumpArchive } from '../sinks/archive/dump.ts';
import { dumpMetrics } from '../sinks/metrics/dump.ts';
import { reopenDataFolder } from './support/data-folder-maker.ts';
import { FIRST_SHOW, madeMessage, makeEventfulFolder } from './support/made-chat.ts';
import {
  copyFolder,
  countWordOnceMore,
  forgetAll,
  forgetBefore,
  harm,
  look,
  rewriteRecords,
} from './support/tamper.ts';

const FIRST = partitionOf(FIRST_SHOW, PARTITIONS);
const folders: string[] = [];
let whole = '';
let written: { archive: string[]; metrics: string[] } = { archive: [], metrics: [] };

beforeAll(async () => {
  const folder = await makeEventfulFolder();
  await folder.process();
  // As after a kill: everything that analyze wrote since is written a second time.
  harm(folder.files.log, `DELETE FROM commits WHERE consumer_group = 'chatpulse.analyze'`);
  await folder.process();
  folders.push(folder.dataDir);
  whole = folder.dataDir;
  written = dump(folder.files);
});
afterAll(() => folders.forEach((dir) => rmSync(dir, { recursive: true })));

function dump(files: DataFiles): { archive: string[]; metrics: string[] } {
  return { archive: [...dumpArchive(files.archive)], metrics: [...dumpMetrics(files.metrics)] };
}

function copy(): { dataDir: string; files: DataFiles } {
  const made = copyFolder(whole);
  folders.push(made.dataDir);
  return made;
}

/** Everything in the log: records, commits, positions. */
function logContent(files: DataFiles): unknown {
  return look(
    files.log,
    `SELECT (SELECT group_concat(id || ':' || crc) FROM batches) || (SELECT group_concat(consumer_group || topic || partition || offset) FROM commits)`,
  );
}

const REBUILDS: readonly [string, (options: RebuildOptions) => Promise<RebuildResult>][] = [
  ['archive', rebuildArchive],
  ['windows', rebuildWindows],
  ['words', rebuildWords],
];

describe('rebuild', () => {
  it.each(REBUILDS)('%s: equals what the live parts wrote, and appends nothing', async (_name, rebuild) => {
    const { dataDir, files } = copy();
    const log = logContent(files);
    const { records, rebuilt } = await rebuild({ dataDir });
    expect(dump(files)).toEqual(written);
    expect(logContent(files)).toBe(log);
    expect(records).toBeGreaterThan(800);
    expect(rebuilt).toBeGreaterThan(0);
    expect(readdirSync(dataDir).filter((name) => name.includes('rebuild'))).toEqual([]);
    expect((await verifyFolder({ dataDir })).problems).toEqual([]);
  });

  it('mends every harm that was done to the stores', async () => {
    const { dataDir, files } = copy();
    harm(
      files.archive,
      `UPDATE content SET body = x'00' WHERE message_id = 'm42'`,
      `DELETE FROM content WHERE message_id = 'm43'`,
      'DELETE FROM retracted',
      'DELETE FROM clear',
      'UPDATE verdict SET hidden = 1 - hidden',
      `INSERT INTO words_minute SELECT broadcast, start + 864000000, stamp, body FROM words_minute LIMIT 1`,
    );
    countWordOnceMore(files.archive);
    harm(files.metrics, 'UPDATE point SET time = time + 3600000', 'DELETE FROM series_tag');
    expect((await verifyFolder({ dataDir })).ok).toBe(false);
    await rebuildArchive({ dataDir });
    await rebuildWindows({ dataDir });
    await rebuildWords({ dataDir });
    expect(dump(files)).toEqual(written);
    expect((await verifyFolder({ dataDir })).problems).toEqual([]);
  });

  it('makes stores that are missing or can no longer be read', async () => {
    const { dataDir, files } = copy();
    rmSync(files.archive);
    writeFileSync(files.metrics, 'no database at all');
    await rebuildArchive({ dataDir });
    await rebuildWindows({ dataDir });
    await rebuildWords({ dataDir });
    expect(dump(files)).toEqual(written);
  });

  it('lets the server go on where it was', async () => {
    const [rebuiltFolder, untouched] = [copy(), copy()];
    for (const [, rebuild] of REBUILDS) await rebuild({ dataDir: rebuiltFolder.dataDir });
    for (const { dataDir } of [rebuiltFolder, untouched]) {
      const folder = reopenDataFolder(dataDir);
      folder.now += 300_000;
      await folder.append(
        'chat.raw',
        Array.from({ length: 80 }, (_, i) => madeMessage(600 + i)),
      );
      await folder.process();
      expect(await verifyFolder({ dataDir })).toMatchObject({ problems: [], pending: {} });
    }
    expect(dump(rebuiltFolder.files)).toEqual(dump(untouched.files));
  });

  it.each(REBUILDS)('%s: keeps what is older than the log', async (_name, rebuild) => {
    const { dataDir, files } = copy();
    forgetBefore(files.log, { topic: 'chat.raw', partition: FIRST }, 250);
    forgetBefore(files.log, { topic: 'chat.analyzed', partition: FIRST }, 250);
    await rebuild({ dataDir });
    expect(dump(files)).toEqual(written);
    expect((await verifyFolder({ dataDir })).problems).toEqual([]);
  });

  it('counts nothing that a lost record may belong to', async () => {
    const { dataDir, files } = copy();
    const start = forgetBefore(files.log, { topic: 'chat.analyzed', partition: FIRST }, 250);
    expect(start).toBeGreaterThan(0);
    forgetAll(files.log, { topic: 'chat.windows', partition: FIRST });
    rmSync(files.metrics);
    await rebuildWindows({ dataDir });
    // The figures of what is there are right; what may be incomplete is not there.
    const lines = new Set(written.metrics);
    const rebuilt = dump(files).metrics;
    expect(rebuilt.length).toBeGreaterThan(0);
    expect(rebuilt.length).toBeLessThan(lines.size);
    expect(rebuilt.filter((line) => !lines.has(line))).toEqual([]);
  });

  it('leaves the old store as it was when it fails', async () => {
    for (const [, rebuild] of REBUILDS) {
      const { dataDir, files } = copy();
      const fail = (): void => {
        throw new Error('enough');
      };
      await expect(rebuild({ dataDir, onProgress: fail })).rejects.toThrow('enough');
      expect(dump(files)).toEqual(written);
      expect(readdirSync(dataDir).filter((name) => name.includes('rebuild'))).toEqual([]);
    }
  });

  it('leaves to the server what nobody has set aside yet', async () => {
    const { dataDir, files } = copy();
    let last = 0;
    rewriteRecords(files.log, { topic: 'chat.analyzed', partition: FIRST }, (records) => {
      last = records.at(-1)?.offset ?? 0;
      return records.map((record) =>
        record.offset === last ? { ...record, value: Buffer.from('broken') } : record,
      );
    });
    await rebuildArchive({ dataDir });
    expect(
      look(
        files.archive,
        `SELECT next_offset FROM position WHERE topic = 'chat.analyzed' AND partition = ${FIRST}`,
      ),
    ).toBe(last);
    const folder = reopenDataFolder(dataDir);
    await folder.process();
    const report = await verifyFolder({ dataDir });
    expect(report.deadLetters).toContainEqual(
      expect.objectContaining({ topic: 'chat.analyzed', handler: 'archive' }),
    );
  });

  it('refuses while a server holds the folder, and does not touch its note of the last run', async () => {
    const { dataDir } = copy();
    const held = holdDataFolder(dataDir);
    for (const [, rebuild] of REBUILDS)
      await expect(rebuild({ dataDir })).rejects.toMatchObject({ code: 'CHATPULSE_DATA_LOCKED' });
    expect(existsSync(join(dataDir, 'run.json'))).toBe(true);
    held.release();
  });
});
