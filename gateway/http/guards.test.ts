import { request } from 'node:http';
import { describe, expect, test } from 'vitest';
import type { Harness } from '../testing/harness.ts';
import { startsHarnesses } from '../testing/harnesses.ts';
import { problemIn } from '../testing/problem.ts';

const start = startsHarnesses();

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

describe('who is let in', () => {
  const token = 'correct horse battery staple';

  test('with a token only those who bring it, but pages and probes are open', async () => {
    const harness = await start({ config: { token } });
    for (const path of ['/api/broadcasts', '/api/status', '/api/openapi.json', '/metrics', '/api/nothing'])
      expect((await problemIn(await harness.fetch(path), 401)).code).toBe('CHATPULSE_TOKEN_WRONG');
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
    expect((await problemIn(await harness.post('/api/session', { token: 'wrong' }), 401)).code).toBe(
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
    expect((await problemIn(refused, 429)).code).toBe('CHATPULSE_RATE_LIMITED');
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
    await problemIn(refused, 429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(90);
    expect((await harness.fetch('/readyz')).status).toBe(200);
  });
});
