import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterAll, describe, expect, it } from 'vitest';
import { dataFiles, holdDataFolder } from '../../core/data-folder.ts';
import { openEmbeddedLog } from '../../core/log/embedded/embedded-log.ts';
import { groupOf } from '../../core/runtime/topic-reader.ts';
import { openEmbeddedArchive } from '../../sinks/archive/embedded/embedded-archive.ts';
import { openEmbeddedMetrics } from '../../sinks/metrics/embedded/embedded-metrics.ts';
import { checkNode } from './check-machine.ts';
import { examine, type ExamineOptions } from './examine.ts';
import type { Finding } from './finding.ts';

const folders: string[] = [];
afterAll(() => folders.forEach((dir) => rmSync(dir, { recursive: true })));

function newFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'chatpulse-doctor-'));
  folders.push(dir);
  return dir;
}

/** A data folder with some records in its log and empty stores. */
async function filledFolder(): Promise<string> {
  const dataDir = newFolder();
  const files = dataFiles(dataDir);
  const log = openEmbeddedLog({ file: files.log });
  for (let i = 0; i < 20; i += 1)
    await log.append([{ topic: 'chat.raw', key: 'b', value: Buffer.from(`record ${i}`) }]);
  await log.close();
  await openEmbeddedArchive({ file: files.archive }).close();
  await openEmbeddedMetrics({ file: files.metrics }).close();
  return dataDir;
}

async function findings(dataDir: string, options: Partial<ExamineOptions> = {}): Promise<Finding[]> {
  const found: Finding[] = [];
  const env = { CHATPULSE_PORT: '0', ...options.env };
  for await (const finding of examine({ offline: true, thorough: false, dataDir, ...options, env }))
    found.push(finding);
  return found;
}

function of(found: readonly Finding[], check: string): Finding | undefined {
  return found.find((finding) => finding.check === check);
}

