import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock, type Clock } from '../../core/clock.ts';
import { createFakeClock, settle } from '../../tests/support/fake-clock.ts';
import { createAllowedHosts, type HostRule } from './allowed-hosts.ts';
import { createHttpClient, type HttpClientOptions } from './client.ts';
import { createHostLimiter } from './host-limiter.ts';
import type { HttpClient, HttpRequest } from './port.ts';

interface Loopback {
  readonly base: string;
  readonly requests: IncomingMessage[];
  readonly server: Server;
}

const open: { close(): Promise<void> }[] = [];
let listener: RequestListener;
let platform: Loopback;
let stranger: Loopback;
let client: HttpClient;
const signal = new AbortController().signal;

async function listen(answer: RequestListener): Promise<Loopback> {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push({
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
  return { base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests, server };
}

function makeClient(rules: readonly HostRule[], options: Partial<HttpClientOptions> = {}): HttpClient {
  const made = createHttpClient({
    hosts: createAllowedHosts(rules),
    limiter: createHostLimiter({ perSecond: 10_000, burst: 10_000 }),
    clock: systemClock,
    userAgent: 'Chatpulse/test',
    ...options,
  });
  open.push(made);
  return made;
}

function get(path: string, more: Partial<HttpRequest> = {}): HttpRequest {
  return { url: `${platform.base}${path}`, signal, ...more };
}

beforeEach(async () => {
  listener = (_, response) => response.end('{"a":1}');
  platform = await listen((request, response) => listener(request, response));
  stranger = await listen((_, response) => response.end('stranger'));
  client = makeClient([{ base: platform.base }]);
});

afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

describe('the HTTP client of the connectors', () => {
  it('gets text and JSON, and says honestly who asks', async () => {
    expect(await client.request(get('/x?y=1'))).toMatchObject({ ok: true, status: 200, body: '{"a":1}' });
    expect(await client.requestJson(get('/x', { headers: { 'user-agent': 'Mozilla/5.0' } }))).toMatchObject({
      json: { a: 1 },
    });
    expect(platform.requests.map((request) => request.headers['user-agent'])).toEqual([
      'Chatpulse/test',
      'Chatpulse/test',
    ]);
  });

  it('posts JSON and forms', async () => {
    listener = (request, response) => {
      request.setEncoding('utf8');
      request.once('data', (body: string) => response.end(`${request.headers['content-type']} ${body}`));
    };
    expect(await client.request(get('/', { method: 'POST', json: { 가: 1 } }))).toMatchObject({
      body: 'application/json {"가":1}',
    });
    expect(await client.request(get('/', { method: 'POST', form: { bjid: 'a b' } }))).toMatchObject({
      body: 'application/x-www-form-urlencoded bjid=a+b',
    });
  });

  it('tells an answer that is no JSON from an error status without JSON', async () => {
    listener = (_, response) => response.end('<html>');
    expect(await client.requestJson(get('/'))).toMatchObject({ failed: 'not-json', body: '<html>' });
    listener = (_, response) => response.writeHead(502).end('<html>');
    expect(await client.requestJson(get('/'))).toMatchObject({ ok: false, status: 502, json: undefined });
  });

  it('asks only for what has changed', async () => {
    listener = (request, response) => {
      if (request.headers['if-none-match'] === '"1"') response.writeHead(304).end();
      else
        response.writeHead(200, { etag: '"1"', 'last-modified': 'Thu, 01 Jan 2026 12:00:00 GMT' }).end('{}');
    };
    const first = await client.requestJson(get('/'));
    if ('failed' in first) throw new Error(first.message);
    const second = await client.requestJson(get('/', { validators: first.validators }));
    expect(second).toMatchObject({ ok: true, status: 304, notModified: true, body: '' });
    expect(platform.requests[1]?.headers['if-modified-since']).toBe('Thu, 01 Jan 2026 12:00:00 GMT');
  });

  it.each([
    ['gzip', gzipSync('{"packed":true}')],
    ['br', brotliCompressSync('{"packed":true}')],
  ])('unpacks %s', async (encoding, packed) => {
    listener = (_, response) => response.writeHead(200, { 'content-encoding': encoding }).end(packed);
    expect(await client.requestJson(get('/'))).toMatchObject({ json: { packed: true } });
  });

  it.each([204, 304])(
    'takes an answer without a body (%i) as it is, though it names an encoding',
    async (status) => {
      listener = (_, response) => response.writeHead(status, { 'content-encoding': 'gzip' }).end();
      expect(
        await client.request(get('/', { validators: { etag: '"1"', lastModified: null } })),
      ).toMatchObject({
        status,
        body: '',
      });
    },
  );

  it('gives up a body that is too large, also one that only unfolds to be', async () => {
    listener = (_, response) => response.end(Buffer.alloc(2_000));
    expect(await client.request(get('/', { maxBytes: 1_999 }))).toMatchObject({ failed: 'too-large' });
    expect(await client.request(get('/', { maxBytes: 2_000 }))).toMatchObject({ ok: true });
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    listener = (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
    expect(bomb.length).toBeLessThan(100_000);
    expect(await client.request(get('/', { maxBytes: 100_000 }))).toMatchObject({ failed: 'too-large' });
  });

  it('never goes on for ever with a body that never ends', async () => {
    listener = (_, response) => {
      const more = (): void => {
        while (response.write(Buffer.alloc(16_384)));
        response.once('drain', more);
      };
      more();
    };
    expect(await client.request(get('/'))).toMatchObject({ failed: 'too-large' });
  });

  it.each<[string, RequestListener]>([
    ['no answer', (request) => request.socket.destroy()],
    [
      'half an answer',
      (request, response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('half', () => request.socket.destroy());
      },
    ],
    [
      'half a packed answer',
      (request, response) => {
        response.writeHead(200, { 'content-encoding': 'gzip' });
        response.write(gzipSync('{"packed":true}').subarray(0, 12), () => request.socket.destroy());
      },
    ],
    [
      'broken packing',
      (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('no gzip'),
    ],
  ])('takes %s for a broken connection', async (_, answer) => {
    listener = answer;
    expect(await client.request(get('/'))).toMatchObject({ failed: 'reset' });
  });

  it('ends by its clock when the answer does not come, or not to its end', async () => {
    for (const stalled of [
      () => undefined,
      (response: { write(text: string): void }) => response.write('half'),
    ]) {
      const arrived = new Promise<void>((resolve) => {
        listener = (_, response) => {
          stalled(response);
          resolve();
        };
      });
      const clock = createFakeClock(0);
      const patient = makeClient([{ base: platform.base }], { clock });
      const answer = patient.request(get('/', { timeoutMs: 10_000 }));
      await arrived;
      clock.advance(10_000);
      expect(await answer).toMatchObject({ failed: 'timeout' });
    }
  });

  it('leaves no timer when it is aborted or closed', async () => {
    const clock = countingClock();
    const counted = makeClient([{ base: platform.base }], { clock });
    const arrived = new Promise<void>((resolve) => {
      listener = () => resolve();
    });
    const ending = new AbortController();
    const answer = counted.request(get('/', { signal: ending.signal }));
    await arrived;
    ending.abort();
    expect(await answer).toMatchObject({ failed: 'aborted' });
    const other = counted.request(get('/'));
    await counted.close();
    expect(await other).toMatchObject({ failed: 'aborted' });
    expect(await counted.request(get('/'))).toMatchObject({ failed: 'aborted' });
    expect(clock.pending()).toBe(0);
  });

  it('leaves a host alone that says 429, and tells how long', async () => {
    const clock = createFakeClock(Date.UTC(2026, 0, 1));
    const polite = makeClient([{ base: platform.base }], { clock });
    listener = (_, response) => response.writeHead(429, { 'retry-after': '60' }).end();
    expect(await polite.request(get('/'))).toMatchObject({ ok: false, status: 429, retryAfterMs: 60_000 });
    expect(await polite.request(get('/'))).toMatchObject({ failed: 'held-back', retryAfterMs: 60_000 });
    listener = (_, response) => response.end('well');
    clock.advance(59_000);
    const waiting = polite.request(get('/'));
    await settle();
    expect(platform.requests).toHaveLength(1);
    clock.advance(1_000);
    expect(await waiting).toMatchObject({ body: 'well' });
  });
});

describe('redirects', () => {
  function redirect(status: number, location: string): void {
    listener = (request, response) => {
      if (request.url === '/there') response.end(`${request.method}`);
      else response.writeHead(status, { location }).end();
    };
  }

  it.each([
    [302, 'GET'],
    [303, 'GET'],
    [307, 'POST'],
    [308, 'POST'],
  ])('%i makes of a POST a %s', async (status, method) => {
    redirect(status, '/there');
    expect(await client.request(get('/', { method: 'POST', json: {} }))).toMatchObject({
      body: method,
      url: `${platform.base}/there`,
    });
  });

  it('are followed at most five times', async () => {
    redirect(302, '/again');
    expect(await client.request(get('/'))).toMatchObject({ failed: 'redirects' });
    expect(platform.requests).toHaveLength(6);
  });

  it.each(['', 'http://'])('that lead to %j are told', async (location) => {
    redirect(302, location);
    expect(await client.request(get('/'))).toMatchObject({ failed: 'redirects' });
  });

  it('out of the list are not followed', async () => {
    redirect(302, `${stranger.base}/`);
    expect(await client.request(get('/'))).toMatchObject({ failed: 'refused-host' });
    expect(stranger.requests).toHaveLength(0);
  });
});

describe('a client and hosts outside its list', () => {
  const outside = (): string => stranger.base.slice('http://'.length);
  const inside = (): string => platform.base.slice('http://'.length);
  const piece = fc.constantFrom<() => string>(
    ...[outside, outside, inside],
    ...['http://', 'http:', '//', '/', '\\', '@', '#', '?', '%40', '\t', ' ', 'localhost', ':'].map(
      (text) => () => text,
    ),
  );
  const address = fc
    .array(piece, { minLength: 1, maxLength: 8 })
    .map((parts) => parts.map((part) => part()).join(''));

  it('are never reached, whatever address is asked for or redirected to', async () => {
    let location = '';
    listener = (_, response) => response.writeHead(302, { location: encodeURI(location) }).end();
    await fc.assert(
      fc.asyncProperty(address, async (made) => {
        await client.request({ url: made, signal });
        location = made;
        await client.request(get('/'));
        expect(stranger.requests).toHaveLength(0);
      }),
      { numRuns: 300 },
    );
    expect(platform.requests.length).toBeGreaterThan(300);
  });

  it('are not reached by a name of the list that answers with a private address, at once or later', async () => {
    const port = new URL(platform.base).port;
    const answers = [['127.0.0.1'], ['::ffff:127.0.0.1'], ['169.254.169.254', '10.0.0.1'], ['::1']];
    const guarded = makeClient([{ base: `https://platform.example:${port}` }], {
      resolve: (_, __, callback) => {
        const found = answers.shift() ?? ['127.0.0.1'];
        callback(
          null,
          found.map((one) => ({ address: one, family: one.includes(':') ? 6 : 4 })),
        );
      },
    });
    for (let time = 0; time < 5; time += 1)
      expect(await guarded.request({ url: `https://platform.example:${port}/`, signal })).toMatchObject({
        failed: 'refused-address',
      });
    expect(platform.requests).toHaveLength(0);
  });

  it('are reached at a private address where the setting names such a host', async () => {
    const base = platform.base.replace('127.0.0.1', 'localhost');
    const local = makeClient([{ base }], {
      resolve: (_, __, callback) => callback(null, [{ address: '127.0.0.1', family: 4 }]),
    });
    expect(await local.request({ url: `${base}/`, signal })).toMatchObject({ ok: true });
  });
});

function countingClock(): Clock & { pending(): number } {
  const pending = new Set<() => void>();
  return {
    now: () => systemClock.now(),
    after(ms, callback) {
      const cancel = systemClock.after(ms, callback);
      pending.add(cancel);
      return () => {
        pending.delete(cancel);
        cancel();
      };
    },
    pending: () => pending.size,
  };
}
