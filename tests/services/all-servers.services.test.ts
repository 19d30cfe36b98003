import { mkdtempSync, readdirSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startAllServers } from './all-servers.ts';
import { freePort, spawnLogged, waitForPort } from './support.ts';

let dir = '';
beforeEach(() => {
  dir = realpathSync(mkdtempSync(join(tmpdir(), 'chatpulse-all-servers-')));
});
afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
});

it('where one of all servers fails to start, none is left running', { timeout: 400_000 }, async () => {
  // Kafka refuses its settings within seconds, while the others are still starting.
  const brokerSettings = { 'log.retention.ms': 'soon' };
  await expect(startAllServers({ dir, brokerSettings })).rejects.toThrow(/log\.retention\.ms/);
  expect(runningIn(dir)).toEqual([]);
});

it('a server that is not ready in time is ended', async () => {
  const server = spawnLogged('sleep', ['600'], { cwd: dir, logFile: join(dir, 'output.log') });
  expect(runningIn(dir)).toEqual([server.pid]);
  await expect(waitForPort(await freePort(), server, 100)).rejects.toThrow(/not ready/);
  expect(runningIn(dir)).toEqual([]);
});

/** The processes that work in a folder or below it. */
function runningIn(folder: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => folderOf(pid).startsWith(folder));
}

function folderOf(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    // It has ended meanwhile.
    return '';
  }
}
