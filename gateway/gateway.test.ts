import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { createCodec } from '../core/events/codec.ts';
import { createMemoryLog } from '../core/log/memory.ts';
import { createGateway } from './gateway.ts';
import {
  broadcastListSchema,
  broadcastSchema,
  startedBroadcastSchema,
  statusSchema,
} from './http/contract.ts';
import { Harness } from './testing/harness.ts';
import { startsHarnesses } from './testing/harnesses.ts';
import { TestStores } from './testing/test-stores.ts';

const start = startsHarnesses();

describe('broadcasts', () => {
  test('a watch answers 201 with the broadcast, a second one 200 with the same', async () => {
    const harness = await start();
    const first = await harness.post('/api/broadcasts', { url: 'test:channel' });
    expect(first.status).toBe(201);
    const broadcast = startedBroadcastSchema.parse(await first.json());
    expect(broadcast).toMatchObject({
      platform: 'test',
      channel: 'channel',
      state: 'connecting',
      url: 'test:channel',
      speed: '1',
    });
    expect(first.headers.get('location')).toBe(`/api/broadcasts/${broadcast.id}`);
    const second = await harness.post('/api/broadcasts', { url: 'test:channel' });
    expect(second.status).toBe(200);
    expect(((await second.json()) as { id: string }).id).toBe(broadcast.id);
  });

  test('racing requests for one channel agree, at one gateway', async () => {
    const harness = await start();
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => harness.post('/api/broadcasts', { url: 'test:channel' })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 200, 200, 201]);
    const ids = await Promise.all(answers.map(async (one) => ((await one.json()) as { id: string }).id));
    expect(new Set(ids).size).toBe(1);
  });

  test('racing requests at two gateways agree', async () => {
    const log = createMemoryLog();
    const [one, two] = [await start({ log }), await start({ log })];
    const answers = await Promise.all(
      [one, two].map((gateway) => gateway.post('/api/broadcasts', { url: 'test:channel' })),
    );
    const ids = await Promise.all(
      answers.map(async (answer) => ((await answer.json()) as { id: string }).id),
    );
    expect(new Set(ids).size).toBe(1);
  });

  test('a replay of several channels names them all', async () => {
    const harness = await start();
    const answer = await harness.post('/api/broadcasts', { url: 'replay:two', speed: 'max' });
    expect(answer.status).toBe(201);
    const started = startedBroadcastSchema.parse(await answer.json());
    expect(started.id).toBe('replay-one-00000000-1');
    expect(started.speed).toBe('max');
    expect(started.broadcasts?.map(({ id, channel }) => [id, channel])).toEqual([
      ['replay-one-00000000-1', 'one'],
      ['replay-two-00000000-1', 'two'],
    ]);
  });

  test('list, detail and stop', async () => {
    const harness = await start();
    const id = await harness.watch();
    const list = broadcastListSchema.parse(await (await harness.fetch('/api/broadcasts')).json());
    expect(list.broadcasts.map((one) => one.id)).toEqual([id]);
    expect((await harness.fetch(`/api/broadcasts/${id}`)).status).toBe(200);
    const stopped = await harness.post(`/api/broadcasts/${id}/stop`, {});
    expect(stopped.status).toBe(200);
    expect(broadcastSchema.parse(await stopped.json())).toMatchObject({
      id,
      state: 'ended',
      reason: 'stopped',
    });
    expect((await harness.post(`/api/broadcasts/${id}/stop`, {})).status).toBe(200);
  });

  test('a wrong address is a problem with the code of the platform', async () => {
    const harness = await start();
    const answer = await harness.post('/api/broadcasts', { url: 'gopher://x' });
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await answer.json()).toMatchObject({ code: 'CHATPULSE_REQUEST_INVALID', status: 400 });
  });
});

describe('life of the gateway', () => {
  test('a busy port is a coded error, and nothing stays behind', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    await expect(Harness.start({ config: { port } })).rejects.toMatchObject({ code: 'CHATPULSE_PORT_BUSY' });
    other.close();
  });

  test.each(['0.0.0.0', '::', '192.0.2.1', 'example.org'])(
    'does not listen on %s without a token',
    (host) => {
      const { archive, metrics } = new TestStores();
      const make = () =>
        createGateway({
          log: createMemoryLog(),
          codec: createCodec(),
          archive,
          metrics,
          analyze: () => Promise.reject(new Error('not used')),
          explain: () => Promise.reject(new Error('not used')),
          recognise: () => Promise.reject(new Error('not used')),
          planReplay: () => Promise.resolve(undefined),
          recordings: () => Promise.resolve([]),
          sourceStatus: () => [],
          health: () => ({ parts: [] }),
          config: { host, port: 0 },
        });
      expect(make).toThrowError(expect.objectContaining({ code: 'CHATPULSE_TOKEN_REQUIRED' }));
    },
  );

  test('close sends viewers away with 1001 and is quick', async () => {
    const harness = await Harness.start();
    const viewer = await harness.connect();
    await viewer.next('hello');
    const [code] = await Promise.all([viewer.closed, harness.close()]);
    expect(code).toBe(1001);
    await expect(harness.fetch('/livez')).rejects.toThrow();
  });

  test('status, and readiness that follows the parts', async () => {
    const harness = await start({
      parts: [{ name: 'archive', state: 'failed', detail: 'away', hint: 'wait' }],
    });
    expect((await harness.fetch('/livez')).status).toBe(200);
    const ready = await harness.fetch('/readyz');
    expect(ready.status).toBe(503);
    expect(await ready.json()).toEqual({ state: 'failed', failing: ['archive'] });
    const status = statusSchema.parse(await (await harness.fetch('/api/status')).json());
    expect(status).toMatchObject({ version: '1.2.3', state: 'failed' });
    expect(status.parts.map(({ name }) => name)).toEqual(['archive', 'gateway']);
  });

  test('what was watched before a restart is known after it', async () => {
    const log = createMemoryLog();
    const before = await Harness.start({ log });
    const id = await before.watch();
    await before.close();
    const after = await start({ log });
    expect((await after.fetch(`/api/broadcasts/${id}`)).status).toBe(200);
  });
});
