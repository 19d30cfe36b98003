import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { verifyWhenCaughtUp } from './caught-up.ts';
import { CHANNEL, startLoad } from './load.ts';
import { SEED } from './seed.ts';
import { startServer } from './server-process.ts';
import { makeSmallDisk } from './small-disk.ts';

const disk = makeSmallDisk('16m');
afterAll(() => disk.remove());

it(
  disk.missing === undefined
    ? 'survives a full disk, and goes on by itself when there is room'
    : `a full disk: skipped, ${disk.missing}`,
  { skip: disk.missing !== undefined },
  async () => {
    const ledgerFile = join(mkdtempSync(join(tmpdir(), 'chatpulse-ledger-')), 'ledger.txt');
    const load = await startLoad({ rate: 3_000, seed: SEED });
    const server = startServer(disk.folder, { env: { ...load.env, CHATPULSE_LEDGER: ledgerFile } });
    try {
      await server.ask('/api/broadcasts', { url: `https://www.twitch.tv/${CHANNEL}` });
      await load.simulator.joined(CHANNEL);
      while (disk.freeBytes() > 300_000) await load.more(1_000);
      await load.more(6_000);
      // It serves, and says what is wrong.
      expect(await server.ask('/livez')).toBeDefined();
      expect(server.stderr()).toMatch(/CHATPULSE_DISK_FULL|cannot grow/);

      disk.grow('400m');
      await load.more(9_000);
      await load.quiet();
      const report = await verifyWhenCaughtUp({ dataDir: disk.folder, ledgerFile, server });
      expect(report.problems).toEqual([]);
      expect(report.rules.find(({ rule }) => rule === 'ledger')?.checked).toBeGreaterThan(5_000);
      expect(await server.stop()).toMatchObject({ code: 0 });
    } finally {
      await server.kill();
      await load.close();
    }
  },
);
