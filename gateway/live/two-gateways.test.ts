import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createMemoryLog } from '../../core/log/memory.ts';
import { gatewayStateSchema, type GatewayState } from '../http/contract.ts';
import type { Harness } from '../testing/harness.ts';
import { startsHarnesses } from '../testing/harnesses.ts';
import { problemIn } from '../testing/problem.ts';
import { idsOf, type TestViewer } from '../testing/test-viewer.ts';
import { CLOSE_CODES } from './protocol.ts';

const start = startsHarnesses();

/** After the end of a test pages go nowhere any more. */
let over = false;
beforeEach(() => {
  over = false;
});
afterEach(() => {
  over = true;
});

async function stateOf(gateway: Harness): Promise<GatewayState> {
  return gatewayStateSchema.parse(await (await gateway.fetch('/api/gateway')).json());
}

/** A page: goes on at another gateway, with its cursor, whenever it is told to. */
class Page {
  readonly ids = new Set<string>();
  skipped = 0;
  visits = 0;
  #viewer: TestViewer | undefined;
  #cursor: string | undefined;

  async open(gateway: Harness, broadcast: string, elsewhere: Harness): Promise<void> {
    const viewer = await gateway.connect();
    this.#viewer = viewer;
    this.visits += 1;
    viewer.send({ type: 'subscribe', broadcast, ...(this.#cursor && { cursor: this.#cursor }) });
    void viewer.closed.then((code) => {
      this.#take(viewer);
      if (code === CLOSE_CODES.goingAway && !over) void this.open(elsewhere, broadcast, gateway);
    });
    if (this.#cursor === undefined) await viewer.next('snapshot');
  }

  /** Resolves when a message of this number has come, at whatever gateway. */
  async seen(seq: number): Promise<void> {
    while (!this.ids.has(`m-${seq}`)) {
      const viewer = this.#viewer;
      if (!viewer) throw new Error('not open');
      await Promise.race([viewer.until(() => viewer.messageIds().includes(`m-${seq}`)), viewer.closed]);
      this.#take(viewer);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  #take(viewer: TestViewer): void {
    for (const id of viewer.messageIds()) this.ids.add(id);
    this.skipped += viewer.skipped();
    this.#cursor = viewer.cursor() ?? this.#cursor;
  }
}

describe('two gateways on one log', () => {
  test('what one was asked to watch, the other knows at once', async () => {
    const log = createMemoryLog();
    const [one, two] = [await start({ log }), await start({ log })];
    const viewer = await two.connect();
    for (const channel of ['a', 'b', 'c', 'd']) {
      const broadcast = await one.watch(`test:${channel}`);
      viewer.send({ type: 'subscribe', broadcast });
      const [answer] = await Promise.all([
        two.fetch(`/api/broadcasts/${broadcast}`),
        viewer.next('snapshot', (snapshot) => snapshot.broadcast === broadcast),
      ]);
      expect(answer.status).toBe(200);
    }
    expect(viewer.all('error')).toEqual([]);
  });

  test('half of the viewers are given away while the chat goes on, and nobody misses anything', async () => {
    const log = createMemoryLog();
    const [one, two] = [await start({ log }), await start({ log })];
    const broadcast = await one.watch();
    const pages = Array.from({ length: 40 }, () => new Page());
    await Promise.all(pages.map((page) => page.open(one, broadcast, two)));
    expect(await stateOf(one)).toEqual({ connections: 40, sentAway: 0, shedding: null });

    const order = await one.post('/api/gateway/shed', { share: 0.5, overSeconds: 0.4 });
    expect(order.status).toBe(202);
    expect(gatewayStateSchema.parse(await order.json()).shedding).toMatchObject({ planned: 20 });
    let said = 0;
    while ((await stateOf(two)).connections < 20) {
      await one.say(broadcast, said, said + 5);
      said += 5;
    }
    await one.say(broadcast, said, said + 1);
    await Promise.all(pages.map((page) => page.seen(said)));
    for (const page of pages) expect([...page.ids].sort()).toEqual(idsOf(0, said + 1).sort());
    expect(pages.reduce((sum, page) => sum + page.skipped, 0)).toBe(0);
    expect(pages.filter(({ visits }) => visits === 2)).toHaveLength(20);
    expect(await stateOf(one)).toEqual({ connections: 20, sentAway: 20, shedding: null });
    expect(await (await one.fetch('/metrics')).text()).toContain('chatpulse_ws_sent_away_total 20');
  });

  test('one that closes sends its viewers away bit by bit, and the other takes them', async () => {
    const log = createMemoryLog();
    const one = await start({ log, limits: { goodbyesPerSecond: 100 } });
    const two = await start({ log });
    const broadcast = await one.watch();
    const pages = Array.from({ length: 30 }, () => new Page());
    await Promise.all(pages.map((page) => page.open(one, broadcast, two)));
    await two.say(broadcast, 0, 10);
    const closed = one.close();
    // Some were told already, not yet all of them, and nobody new is taken meanwhile.
    while ((await stateOf(two)).connections === 0);
    await expect(one.connect()).rejects.toThrow();
    await two.say(broadcast, 10, 20);
    await closed;
    await two.say(broadcast, 20, 30);
    await Promise.all(pages.map((page) => page.seen(29)));
    for (const page of pages) expect([...page.ids].sort()).toEqual(idsOf(0, 30).sort());
    expect((await stateOf(two)).connections).toBe(30);
  });
});

describe('the order to give viewers away', () => {
  test('ends the one before it, and a share of 0 does no more', async () => {
    const gateway = await start();
    const viewers = await Promise.all(Array.from({ length: 10 }, () => gateway.connect()));
    await gateway.post('/api/gateway/shed', { share: 1, overSeconds: 600 });
    expect((await stateOf(gateway)).shedding).toMatchObject({ planned: 10 });
    await gateway.post('/api/gateway/shed', { share: 0 });
    const state = await stateOf(gateway);
    expect(state.shedding).toBeNull();
    expect(state.connections).toBe(viewers.length - state.sentAway);
    await gateway.post('/api/gateway/shed', { share: 1, overSeconds: 0 });
    for (const viewer of viewers) expect(await viewer.closed).toBe(CLOSE_CODES.goingAway);
  });

  test.each([{}, { share: 2 }, { share: -0.1 }, { share: 'half' }, { share: 0.5, overSeconds: -1 }])(
    'is refused where it makes no sense: %j',
    async (body) => {
      const gateway = await start();
      const problem = await problemIn(await gateway.post('/api/gateway/shed', body), 400);
      expect(problem.code).toBe('CHATPULSE_REQUEST_INVALID');
    },
  );

  test('needs the token, and stands in the OpenAPI document', async () => {
    const gateway = await start({ config: { token: 'an operators secret' } });
    await problemIn(await gateway.post('/api/gateway/shed', { share: 0 }), 401);
    const authorization = 'Bearer an operators secret';
    expect((await gateway.post('/api/gateway/shed', { share: 0 }, { authorization })).status).toBe(202);
    const document = await gateway.fetch('/api/openapi.json', { headers: { authorization } });
    expect(await document.json()).toMatchObject({
      paths: { '/api/gateway': { get: {} }, '/api/gateway/shed': { post: {} } },
    });
  });
});

test('behind a trusted proxy each client has limits of its own', async () => {
  const limits = { requestsPerSecond: 0.001, requestBurst: 2 };
  const gateway = await start({ limits, config: { trustedProxies: ['127.0.0.1'] } });
  const ask = async (client: string) =>
    (await gateway.fetch('/api/status', { headers: { 'x-forwarded-for': client } })).status;
  expect([await ask('192.0.2.1'), await ask('192.0.2.1'), await ask('192.0.2.1')]).toEqual([200, 200, 429]);
  expect(await ask('192.0.2.2')).toBe(200);
  await gateway.connect({ 'x-forwarded-for': '192.0.2.2' });
  await expect(gateway.connect({ 'x-forwarded-for': '192.0.2.2' })).rejects.toThrow('HTTP 429');
  const direct = await start({ limits });
  const statuses = [];
  for (const client of ['192.0.2.1', '192.0.2.2', '192.0.2.3'])
    statuses.push((await direct.fetch('/api/status', { headers: { 'x-forwarded-for': client } })).status);
  expect(statuses).toEqual([200, 200, 429]);
});
