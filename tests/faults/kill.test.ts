import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { rebuildArchive } from '../../cli/rebuild/rebuild-archive.ts';
import { rebuildWindows } from '../../cli/rebuild/rebuild-windows.ts';
import { rebuildWords } from '../../cli/rebuild/rebuild-words.ts';
import { dataFiles } from '../../core/data-folder.ts';
import { dumpArchive } from '../../sinks/archive/dump.ts';
import { dumpMetrics } from '../../sinks/metrics/dump.ts';
import { verifyWhenCaughtUp } from './caught-up.ts';
import { CHANNEL, startLoad } from './load.ts';
import { randomOf, SEED } from './seed.ts';
import { runCommand, startServer } from './server-process.ts';

const KILLS = Number(process.env['CHATPULSE_KILLS'] ?? 5);
const RATE = 5_000;
/** Kills come within so many messages after the capture has begun, or so many ms after the process has. */
const WITHIN_MESSAGES = 10_000;
const WITHIN_MS = 1_500;

const folder = mkdtempSync(join(tmpdir(), 'chatpulse-kill-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it(
  `killed ${KILLS} times under load, loses nothing, doubles nothing and counts right`,
  { timeout: 120_000 + KILLS * 30_000 },
  async () => {
    const random = randomOf('kill');
    const dataDir = join(folder, 'data');
    const ledgerFile = join(folder, 'ledger.txt');
    const load = await startLoad({ rate: RATE, seed: SEED });
    const options = { env: { ...load.env, CHATPULSE_LEDGER: ledgerFile } };
    try {
      for (let round = 1; round <= KILLS; round += 1) {
        const connections = load.simulator.accepted();
        const server = startServer(dataDir, options);
        if (round === 1) {
          await server.ask('/api/broadcasts', { url: `https://www.twitch.tv/${CHANNEL}` });
          await load.more(random.below(WITHIN_MESSAGES));
        } else if (random.below(4) === 0) {
          // While it starts: nobody tells when what begins.
          await new Promise((resolve) => setTimeout(resolve, random.below(WITHIN_MS)));
        } else {
          await server.ready;
          await load.simulator.connected(connections + 1);
          await load.more(random.below(WITHIN_MESSAGES));
        }
        expect((await server.kill()).signal, `round ${round}`).toBe('SIGKILL');
      }

      const server = startServer(dataDir, options);
      const connections = load.simulator.accepted();
      await server.ready;
      await load.simulator.connected(connections + 1);
      await load.more(RATE);
      await load.quiet();
      const { broadcasts } = (await server.ask('/api/broadcasts')) as { broadcasts: { id: string }[] };
      expect(broadcasts).toHaveLength(1);
      await server.ask(`/api/broadcasts/${broadcasts[0]?.id}/stop`, {});
      const report = await verifyWhenCaughtUp({ dataDir, ledgerFile, server });
      expect(report.problems).toEqual([]);
      expect(report.unprovable).toEqual({});
      expect(report.deadLetters).toEqual([]);
      expect(report.notes['windows that are still open'] ?? 0).toBe(0);
      const checked = Object.fromEntries(report.rules.map((rule) => [rule.rule, rule.checked]));
      expect(checked['ledger']).toBeGreaterThan(1_000);
      process.stderr.write(
        `${KILLS} kills, ${load.sent()} messages sent, ${checked['ledger']} acknowledged, ${checked['archived']} archived, ` +
          `${checked['windows']} windows, ${statSync(dataFiles(dataDir).log).size >> 20} MB of log; notes ${JSON.stringify(report.notes)}\n`,
      );

      expect(await server.stop()).toMatchObject({ code: 0 });
      const verified = await runCommand(['verify', '--data', dataDir, '--ledger', ledgerFile]);
      expect(verified, verified.stdout).toMatchObject({ code: 0 });
      await expectRebuildsEqual(dataDir);
    } finally {
      await load.close();
    }
  },
);

async function expectRebuildsEqual(dataDir: string): Promise<void> {
  const files = dataFiles(dataDir);
  const archive = [...dumpArchive(files.archive)];
  const metrics = [...dumpMetrics(files.metrics)];
  for (const rebuild of [rebuildArchive, rebuildWindows, rebuildWords]) await rebuild({ dataDir });
  expect(firstDifference([...dumpArchive(files.archive)], archive)).toBeUndefined();
  expect(firstDifference([...dumpMetrics(files.metrics)], metrics)).toBeUndefined();
}

/** Told by itself: a difference of two long lists is no help. */
function firstDifference(found: readonly string[], expected: readonly string[]): string | undefined {
  const at = expected.findIndex((line, i) => line !== found[i]);
  if (at < 0 && found.length === expected.length) return undefined;
  return `line ${at}: ${found[at]?.slice(0, 300)} instead of ${expected[at]?.slice(0, 300)}; ${found.length} lines of ${expected.length}`;
}
