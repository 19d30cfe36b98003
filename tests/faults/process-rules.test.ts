import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, it } from 'vitest';
import { verifyFolder } from '../../cli/verify/verify-folder.ts';
import { CHANNEL, startLoad } from './load.ts';
import { runCommand, startServer, type CommandOptions, type ServerProcess } from './server-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'chatpulse-rules-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const running: ServerProcess[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.kill();
});

function up(dataDir: string, options: CommandOptions & { port?: number } = {}): ServerProcess {
  const server = startServer(dataDir, options);
  running.push(server);
  return server;
}

it('refuses a second process on the same data folder, and the first goes on', async () => {
  const dataDir = join(folder, 'held');
  const first = up(dataDir);
  await first.ready;
  const second = await runCommand(['up', '--data', dataDir, '--port', '0']);
  expect(second.code).toBe(1);
  expect(second.stderr).toContain('CHATPULSE_DATA_LOCKED');
  const rebuild = await runCommand(['rebuild', 'words', '--data', dataDir]);
  expect(rebuild).toMatchObject({ code: 1, stderr: expect.stringContaining('CHATPULSE_DATA_LOCKED') });
  expect(await first.ask('/api/broadcasts')).toEqual({ broadcasts: [] });
});

it('says that the port is taken, and leaves the folder free', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  const { port } = other.address() as AddressInfo;
  const dataDir = join(folder, 'port');
  const refused = await runCommand(['up', '--data', dataDir, '--port', String(port)]);
  other.close();
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('CHATPULSE_PORT_BUSY') });
  const server = up(dataDir, { port });
  await expect(server.ready).resolves.toContain(String(port));
});

it('drains on SIGTERM: everything acknowledged is archived, and the next start sees a clean end', async () => {
  const dataDir = join(folder, 'drained');
  const ledgerFile = join(folder, 'drained.txt');
  const load = await startLoad({ rate: 2_000, seed: 7 });
  try {
    const server = up(dataDir, { env: { ...load.env, CHATPULSE_LEDGER: ledgerFile } });
    await server.ask('/api/broadcasts', { url: `https://www.twitch.tv/${CHANNEL}` });
    await load.simulator.joined(CHANNEL);
    await load.more(4_000);
    expect(await server.stop()).toMatchObject({ code: 0, signal: null });
    expect(existsSync(join(dataDir, 'run.json'))).toBe(false);

    const report = await verifyFolder({ dataDir, ledgerFile });
    expect(report.problems).toEqual([]);
    expect(report.rules.find(({ rule }) => rule === 'ledger')?.checked).toBeGreaterThan(500);

    const next = up(dataDir, { env: load.env });
    await next.ready;
    expect(next.stderr()).not.toContain('without a shutdown');
    await next.kill();
    const after = up(dataDir, { env: load.env });
    await after.ready;
    expect(after.stderr()).toContain('without a shutdown');
  } finally {
    await load.close();
  }
});
