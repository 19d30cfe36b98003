import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PICTURE_HOSTS } from '../emotes/emote-pictures.ts';
import type { Harness } from '../testing/harness.ts';
import { startsHarnesses } from '../testing/harnesses.ts';
import { problemIn } from '../testing/problem.ts';

const start = startsHarnesses();

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
      // Pictures: from here and from the hosts of the table of emotes alone, each over https.
      const pictures = /img-src ([^;]*)/.exec(policy)?.[1]?.split(' ') ?? [];
      expect(pictures).toEqual(["'self'", 'data:', ...PICTURE_HOSTS.map((host) => `https://${host}`)]);
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      expect(answer.headers.get('x-powered-by')).toBeNull();
    }
  });

  test('are framed by nobody, and frame the boards of Grafana alone', async () => {
    const framing = async (harness: Harness): Promise<readonly string[]> => {
      const answer = await harness.fetch('/', { headers: { accept: 'text/html' } });
      const policy = (answer.headers.get('content-security-policy') ?? '').split(';');
      return policy.filter((directive) => /^(frame|child)-/.test(directive));
    };
    expect(await framing(await pages())).toEqual(["frame-src 'none'", "frame-ancestors 'none'"]);
    const config = { staticDir: join(folder, 'dist'), grafanaUrl: 'https://boards.example:3000/grafana' };
    expect(await framing(await start({ config }))).toEqual([
      'frame-src https://boards.example:3000',
      "frame-ancestors 'none'",
    ]);
  });

  test('files with a hash in their name are kept for ever, missing ones are missing', async () => {
    const harness = await pages();
    const asset = await harness.fetch('/assets/main-4f3a.js');
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect((await harness.fetch('/')).headers.get('cache-control')).toBe('no-cache');
    await problemIn(await harness.fetch('/assets/gone.js', { headers: { accept: '*/*' } }), 404);
    await problemIn(await harness.fetch('/api/none', { headers: { accept: 'text/html' } }), 404);
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
