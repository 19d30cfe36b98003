/** The dead man's switch of a real process, with a real watcher on loopback. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { startBeatWatcher, WATCHER_PATH } from './beat-watcher.ts';
import { startServer, type ServerProcess } from './server-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'chatpulse-heartbeat-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function says(server: ServerProcess, line: string): Promise<void> {
  while (!server.stderr().includes(line)) await server.tells();
}

it('beats; a watcher that stalls or refuses holds up neither the work nor the end, and its address is not told', async () => {
  const watcher = await startBeatWatcher();
  const server = startServer(join(folder, 'data'), {
    env: {
      CHATPULSE_HEARTBEAT_URL: watcher.url,
      CHATPULSE_HEARTBEAT_SECONDS: '1',
      CHATPULSE_LOG_LEVEL: 'info',
    },
  });
  await server.ready;
  await watcher.beating(3);

  watcher.behaviour = 'stall';
  await watcher.beating(watcher.beats() + 1);
  // While the watcher keeps it waiting the process serves as ever.
  expect(await server.ask('/readyz')).toMatchObject({ state: 'ok' });
  await says(server, 'the heartbeat is not taken');
  watcher.behaviour = 'ok';
  await says(server, 'the heartbeat is taken again');

  watcher.behaviour = 'refuse';
  await says(server, 'status 404');

  watcher.behaviour = 'stall';
  await watcher.beating(watcher.beats() + 1);
  const { code, stderr } = await server.stop();
  expect(code).toBe(0);
  expect(stderr).not.toContain('a part did not close in time');
  expect(stderr).not.toContain(WATCHER_PATH);
  await watcher.close();
});
