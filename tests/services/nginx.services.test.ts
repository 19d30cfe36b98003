import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createMemoryLog } from '../../core/log/memory.ts';
import { gatewayStateSchema, statusSchema } from '../../gateway/http/contract.ts';
import { CLOSE_CODES } from '../../gateway/live/protocol.ts';
import { Harness } from '../../gateway/testing/harness.ts';
import { startNginx, type TestNginx } from './nginx.ts';
import { ResumingViewer } from './resuming-viewer.ts';
import { freePorts } from './support.ts';

const LONG_ENOUGH = { timeout: 30_000, interval: 20 };
let dir: string;
let nginx: TestNginx;
const gateways: Harness[] = [];
const pages: ResumingViewer[] = [];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'chatpulse-nginx-'));
});
afterEach(async () => {
  for (const page of pages.splice(0)) page.end();
  await Promise.all(gateways.splice(0).map((gateway) => gateway.close()));
  await nginx.stop();
  rmSync(dir, { recursive: true, force: true });
});

/** Two gateways on one log, and NGINX in front of them. */
async function startStack() {
  const log = createMemoryLog();
  const [port = 0, ...ports] = await freePorts(3);
  nginx = await startNginx({ dir, gateways: ports.map((one) => `127.0.0.1:${one}`), port });
  const startGateway = async (index: 0 | 1): Promise<Harness> => {
    const config = {
      port: ports[index] ?? 0,
      origins: [nginx.url],
      trustedProxies: ['127.0.0.1'],
    };
    const gateway = await Harness.start({ log, config });
    gateways.push(gateway);
    return gateway;
  };
  return { startGateway, one: await startGateway(0), two: await startGateway(1) };
}

async function connectionsOf(gateway: Harness): Promise<number> {
  return gatewayStateSchema.parse(await (await gateway.fetch('/api/gateway')).json()).connections;
}

/** A page behind NGINX, with an address of its own. */
function openPage(broadcast: string, number: number): ResumingViewer {
  const page = new ResumingViewer({
    url: nginx.url,
    broadcast,
    address: `127.0.${1 + (number >> 7)}.${1 + (number & 127)}`,
    comesBackAfter: (code) => (code === CLOSE_CODES.goingAway ? 0 : 100),
  });
  pages.push(page);
  return page;
}

const ids = (to: number): string[] => Array.from({ length: to }, (_, index) => `m-${index}`).sort();

