import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runToEnd } from '../services/support.ts';
import { startInflux } from '../services/influx.ts';
import { faultOf } from './ask-boards.ts';
import { boardQueries } from './board-queries.ts';

const COMMAND = join(import.meta.dirname, '../../dist/dashboards/seed/command.js');
const HOUR = 3_600_000;

let dir: string;
let influx: Awaited<ReturnType<typeof startInflux>>;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'chatpulse-boards-'));
  influx = await startInflux({ dir: join(dir, 'influx') });
});
afterAll(async () => {
  await influx.stop();
  rmSync(dir, { recursive: true, force: true });
});

const seed = (...more: readonly string[]): Promise<void> =>
  runToEnd(process.execPath, [COMMAND, '--metrics', influx.url, '--days', '1', ...more], {
    cwd: dir,
    logFile: join(dir, 'seed.log'),
  });

it('every query of every board answers with data from a seeded InfluxDB', async () => {
  await seed();
  const now = Date.now();
  const day = { from: now - 23 * HOUR, to: now, interval: 60_000 };
  const minute = { from: now - 60_000, to: now, interval: 10_000 };
  const influxUrl = `http://${new URL(influx.url).host}`;
  const faults: Record<string, string> = {};
  for (const query of boardQueries()) {
    const fault = await faultOf(query, { influxUrl, range: query.now === true ? minute : day });
    if (fault !== undefined) faults[query.where] = `${fault}: ${query.query}`;
  }
  expect(faults).toEqual({});
});

it('made-up figures are not mixed with those that are there', async () => {
  await expect(seed()).rejects.toThrow();
});
