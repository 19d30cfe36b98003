import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CATALOGUE, type MetricName } from '../../core/telemetry/catalogue.ts';
import { prometheusName } from '../../core/telemetry/prometheus.ts';
import { CHANNEL, startLoad, type Load } from '../faults/load.ts';
import { runCommand, startServer, type ServerProcess } from '../faults/server-process.ts';
import { startInflux } from './influx.ts';
import { ResumingViewer } from './resuming-viewer.ts';
import { startTelegraf, type TestTelegraf } from './telegraf.ts';

/** What a run in which nothing goes wrong has no reason to tell, and what other parts of the product tell. */
const NOT_IN_A_GOOD_RUN: readonly MetricName[] = [
  'reader.retries',
  'reader.dead_letters',
  'source.viewers',
  'source.reconnects',
  'source.gaps',
  'source.unparsed',
  'http.slow',
  'http.errors',
  'ws.skipped',
  'ws.sent_away',
  'canary.ms',
  'canary.lost',
  'log.errors',
];

let dir: string;
let influx: Awaited<ReturnType<typeof startInflux>>;
let telegraf: TestTelegraf;
let influxUrl: string;
let load: Load;
let server: ServerProcess;
let viewer: ResumingViewer;
let logFile: string;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'chatpulse-telemetry-'));
  logFile = join(dir, 'logs', 'chatpulse.log');
  influx = await startInflux({ dir: join(dir, 'influx') });
  influxUrl = `http://${new URL(influx.url).host}`;
  telegraf = await startTelegraf({ dir: join(dir, 'telegraf'), influxUrl });
  load = await startLoad({ rate: 50, seed: 3 });
  server = startServer(join(dir, 'data'), {
    env: {
      ...load.env,
      CHATPULSE_STATSD: `127.0.0.1:${telegraf.port}`,
      CHATPULSE_LOG_FILE: logFile,
      CHATPULSE_LOG_LEVEL: 'info',
    },
  });
  const { id } = (await server.ask('/api/broadcasts', { url: `https://www.twitch.tv/${CHANNEL}` })) as {
    id: string;
  };
  viewer = new ResumingViewer({
    url: await server.ready,
    broadcast: id,
    address: '127.0.0.1',
    comesBackAfter: () => 100,
  });
});
afterAll(async () => {
  viewer.end();
  await server.stop();
  await load.close();
  await telegraf.stop();
  await influx.stop();
  rmSync(dir, { recursive: true, force: true });
});

const setLevel = (level: string) =>
  server.ready.then((url) => runCommand(['logs', '--set-level', level, '--url', url]));

test('one message can be followed from its acceptance to the page, after the level was changed', async () => {
  expect(await setLevel('trace')).toMatchObject({ code: 0, stdout: 'The log tells trace and above.\n' });
  const seen = viewer.ids.size;
  await expect.poll(() => viewer.ids.size, { timeout: 60_000 }).toBeGreaterThan(seen + 10);
  const messageId = [...viewer.ids].at(-1) ?? '';
  const stations = async (): Promise<readonly string[]> => {
    const { stdout } = await runCommand(['logs', logFile, '--message', messageId, '--json']);
    const lines = stdout.trim().split('\n').filter(Boolean);
    return lines.map((text) => {
      const line = JSON.parse(text) as { part: string; reader?: string };
      return line.reader ?? line.part;
    });
  };
  await expect
    .poll(stations, { timeout: 60_000, interval: 1_000 })
    .toEqual(expect.arrayContaining(['producers', 'analyze', 'windows', 'words', 'archive', 'gateway']));
  expect(await setLevel('info')).toMatchObject({ code: 0, stdout: 'The log tells info and above.\n' });
});

test('every metric of the catalogue that a good run has is in InfluxDB, and for Prometheus', async () => {
  const wanted = (Object.keys(CATALOGUE) as MetricName[]).filter((name) => !NOT_IN_A_GOOD_RUN.includes(name));
  const measurements = async (): Promise<readonly string[]> => {
    const answer = await fetch(`${influxUrl}/query?db=chatpulse_health&q=SHOW+MEASUREMENTS`);
    const { results } = (await answer.json()) as { results: { series?: { values: [string][] }[] }[] };
    return (results[0]?.series?.[0]?.values ?? []).map(([name]) => name);
  };
  await expect
    .poll(measurements, { timeout: 120_000, interval: 1_000 })
    .toEqual(expect.arrayContaining(wanted.map((name) => `chatpulse_${name.replaceAll('.', '_')}`)));
  const text = await (await fetch(`${await server.ready}/metrics`)).text();
  for (const name of wanted) expect(text).toMatch(new RegExp(`^${prometheusName(name)}(_count)?[{ ]`, 'm'));
});
