import { createSocket } from 'node:dgram';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startInflux } from './influx.ts';
import { startTelegraf, type TestTelegraf } from './telegraf.ts';

let dir: string;
let influx: Awaited<ReturnType<typeof startInflux>>;
let telegraf: TestTelegraf;
let influxUrl: string;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'chatpulse-telegraf-'));
  influx = await startInflux({ dir: join(dir, 'influx') });
  influxUrl = `http://${new URL(influx.url).host}`;
  telegraf = await startTelegraf({ dir: join(dir, 'telegraf'), influxUrl });
});
afterAll(async () => {
  await telegraf.stop();
  await influx.stop();
  rmSync(dir, { recursive: true, force: true });
});

async function ask(query: string): Promise<string> {
  const answer = await fetch(`${influxUrl}/query?db=chatpulse_health&q=${encodeURIComponent(query)}`);
  return answer.text();
}

test('StatsD with tags goes through Telegraf into InfluxDB, beside the figures of the machine', async () => {
  const socket = createSocket('udp4');
  const send = (text: string) =>
    new Promise((resolve) => socket.send(text, telegraf.port, '127.0.0.1', resolve));
  await send('chatpulse.test.accepted:42|c|#role:producers');
  // Flushed every five seconds, so it takes one or two of them.
  await expect
    .poll(() => ask('SELECT SUM(value) FROM /chatpulse.test.accepted/ GROUP BY "role"'), {
      timeout: 60_000,
      interval: 250,
    })
    .toMatch(/"role":"producers".*42/);
  await expect.poll(() => ask('SHOW MEASUREMENTS'), { timeout: 60_000, interval: 250 }).toMatch(/"mem"/);
  socket.close();
});
