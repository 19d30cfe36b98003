import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { randomFillSync } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, it } from 'vitest';
import { verifyFolder } from '../../cli/verify/verify-folder.ts';
import { dataFiles } from '../../core/data-folder.ts';
import { createCodec } from '../../core/events/codec.ts';
import { CURRENT_SCHEMA_IDS } from '../../core/events/generated.ts';
import { messageKey } from '../../core/events/ids.ts';
import { PARTITIONS } from '../../core/events/topics.ts';
import { openLogReader } from '../../core/log/embedded/log-reader.ts';
import { harm } from '../support/tamper.ts';
import { verifyWhenCaughtUp } from './caught-up.ts';
import { CHANNEL, startLoad, type Load } from './load.ts';
import { randomOf, SEED } from './seed.ts';
import { runCommand, startServer, type ServerProcess } from './server-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'chatpulse-damaged-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const running: ServerProcess[] = [];
const loads: Load[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.kill();
  for (const load of loads.splice(0)) await load.close();
});

interface Scene {
  readonly dataDir: string;
  readonly ledgerFile: string;
  readonly load: Load;
  up(): ServerProcess;
}

function makeScene(name: string, load: Load): Scene {
  const dataDir = join(folder, name);
  const ledgerFile = join(folder, `${name}.txt`);
  loads.push(load);
  return {
    dataDir,
    ledgerFile,
    load,
    up() {
      const server = startServer(dataDir, { env: { ...load.env, CHATPULSE_LEDGER: ledgerFile } });
      running.push(server);
      return server;
    },
  };
}

/** A server that has captured some messages. */
async function capture(scene: Scene, messages: number): Promise<ServerProcess> {
  const server = scene.up();
  await server.ask('/api/broadcasts', { url: `https://www.twitch.tv/${CHANNEL}` });
  await scene.load.simulator.joined(CHANNEL);
  await scene.load.more(messages);
  return server;
}

/** Everything that the log holds of messages, in the order of their partition. */
function loggedKeys(dataDir: string): Set<string> {
  const codec = createCodec();
  const reader = openLogReader(dataFiles(dataDir).log);
  const keys = new Set<string>();
  for (let partition = 0; partition < PARTITIONS; partition += 1)
    for (let offset = 0; ;) {
      const records = reader.read({ topic: 'chat.raw', partition, offset });
      for (const record of records) {
        const event = codec.decode(record.value);
        if (event.type === 'MessagePosted')
          keys.add(messageKey(event.data.broadcastId, event.data.messageId));
      }
      const last = records.at(-1);
      if (!last) break;
      offset = last.offset + 1;
    }
  reader.close();
  return keys;
}

it('ignores a write that was torn by the end of the process', async () => {
  const scene = makeScene('torn', await startLoad({ rate: 3_000, seed: SEED }));
  const random = randomOf('torn');
  const wal = `${dataFiles(scene.dataDir).log}-wal`;
  await (await capture(scene, 3_000)).kill();
  for (let round = 0; round < 3; round += 1) {
    // A page that was begun and not finished, behind everything that was acknowledged.
    const torn = randomFillSync(Buffer.alloc(1 + random.below(9_000)));
    if (existsSync(wal)) readFileSync(wal).copy(torn, 0, 32, 40);
    appendFileSync(wal, torn);
    const server = scene.up();
    await server.ready;
    await scene.load.more(1_000);
    await server.kill();
  }
  const server = scene.up();
  await server.ready;
  await scene.load.quiet();
  const report = await verifyWhenCaughtUp({ dataDir: scene.dataDir, ledgerFile: scene.ledgerFile, server });
  expect(report.problems).toEqual([]);
});

