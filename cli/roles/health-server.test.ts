import { afterEach, expect, test } from 'vitest';
import { createMeter } from '../../core/telemetry/meter.ts';
import type { RunningPart } from './part.ts';
import { startHealthServer } from './health-server.ts';

let server: Awaited<ReturnType<typeof startHealthServer>> | undefined;
afterEach(() => server?.close());

const part = (state: 'ok' | 'failed'): RunningPart => ({
  health: () => [{ name: 'notify', state }],
  close: async () => undefined,
});

test('figures that cannot be read are an answer of 500, and the process goes on (it ended)', async () => {
  const meter = createMeter();
  server = await startHealthServer({
    host: '127.0.0.1',
    port: 0,
    parts: () => [part('ok')],
    meter: { ...meter, prometheus: () => Promise.reject(new Error('a figure is gone')) },
  });
  const url = `http://127.0.0.1:${server.port}`;
  expect((await fetch(`${url}/metrics`)).status).toBe(500);
  expect((await fetch(`${url}/livez`)).status).toBe(200);
});

test('a part that fails is named where readiness is asked', async () => {
  let state: 'ok' | 'failed' = 'failed';
  server = await startHealthServer({
    host: '127.0.0.1',
    port: 0,
    parts: () => [part(state)],
    meter: createMeter(),
  });
  const url = `http://127.0.0.1:${server.port}/readyz`;
  const answer = await fetch(url);
  expect(answer.status).toBe(503);
  expect(await answer.json()).toMatchObject({ state: 'failed', failing: ['notify'] });
  state = 'ok';
  expect((await fetch(url)).status).toBe(200);
});