describe('gateways behind NGINX', () => {
  test('pages, API and WebSocket come through, and nothing else does', async () => {
    const { one } = await startStack();
    const answer = await fetch(`${nginx.url}/api/status`);
    expect(statusSchema.parse(await answer.json()).version).toBe('1.2.3');
    expect((await fetch(`${nginx.url}/readyz`)).status).toBe(200);
    const broadcast = await one.watch();
    await one.say(broadcast, 0, 5);
    const page = openPage(broadcast, 0);
    await expect.poll(() => [...page.ids].sort(), LONG_ENOUGH).toEqual(ids(5));
    // What is about one gateway is not the balancer's to answer.
    for (const path of ['/api/gateway', '/api/gateway/shed', '/metrics'])
      expect((await fetch(nginx.url + path)).status).toBe(404);
    const large = await fetch(`${nginx.url}/api/analyze`, { method: 'POST', body: 'x'.repeat(70_000) });
    expect(large.status).toBe(413);
  });

  test('a page of another origin is refused as it would be without NGINX', async () => {
    await startStack();
    const socket = new WebSocket(`${nginx.url.replace('http', 'ws')}/ws`, { origin: 'https://evil.example' });
    const status = await new Promise((resolve) => {
      socket.once('unexpected-response', (_request, response) => resolve(response.statusCode));
      socket.once('error', () => undefined);
    });
    expect(status).toBe(403);
  });

  test('one leaves, comes back and is filled again; nobody misses a message', async () => {
    const { one, two, startGateway } = await startStack();
    const broadcast = await one.watch();
    const early = Array.from({ length: 200 }, (_, number) => openPage(broadcast, number));
    const open = async () => [await connectionsOf(one), await connectionsOf(two)];
    await expect.poll(open, LONG_ENOUGH).toEqual([100, 100]);

    let said = 0;
    const say = async (gateway: Harness): Promise<void> => {
      await gateway.say(broadcast, said, said + 10);
      said += 10;
    };
    await say(two);
    gateways.splice(gateways.indexOf(one), 1);
    const closed = one.close();
    await say(two);
    await closed;
    await expect.poll(() => connectionsOf(two), LONG_ENOUGH).toBe(200);
    await say(two);

    const again = await startGateway(0);
    // New connections fill the one that returned; NGINX has not held its absence against it.
    const late = Array.from({ length: 20 }, (_, number) => openPage(broadcast, 200 + number));
    await expect.poll(() => connectionsOf(again), LONG_ENOUGH).toBe(20);
    await two.post('/api/gateway/shed', { share: 0.45, overSeconds: 1 });
    await say(two);
    await expect.poll(() => connectionsOf(again), LONG_ENOUGH).toBe(110);
    expect(await connectionsOf(two)).toBe(110);
    await say(again);

    const all = [...early, ...late];
    await expect.poll(() => all.filter((page) => page.ids.size < said).length, LONG_ENOUGH).toBe(0);
    for (const page of early) expect([...page.ids].sort()).toEqual(ids(said));
    expect(all.reduce((sum, page) => sum + page.skipped, 0)).toBe(0);
  });
});

describe('what NGINX does to a request', () => {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });

  async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void) {
    const server = createServer(answer).listen(0, '127.0.0.1');
    servers.push(server);
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address();
    return `127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  }

  test('what a client claims about its address stops there', async () => {
    const gateway = await serve((request, response) => response.end(JSON.stringify(request.headers)));
    nginx = await startNginx({ dir, gateways: [gateway] });
    const headers = {
      'x-forwarded-for': '203.0.113.1',
      'x-real-ip': '203.0.113.1',
      forwarded: 'for=203.0.113.1',
      authorization: 'Bearer secret',
    };
    const seen: unknown = await (await fetch(`${nginx.url}/api/status`, { headers })).json();
    expect(seen).toMatchObject({
      host: nginx.url.slice('http://'.length),
      'x-forwarded-for': '127.0.0.1',
      authorization: 'Bearer secret',
    });
    for (const name of ['x-real-ip', 'forwarded', 'upgrade', 'connection'])
      expect(seen).not.toHaveProperty(name);
  });

  test('an export goes through while it is still being written', async () => {
    let finish: () => void = () => undefined;
    const gateway = await serve((_request, response) => {
      response.write('first\n');
      finish = () => response.end('last\n');
    });
    nginx = await startNginx({ dir, gateways: [gateway] });
    const answer = await fetch(`${nginx.url}/api/broadcasts/b/messages`);
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader?.read())?.value).toBe('first\n');
    finish();
    expect((await reader?.read())?.value).toBe('last\n');
  });

  test('a gateway that says 503 or is away costs nobody anything, but a command is sent once', async () => {
    let posts = 0;
    const tired = await serve((request, response) => {
      if (request.method === 'POST') posts += 1;
      response.writeHead(503).end();
    });
    const well = await serve((request, response) => {
      if (request.method === 'POST') posts += 1;
      response.end('ok');
    });
    nginx = await startNginx({ dir, gateways: ['127.0.0.1:1', tired, well] });
    for (let count = 0; count < 12; count += 1) expect((await fetch(`${nginx.url}/api/x`)).status).toBe(200);
    for (let count = 0; count < 12; count += 1) await fetch(`${nginx.url}/api/x`, { method: 'POST' });
    expect(posts).toBe(12);
  });
});