it('goes on from what is left where a disk lost the end of what it had confirmed', async () => {
  const scene = makeScene('cut', await startLoad({ rate: 3_000, seed: SEED }));
  const files = dataFiles(scene.dataDir);
  await (await capture(scene, 6_000)).kill();
  const wal = `${files.log}-wal`;
  const { size } = statSync(wal);
  truncateSync(wal, size - Math.min(size - 32, 1 + randomOf('cut').below(200_000)));
  // The projections may know more than the log now: they are made anew from it.
  for (const file of [files.archive, files.metrics])
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });

  const acknowledged = readFileSync(scene.ledgerFile, 'utf8').split('\n').filter(Boolean);
  const logged = loggedKeys(scene.dataDir);
  const firstLost = acknowledged.findIndex((key) => !logged.has(key));
  // What is lost is the end, without holes.
  if (firstLost >= 0) expect(acknowledged.slice(firstLost).filter((key) => logged.has(key))).toEqual([]);

  const server = scene.up();
  await server.ready;
  await scene.load.more(2_000);
  await scene.load.quiet();
  const report = await verifyWhenCaughtUp({ dataDir: scene.dataDir, server });
  expect(report.problems).toEqual([]);
});

it('sets a damaged stretch of the log aside, says so, and goes on', async () => {
  const scene = makeScene('flipped', await startLoad({ rate: 3_000, seed: SEED }));
  const files = dataFiles(scene.dataDir);
  await (await capture(scene, 4_000)).stop();
  // One letter inside a message, once all is in the file itself: its pages are whole, the record is not what was written.
  harm(files.log, 'PRAGMA wal_checkpoint(TRUNCATE)');
  const bytes = readFileSync(files.log);
  // A record of chat.raw: what analyze made of it lies elsewhere in the file and stays whole.
  const header = Buffer.from([0, 0, 0, 0, CURRENT_SCHEMA_IDS.MessagePosted]);
  const record = bytes.indexOf(header, Math.floor(bytes.length / 2));
  const at = bytes.indexOf('load-', record);
  expect(record).toBeGreaterThan(0);
  expect(at).toBeGreaterThan(record);
  bytes[at] = 'L'.charCodeAt(0);
  writeFileSync(files.log, bytes);

  const found = await verifyFolder({ dataDir: scene.dataDir });
  expect(found.ok).toBe(false);
  expect(found.problems[0]).toMatchObject({ rule: 'log', kind: 'unreadable' });
  const doctor = await runCommand(['doctor', '--offline', '--data', scene.dataDir]);
  expect(doctor.code).toBe(1);
  expect(doctor.stdout).toContain('checksum');

  const server = scene.up();
  await server.ready;
  await scene.load.more(1_000);
  await scene.load.quiet();
  const after = await verifyWhenCaughtUp({ dataDir: scene.dataDir, server });
  // The same damage, and nothing besides.
  expect(after.problems.filter(({ rule }) => rule !== 'log')).toEqual([]);
});

it('names a damaged archive, does not start on it, and comes back with a rebuild', async () => {
  const scene = makeScene('archive', await startLoad({ rate: 3_000, seed: SEED }));
  const files = dataFiles(scene.dataDir);
  await (await capture(scene, 4_000)).stop();
  const whole = join(folder, 'whole-archive.db');
  copyFileSync(files.archive, whole);
  const bytes = readFileSync(files.archive);
  randomFillSync(bytes, 0, 20_000);
  writeFileSync(files.archive, bytes);

  const refused = await runCommand(['up', '--data', scene.dataDir, '--port', '0'], { env: scene.load.env });
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('CHATPULSE_DATA_CORRUPT') });
  const doctor = await runCommand(['doctor', '--offline', '--data', scene.dataDir]);
  expect(doctor.code).toBe(1);
  expect(doctor.stdout).toContain('archive.db');

  renameSync(files.archive, join(folder, 'damaged-archive.db'));
  expect(await runCommand(['rebuild', 'archive', '--data', scene.dataDir])).toMatchObject({ code: 0 });
  const server = scene.up();
  await server.ready;
  await scene.load.quiet();
  const report = await verifyWhenCaughtUp({ dataDir: scene.dataDir, ledgerFile: scene.ledgerFile, server });
  expect(report.problems).toEqual([]);
});
