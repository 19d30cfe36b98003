import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Harness, type HarnessOptions } from '../testing/harness.ts';
import { sampleMessage, sampleWindow, sampleWords } from '../testing/sample-events.ts';
import {
  analyzeAnswerSchema,
  messagesPageSchema,
  problemSchema,
  recordingsSchema,
  windowsAnswerSchema,
  wordsSchema,
  type Problem,
} from './contract.ts';

const running: Harness[] = [];

async function start(options?: HarnessOptions): Promise<Harness> {
  const harness = await Harness.start(options);
  running.push(harness);
  return harness;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((harness) => harness.close()));
});

async function problem(answer: Response, status: number): Promise<Problem> {
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  return problemSchema.parse(await answer.json());
}

/** A request whose headers `fetch` would not send. */
function rawStatus(
  harness: Harness,
  path: string,
  headers: Record<string, string>,
  method = 'GET',
): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port: harness.port, path, method, headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    sent.on('error', reject);
    sent.end();
  });
}

describe('messages', () => {
  async function withMessages(): Promise<{ harness: Harness; path: string }> {
    const harness = await start();
    const broadcast = await harness.watch();
    const said = Array.from({ length: 20 }, (_, seq) => sampleMessage(broadcast, seq));
    await harness.stores.keep(
      'chat.analyzed',
      said.map((data) => ({ type: 'MessageAnalyzed' as const, data })),
    );
    return { harness, path: `/api/broadcasts/${broadcast}/messages` };
  }

  test('pages lead on in both directions', async () => {
    const { harness, path } = await withMessages();
    const page = async (query: string) =>
      messagesPageSchema.parse(await (await harness.fetch(path + query)).json());
    const newest = await page('?limit=8');
    expect(newest.messages.map(({ seq }) => seq)).toEqual([12, 13, 14, 15, 16, 17, 18, 19]);
    expect(newest).toMatchObject({ more: true, before: '12', after: '19' });
    const older = await page(`?limit=15&before=${newest.before}`);
    expect(older.messages.map(({ seq }) => seq)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(older).toMatchObject({ more: false, before: null });
    const newer = await page('?limit=3&after=4');
    expect(newer.messages.map(({ seq }) => seq)).toEqual([5, 6, 7]);
    expect(newer).toMatchObject({ more: true, after: '7' });
  });

  test('filters reach the archive', async () => {
    const { harness, path } = await withMessages();
    const page = async (query: string) =>
      messagesPageSchema.parse(await (await harness.fetch(path + query)).json());
    expect((await page('?q=%EB%A9%94%EC%8B%9C%EC%A7%80%2017')).messages.map(({ id }) => id)).toEqual([
      'm-17',
    ]);
    expect((await page('?author=user-3&limit=2')).messages.map(({ id }) => id)).toEqual(['m-10', 'm-17']);
    expect((await page('?label=negative')).messages).toEqual([]);
    expect((await page('?from=1700000000050&to=1700000000070')).messages.map(({ seq }) => seq)).toEqual([
      5, 6,
    ]);
  });

  test.each([
    ['?limit=0', 'limit'],
    ['?limit=501', 'limit'],
    ['?limit=ten', 'limit'],
    ['?label=cheerful', 'label'],
    ['?before=-1', 'before'],
    ['?before=1&after=2', ''],
    [`?q=${'x'.repeat(201)}`, 'q'],
    ['?q=a&q=b', 'q'],
  ])('a wrong query %s is named', async (query, field) => {
    const { harness, path } = await withMessages();
    const found = await problem(await harness.fetch(path + query), 400);
    expect(found.code).toBe('CHATPULSE_REQUEST_INVALID');
    expect(found.errors?.map((one) => one.path)).toContain(field);
  });

  test('an unknown broadcast is 404, also in odd spellings', async () => {
    const harness = await start();
    for (const id of ['nothing', '__proto__', '%00', '..%2f..', 'x'.repeat(3_000)])
      for (const path of ['', '/messages', '/windows', '/words'])
        expect((await problem(await harness.fetch(`/api/broadcasts/${id}${path}`), 404)).code).toBe(
          'CHATPULSE_BROADCAST_UNKNOWN',
        );
  });

  test('history that cannot be read is 503, and the rest goes on', async () => {
    const { harness, path } = await withMessages();
    harness.stores.away = true;
    expect((await problem(await harness.fetch(path), 503)).code).toBe('CHATPULSE_HISTORY_UNAVAILABLE');
    const windows = path.replace('messages', 'windows');
    expect((await problem(await harness.fetch(windows), 503)).code).toBe('CHATPULSE_HISTORY_UNAVAILABLE');
    const words = path.replace('messages', 'words?span=all');
    expect((await problem(await harness.fetch(words), 503)).code).toBe('CHATPULSE_HISTORY_UNAVAILABLE');
    expect((await harness.fetch('/api/broadcasts')).status).toBe(200);
  });
});

describe('windows and words', () => {
  test('closed windows come from the store, open ones from the live topic; closed beats provisional, then the stamp', async () => {
    const harness = await start();
    const broadcast = await harness.watch();
    const closed = { closed: true, messages: 10, positiveSum: 5, stamp: 50 };
    await harness.stores.keepWindows([0, 60_000].map((start) => sampleWindow(broadcast, start, closed)));
    const publish = (start: number, stamp: number, messages: number, closed = false) =>
      harness.append(
        'chat.windows',
        broadcast,
        'WindowUpdated',
        sampleWindow(broadcast, start, { stamp, messages, closed }),
      );
    await publish(60_000, 99, 7);
    await publish(120_000, 5, 50);
    await publish(120_000, 4, 40);
    await publish(180_000, 9, 3, true);
    await publish(180_000, 10, 2);
    await publish(240_000, 11, 1);
    const viewer = await harness.connect();
    viewer.send({ type: 'subscribe', broadcast });
    await viewer.until(() =>
      viewer.received.some((one) => 'windows' in one && one.windows.some(({ start }) => start === 240_000)),
    );
    const path = `/api/broadcasts/${broadcast}/windows`;
    const { windows } = windowsAnswerSchema.parse(await (await harness.fetch(path)).json());
    expect(windows.map(({ start, messages, closed }) => [start, messages, closed])).toEqual([
      [0, 10, true],
      [60_000, 10, true],
      [120_000, 50, false],
      [180_000, 3, true],
      [240_000, 1, false],
    ]);
    expect(windows[0]?.positiveMean).toBe(0.5);
    const part = windowsAnswerSchema.parse(
      await (await harness.fetch(`${path}?from=60000&to=180000`)).json(),
    );
    expect(part.windows.map(({ start }) => start)).toEqual([60_000, 120_000]);
    const tens = windowsAnswerSchema.parse(await (await harness.fetch(`${path}?size=10s`)).json());
    expect(tens.windows).toEqual([]);
    expect((await harness.fetch(`${path}?size=1h`)).status).toBe(400);
  });

  test('words of a span are sums over its minutes', async () => {
    const harness = await start();
    const broadcast = await harness.watch();
    const word = (text: string, count: number) => ({ word: text, count, profane: false });
    await harness.stores.keep('chat.words', [
      {
        type: 'WordsRanked',
        data: sampleWords(broadcast, 0, [word('처음', 100), word('둘', 1)], { closed: true }),
      },
    ]);
    const publish = (start: number, words: ReturnType<typeof word>[]) =>
      harness.append(
        'chat.words',
        broadcast,
        'WordsRanked',
        sampleWords(broadcast, start, words, { closed: start < 900_000 }),
      );
    await publish(300_000, [word('둘', 2)]);
    await publish(360_000, [word('둘', 3), word('셋', 4)]);
    await publish(900_000, [word('셋', 5)]);
    const viewer = await harness.connect();
    viewer.send({ type: 'subscribe', broadcast, words: '1m' });
    await viewer.until(() =>
      viewer.received.some((one) => 'words' in one && one.words?.words[0]?.count === 5),
    );
    const ask = async (span: string) =>
      wordsSchema.parse(
        await (await harness.fetch(`/api/broadcasts/${broadcast}/words?span=${span}`)).json(),
      );
    expect((await ask('1m')).words).toEqual([word('셋', 5)]);
    expect(await ask('10m')).toMatchObject({
      from: 360_000,
      to: 960_000,
      words: [word('셋', 9), word('둘', 3)],
    });
    expect((await ask('all')).words).toEqual([word('처음', 100), word('셋', 9), word('둘', 6)]);
  });
});

describe('the other resources', () => {
  test('analyze answers as the command does', async () => {
    const harness = await start();
    const answer = analyzeAnswerSchema.parse(
      await (await harness.post('/api/analyze', { text: '안녕' })).json(),
    );
    expect(Object.keys(answer)).toEqual([
      'text',
      'masked',
      'lang',
      'words',
      'profanity',
      'sentiment',
      'emotion',
    ]);
    expect(answer.emotion.scores).toMatchObject({ anger: 0, peace: 1 });
    expect((await harness.post('/api/analyze', { text: '' })).status).toBe(200);
    expect((await harness.post('/api/analyze', { text: 3 })).status).toBe(400);
    expect((await harness.post('/api/analyze', { text: 'x'.repeat(10_001) })).status).toBe(400);
  });

  test('recordings, metrics and the OpenAPI document', async () => {
    const harness = await start();
    const { recordings } = recordingsSchema.parse(await (await harness.fetch('/api/recordings')).json());
    expect(recordings).toEqual([
      { name: 'chat.jsonl', url: 'replay:chat.jsonl', bytes: 12, modifiedAt: 1_700_000_000_000 },
    ]);
    const metrics = await (await harness.fetch('/metrics')).text();
    expect(metrics).toContain(
      'chatpulse_http_request_seconds_count{method="GET",route="/api/recordings",status="200"} 1',
    );
    const document = (await (await harness.fetch('/api/openapi.json')).json()) as {
      paths: object;
      components: { schemas: object };
    };
    expect(Object.keys(document.paths)).toContain('/api/broadcasts/{id}/messages');
    const references = [...JSON.stringify(document).matchAll(/#\/components\/schemas\/(\w+)/g)].map(
      ([, name]) => name ?? '',
    );
    expect(references.length).toBeGreaterThan(10);
    for (const name of references) expect(document.components.schemas).toHaveProperty(name);
  });

  test('what is not there is a problem', async () => {
    const harness = await start();
    expect((await problem(await harness.fetch('/api/nothing'), 404)).code).toBe('CHATPULSE_ROUTE_UNKNOWN');
    await problem(await harness.fetch('/nothing'), 404);
    await problem(await harness.fetch('/api/broadcasts', { method: 'PUT' }), 404);
    await problem(await harness.fetch('/ws'), 404);
  });

  test('bodies that cannot be read, or are too large', async () => {
    const harness = await start();
    const send = (body: string, type = 'application/json') =>
      harness.fetch('/api/analyze', { method: 'POST', headers: { 'content-type': type }, body });
    expect((await problem(await send('{'), 400)).code).toBe('CHATPULSE_REQUEST_INVALID');
    expect((await problem(await send('{"text":"x"}', 'text/plain'), 400)).code).toBe(
      'CHATPULSE_REQUEST_INVALID',
    );
    expect((await problem(await send(JSON.stringify({ text: 'x'.repeat(70_000) })), 413)).code).toBe(
      'CHATPULSE_REQUEST_TOO_LARGE',
    );
    await problem(await send('{"text":"x"}', 'application/json; charset=iso-8859-1'), 400);
  });

  test('a mistake inside tells nothing of the inside', async () => {
    const harness = await start({
      gateway: { analyze: () => Promise.reject(new Error('secret path /home/x')) },
    });
    const found = await problem(await harness.post('/api/analyze', { text: 'x' }), 500);
    expect(found.code).toBe('CHATPULSE_INTERNAL');
    expect(JSON.stringify(found)).not.toContain('secret');
  });
});

describe('who is let in', () => {
  const token = 'correct horse battery staple';

  test('with a token only those who bring it, but pages and probes are open', async () => {
    const harness = await start({ config: { token } });
    for (const path of ['/api/broadcasts', '/api/status', '/api/openapi.json', '/metrics', '/api/nothing'])
      expect((await problem(await harness.fetch(path), 401)).code).toBe('CHATPULSE_TOKEN_WRONG');
    for (const path of ['/livez', '/readyz', '/api/session'])
      expect((await harness.fetch(path)).status).toBe(200);
    const ask = async (authorization: string) =>
      (await harness.fetch('/api/status', { headers: { authorization } })).status;
    expect(await ask(`Bearer ${token}`)).toBe(200);
    expect(await ask('Bearer ')).toBe(401);
    expect(await ask(`Basic ${token}`)).toBe(401);
  });

  test('the bearer token', async () => {
    const harness = await start({ config: { token: 'abc.DEF-123' } });
    const ask = async (authorization: string) =>
      (await harness.fetch('/api/status', { headers: { authorization } })).status;
    expect(await ask('Bearer abc.DEF-123')).toBe(200);
    expect(await ask('bearer abc.DEF-123')).toBe(200);
    expect(await ask('Bearer abc.DEF-12')).toBe(401);
    expect(await ask('Bearer abc.DEF-1234')).toBe(401);
  });

  test('signing in on the page', async () => {
    const harness = await start({ config: { token } });
    expect((await problem(await harness.post('/api/session', { token: 'wrong' }), 401)).code).toBe(
      'CHATPULSE_TOKEN_WRONG',
    );
    const signedIn = await harness.post('/api/session', { token });
    const header = signedIn.headers.get('set-cookie') ?? '';
    expect(header).toMatch(/; HttpOnly; SameSite=Strict/);
    expect(header).not.toContain(token);
    const cookie = header.split(';')[0] ?? '';
    const ask = async (value: string) =>
      (await harness.fetch('/api/status', { headers: { cookie: value } })).status;
    expect(await ask(cookie)).toBe(200);
    expect(await ask(`other=1; ${cookie}`)).toBe(200);
    expect(await ask(`${cookie}x`)).toBe(401);
    expect(await ask(cookie.replace(/=\d/, '=9'))).toBe(401);
    expect(await (await harness.fetch('/api/session', { headers: { cookie } })).json()).toEqual({
      required: true,
      signedIn: true,
    });
    const out = await harness.fetch('/api/session', { method: 'DELETE' });
    expect(out.headers.get('set-cookie')).toContain('Max-Age=0');
  });

  test('attempts to sign in are few', async () => {
    const harness = await start({ config: { token }, limits: { signInsPerMinute: 3 } });
    for (let attempt = 0; attempt < 3; attempt += 1)
      expect((await harness.post('/api/session', { token: 'no' })).status).toBe(401);
    const refused = await harness.post('/api/session', { token });
    expect((await problem(refused, 429)).code).toBe('CHATPULSE_RATE_LIMITED');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  test('pages of other origins change nothing', async () => {
    const harness = await start({ config: { origins: ['https://chat.example.org'] } });
    const post = async (headers: Record<string, string>) =>
      (await harness.post('/api/broadcasts', { url: 'test:x' }, headers)).status;
    for (const origin of [
      'https://evil.example',
      'null',
      `http://127.0.0.1:${harness.port}.evil.example`,
      'http://chat.example.org',
    ])
      expect(await post({ origin })).toBe(403);
    expect(
      await rawStatus(
        harness,
        '/api/broadcasts',
        { host: `127.0.0.1:${harness.port}`, 'sec-fetch-site': 'cross-site' },
        'POST',
      ),
    ).toBe(403);
    expect(await post({ origin: `http://127.0.0.1:${harness.port}` })).toBe(201);
    expect(await post({ origin: 'https://chat.example.org' })).toBe(200);
    expect(await post({})).toBe(200);
  });

  test('on loopback the Host must be ours', async () => {
    const harness = await start({ config: { origins: ['https://chat.example.org'] } });
    const ask = (host: string, path = '/api/status') => rawStatus(harness, path, { host });
    expect(await ask('evil.example')).toBe(421);
    expect(await ask(`evil.example:${harness.port}`, '/')).toBe(421);
    expect(await ask(`localhost:${harness.port}`)).toBe(200);
    expect(await ask(`[::1]:${harness.port}`)).toBe(200);
    expect(await ask('chat.example.org')).toBe(200);
  });

  test('too many requests wait', async () => {
    const harness = await start({ limits: { requestsPerSecond: 0.01, requestBurst: 3 } });
    for (let count = 0; count < 3; count += 1)
      expect((await harness.fetch('/api/broadcasts')).status).toBe(200);
    const refused = await harness.fetch('/api/broadcasts');
    await problem(refused, 429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(90);
    expect((await harness.fetch('/readyz')).status).toBe(200);
  });
});

describe('pages', () => {
  let folder = '';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chatpulse-pages-'));
    await mkdir(join(folder, 'dist', 'assets'), { recursive: true });
    await writeFile(join(folder, 'dist', 'index.html'), '<!doctype html><title>Chatpulse</title>');
    await writeFile(join(folder, 'dist', 'assets', 'main-4f3a.js'), 'export {};');
    await writeFile(join(folder, 'dist', '.env'), 'hidden');
    await writeFile(join(folder, 'secret.txt'), 'secret');
  });
  afterAll(() => rm(folder, { recursive: true }));

  const pages = () => start({ config: { staticDir: join(folder, 'dist') } });

  test('are served with a strict policy, and every client route gets the page', async () => {
    const harness = await pages();
    for (const path of ['/', '/broadcasts/x', '/index.html']) {
      const answer = await harness.fetch(path, { headers: { accept: 'text/html' } });
      expect(await answer.text()).toContain('<title>Chatpulse</title>');
      const policy = answer.headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'self'");
      expect(policy).not.toContain('unsafe-eval');
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      expect(answer.headers.get('x-powered-by')).toBeNull();
    }
  });

  test('files with a hash in their name are kept for ever, missing ones are missing', async () => {
    const harness = await pages();
    const asset = await harness.fetch('/assets/main-4f3a.js');
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect((await harness.fetch('/')).headers.get('cache-control')).toBe('no-cache');
    await problem(await harness.fetch('/assets/gone.js', { headers: { accept: '*/*' } }), 404);
    await problem(await harness.fetch('/api/none', { headers: { accept: 'text/html' } }), 404);
  });

  test.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/..%5csecret.txt',
    '/.env',
    '//secret.txt',
    '/%00',
  ])('nothing outside of the folder is given out: %s', async (path) => {
    const harness = await pages();
    // A client that does not tidy the path as fetch does.
    const text = await new Promise<string>((resolve, reject) => {
      const socket = connect(harness.port, '127.0.0.1', () =>
        socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${harness.port}\r\nConnection: close\r\n\r\n`),
      );
      let received = '';
      socket.on('data', (chunk: Buffer) => (received += chunk.toString()));
      socket.on('end', () => resolve(received));
      socket.on('error', reject);
    });
    expect(text).toMatch(/^HTTP\/1\.1 (200|4\d\d)/);
    expect(text).not.toContain('\r\n\r\nsecret');
    expect(text).not.toContain('hidden');
  });
});