describe('doctor', () => {
  it('finds nothing to do in a folder as it should be, and in one that is not there yet', async () => {
    for (const dataDir of [await filledFolder(), join(newFolder(), 'not', 'there')]) {
      const found = await findings(dataDir);
      expect(found.filter(({ level }) => level === 'fail')).toEqual([]);
      expect(of(found, 'models')?.level).toBe('ok');
      expect(of(found, 'port')?.level).toBe('ok');
    }
  });

  it('says how much waits for each part, and looks at the checksums', async () => {
    const found = await findings(await filledFolder());
    expect(of(found, 'lag analyze')).toMatchObject({
      level: 'ok',
      what: expect.stringContaining('20 records'),
    });
    expect(of(found, 'checksums')?.what).toContain('20 of 20 batches');
  });

  it('says of a part that has read all that nothing waits for it, of the alerts too', async () => {
    const dataDir = await filledFolder();
    const log = openEmbeddedLog({ file: dataFiles(dataDir).log });
    await log.append([{ topic: 'chat.windows', key: 'b', value: Buffer.from('window') }]);
    for (const part of ['analyze', 'alerts']) {
      const topic = part === 'alerts' ? 'chat.windows' : 'chat.raw';
      const reading = await log.subscribe({
        topics: [topic],
        group: groupOf(part),
        handler: { batch: () => Promise.resolve() },
      });
      const ranges = await log.ranges(topic);
      await reading.commit(ranges.map(({ partition, end }) => ({ topic, partition, offset: end })));
      await reading.close();
    }
    await log.close();
    const found = await findings(dataDir);
    expect(of(found, 'lag analyze')?.what).toBe('nothing waits');
    expect(of(found, 'lag alerts')?.what).toBe('nothing waits');
    expect(of(found, 'lag metrics')?.what).toContain('1 record of chat.windows waits');
  });

  it('knows the versions of Node.js', () => {
    for (const good of ['v20.19.0', 'v20.20.2', 'v22.12.0', 'v24.0.0', 'v26.1.0'])
      expect(checkNode(good).level).toBe('ok');
    for (const bad of ['v18.20.0', 'v20.18.3', 'v21.9.0', 'v22.11.0', 'v23.5.0'])
      expect(checkNode(bad).level).toBe('fail');
  });

  it('names wrong settings without their values', async () => {
    const found = await findings(newFolder(), {
      env: { CHATPULSE_TOKEN: 'too-short', CHATPULSE_NONSENSE: '1' },
    });
    expect(of(found, 'settings')).toMatchObject({
      level: 'fail',
      what: expect.stringMatching(/CHATPULSE_TOKEN.*CHATPULSE_NONSENSE/),
    });
    expect(JSON.stringify(found)).not.toContain('too-short');
  });

  it('asks for a token before the server may listen beyond this machine', async () => {
    const found = await findings(newFolder(), { env: { CHATPULSE_HOST: '0.0.0.0' } });
    expect(of(found, 'token')?.level).toBe('fail');
  });

  it('names a busy port', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    const found = await findings(newFolder(), { env: { CHATPULSE_PORT: String(port) } });
    other.close();
    expect(of(found, 'port')).toMatchObject({ level: 'fail', what: expect.stringContaining(String(port)) });
  });

  it('tells a running server from a crash and from memory that ran out', async () => {
    const dataDir = newFolder();
    const held = holdDataFolder(dataDir);
    expect(of(await findings(dataDir), 'run')).toMatchObject({
      level: 'ok',
      what: expect.stringContaining('is running'),
    });
    held.release();
    expect(of(await findings(dataDir), 'run')?.level).toBe('ok');
    const note = { pid: 1, startedAt: 0, lastAliveAt: 0, rss: 2 ** 28, outOfMemory: false, oomKills: 1e9 };
    writeFileSync(join(dataDir, 'run.json'), JSON.stringify(note));
    expect(of(await findings(dataDir), 'run')).toMatchObject({
      level: 'warn',
      what: expect.stringContaining('without a shutdown'),
    });
    writeFileSync(join(dataDir, 'run.json'), JSON.stringify({ ...note, outOfMemory: true }));
    expect(of(await findings(dataDir), 'run')?.what).toContain('memory ran out');
  });

  it('names each damaged or foreign file, with what to do', async () => {
    const dataDir = await filledFolder();
    const files = dataFiles(dataDir);
    writeFileSync(files.archive, 'this is no database, however long one looks at it'.repeat(100));
    const foreign = new Database(files.metrics);
    foreign.exec('PRAGMA application_id = 7');
    foreign.close();
    const found = await findings(dataDir);
    expect(of(found, 'archive.db')).toMatchObject({
      level: 'fail',
      todo: expect.stringContaining('rebuild archive'),
    });
    expect(of(found, 'metrics.db')).toMatchObject({
      level: 'fail',
      todo: expect.stringContaining('rebuild windows'),
    });
    expect(of(found, 'log.db')?.level).toBe('ok');
  });

  it('finds a stretch of the log that is not as it was written', async () => {
    const dataDir = await filledFolder();
    const log = new Database(dataFiles(dataDir).log);
    log.exec(
      `UPDATE batches SET payload = CAST(x'7f' || substr(payload, 2) AS BLOB) WHERE id = (SELECT max(id) FROM batches)`,
    );
    log.close();
    expect(of(await findings(dataDir), 'checksums')).toMatchObject({
      level: 'fail',
      what: expect.stringContaining(' 1 do not match'),
    });
  });

  it('tells what an interrupted rebuild has left', async () => {
    const dataDir = await filledFolder();
    writeFileSync(join(dataDir, 'archive.db.rebuild'), 'half');
    expect(of(await findings(dataDir), 'rebuild')?.level).toBe('warn');
  });

  it('connects to the platforms that are set, and only tells of one that does not answer', async () => {
    const platform = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
    await new Promise((resolve) => platform.once('listening', resolve));
    const { port } = platform.address() as AddressInfo;
    const env = {
      CHATPULSE_TWITCH_CHAT_URL: `ws://127.0.0.1:${port}`,
      CHATPULSE_NAVER_SHOPPING_URL: `http://127.0.0.1:${port}`,
      CHATPULSE_YOUTUBE_URL: `http://127.0.0.1:${port}`,
      CHATPULSE_CHZZK_API_URL: `http://127.0.0.1:${port}`,
      CHATPULSE_SOOP_API_URL: `http://127.0.0.1:${port}`,
    };
    const reached = await findings(newFolder(), { offline: false, env });
    for (const platform of ['twitch', 'youtube', 'chzzk', 'soop', 'naver-shopping'])
      expect(of(reached, platform)?.level).toBe('ok');
    await new Promise((resolve) => platform.close(resolve));
    expect(of(await findings(newFolder(), { offline: false, env }), 'twitch')).toMatchObject({
      level: 'warn',
      what: expect.stringContaining('ECONNREFUSED'),
    });
  });
});
