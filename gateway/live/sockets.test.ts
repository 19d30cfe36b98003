import { describe, expect, test } from 'vitest';
import { startsHarnesses } from '../testing/harnesses.ts';

const start = startsHarnesses();

describe('limits', () => {
  test('of subscriptions, message size, message rate and nonsense', async () => {
    const harness = await start({
      limits: { subscriptionsPerConnection: 1, viewerMessageBurst: 5, viewerMessagesPerSecond: 0.001 },
    });
    const [one, two] = [await harness.watch('test:one'), await harness.watch('test:two')];
    const viewer = await harness.connect();
    viewer.send({ type: 'subscribe', broadcast: one });
    await viewer.next('snapshot');
    viewer.send({ type: 'subscribe', broadcast: two });
    expect(await viewer.next('error')).toMatchObject({ code: 'CHATPULSE_LIMIT_REACHED', broadcast: two });
    viewer.sendRaw('{"type":"nonsense"}');
    await viewer.next('error', ({ code }) => code === 'CHATPULSE_REQUEST_INVALID');
    viewer.sendRaw(Buffer.from([0, 1, 2]));
    viewer.sendRaw('{');
    viewer.sendRaw('{');
    expect(await viewer.closed).toBe(1008);
    const big = await harness.connect();
    big.sendRaw('x'.repeat(5_000));
    expect(await big.closed).toBe(1009);
  });

  test('of connections', async () => {
    const harness = await start({ limits: { connections: 1 } });
    await harness.connect();
    await expect(harness.connect()).rejects.toThrow('HTTP 503');
  });

  test('who does not answer the heartbeat is cut off, the others stay', async () => {
    const harness = await start({ limits: { heartbeatInterval: 40 } });
    const [well, dead] = [await harness.connect(), await harness.connect({}, false)];
    expect(await dead.closed).toBe(1006);
    well.send({ type: 'ping', id: 'still here' });
    expect((await well.next('pong')).id).toBe('still here');
  });

  test('who may connect', async () => {
    const harness = await start();
    await expect(harness.connect({ origin: 'https://evil.example' })).rejects.toThrow('HTTP 403');
    await expect(harness.connect({ origin: `http://127.0.0.1:${harness.port + 1}` })).rejects.toThrow(
      'HTTP 403',
    );
    await expect(harness.connect({ host: 'evil.example' })).rejects.toThrow('HTTP 421');
    await (await harness.connect({ origin: `http://localhost:${harness.port}` })).next('hello');
  });

  test('the token, as header or as cookie', async () => {
    const harness = await start({ config: { token: 'a long secret' } });
    await expect(harness.connect()).rejects.toThrow('HTTP 401');
    await expect(harness.connect({ authorization: 'Bearer wrong' })).rejects.toThrow('HTTP 401');
    const signedIn = await harness.post('/api/session', { token: 'a long secret' });
    const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
    await (await harness.connect({ cookie })).next('hello');
  });
});
