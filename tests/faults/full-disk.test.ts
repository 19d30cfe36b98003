import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { verifyWhenCaughtUp } from './caught-up.ts';
import { CHANNEL, startLoad } from './load.ts';
import { SEED } from './seed.ts';
import { startServer } from './server-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'chatpulse-full-'));
const mounted = mountSmall('16m');
afterAll(() => {
  if (mounted === true) execFileSync('umount', ['-l', folder]);
  rmSync(folder, { recursive: true, force: true });
});

/** A file system of its own for the data; or the reason why there is none. */
function mountSmall(size: string): true | string {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder], { stdio: 'pipe' });
    return true;
  } catch (error) {
    return `a small file system cannot be mounted here (${error instanceof Error ? error.message.split('\n')[0] : 'no'})`;
  }
}

it(
  mounted === true
    ? 'survives a full disk, and goes on by itself when there is room'
    : `a full disk: skipped, ${mounted}`,
  { skip: mounted !== true },
  async () => {
    const ledgerFile = join(mkdtempSync(join(tmpdir(), 'chatpulse-ledger-')), 'ledger.txt');
    const load = await startLoad({ rate: 3_000, seed: SEED });
    const server = startServer(folder, { env: { ...load.env, CHATPULSE_LEDGER: ledgerFile } });
    try {
      await server.ask('/api/broadcasts', { url: `https://www.twitch.tv/${CHANNEL}` });
      await load.simulator.joined(CHANNEL);
      while (freeBytes() > 300_000) await load.more(1_000);
      await load.more(6_000);
      // It serves, and says what is wrong.
      expect(await server.ask('/livez')).toBeDefined();
      expect(server.stderr()).toMatch(/CHATPULSE_DISK_FULL|cannot grow/);

      execFileSync('mount', ['-o', 'remount,size=400m', folder]);
      await load.more(9_000);
      await load.quiet();
      const report = await verifyWhenCaughtUp({ dataDir: folder, ledgerFile, server });
      expect(report.problems).toEqual([]);
      expect(report.rules.find(({ rule }) => rule === 'ledger')?.checked).toBeGreaterThan(5_000);
      expect(await server.stop()).toMatchObject({ code: 0 });
    } finally {
      await server.kill();
      await load.close();
    }
  },
);

function freeBytes(): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}
