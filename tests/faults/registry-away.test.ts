/** A role whose schema registry is away when it begins: it waits, and says so by its log and its figures. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { startLasting } from './server-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'chatpulse-registry-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Nobody listens there. */
const AWAY = '127.0.0.1:1';

it('tells the metric of the registry while it waits for it (nothing was told before it was there)', async () => {
  const role = startLasting(
    ['run', 'processors', '--only', 'windows', '--data', folder, '--health-port', '0'],
    /Health of \S+ at (\S+)\/readyz/,
    {
      env: {
        CHATPULSE_LOG: `kafka://${AWAY}`,
        CHATPULSE_ARCHIVE: `mongodb://${AWAY}/chatpulse`,
        CHATPULSE_METRICS: `influxdb://${AWAY}/chatpulse`,
        CHATPULSE_REGISTRY_URL: `http://${AWAY}`,
        CHATPULSE_LOG_LEVEL: 'warn',
      },
    },
  );
  const url = await role.ready;
  while (!/"store":"registry".*a store is away/.test(role.stderr())) await role.tells();
  const figures = await (await fetch(`${url}/metrics`)).text();
  expect(figures).toContain('chatpulse_store_up{store="registry"} 0');
  expect((await fetch(`${url}/readyz`)).status).toBe(503);
  expect((await role.stop()).code).toBe(0);
});
