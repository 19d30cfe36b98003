import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { afterEach, expect, test } from 'vitest';
import { createFakeClock, settle } from '../../tests/support/fake-clock.ts';
import { startHeartbeat } from './heartbeat.ts';

const EVERY_MS = 60_000;
const SECRET = 'beat-s3cret';

const undo: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const close of undo.splice(0).reverse()) await close();
});

interface Line {
  readonly level: number;
  readonly msg: string;
  readonly failing?: readonly string[];
}

/** A watcher on loopback, and a process that beats for it by a clock that is turned by hand. */
async function watched(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const beats: IncomingMessage[] = [];
  let tell: () => void = () => undefined;
  const server = createServer((request, response) => {
    beats.push(request);
    answer(request, response);
    tell();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  undo.push(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  const { port } = server.address() as AddressInfo;
  const clock = createFakeClock(0);
  const said: string[] = [];
  let tellLine: () => void = () => undefined;
  const logger = pino(
    { level: 'debug' },
    {
      write(text: string) {
        said.push(text);
        tellLine();
      },
    },
  );
  let failing: readonly string[] = [];
  const heartbeat = startHeartbeat({
    url: `http://me:${SECRET}@127.0.0.1:${port}/ping/${SECRET}`,
    everyMs: EVERY_MS,
    clock,
    logger,
    failing: () => failing,
  });
  undo.push(() => heartbeat.close());
  return {
    beats,
    clock,
    lines: () => said.map((text) => JSON.parse(text) as Line),
    text: () => said.join(''),
    fails: (...parts: readonly string[]) => (failing = parts),
    async beating(count: number): Promise<void> {
      while (beats.length < count) await new Promise<void>((resolve) => (tell = resolve));
    },
    /** Until a line is in the log so many times; it is the last that is done about a beat. */
    async saying(message: string, times = 1): Promise<void> {
      while (said.filter((text) => text.includes(message)).length < times)
        await new Promise<void>((resolve) => (tellLine = resolve));
      await settle();
    },
  };
}

const TAKEN = 'a heartbeat was taken';

test('beats while all is well, stops while a part fails, and goes on at once when it is well again', async () => {
  const { clock, saying, beats, fails, lines } = await watched((_request, response) => response.end('ok'));
  clock.advance(1_000);
  await saying(TAKEN);
  clock.advance(EVERY_MS);
  await saying(TAKEN, 2);
  fails('log', 'notify');
  clock.advance(10 * EVERY_MS);
  fails();
  clock.advance(1_000);
  await saying(TAKEN, 3);
  expect(beats).toHaveLength(3);
  expect(lines().filter(({ level }) => level > 20)).toMatchObject([
    { level: 40, msg: 'the heartbeat is withheld: a part fails', failing: ['log', 'notify'] },
    { level: 30, msg: 'the heartbeat goes on' },
  ]);
});

test('a watcher that stalls is given up after ten seconds and asked again', async () => {
  let stalls = true;
  const { clock, beating, saying } = await watched((_request, response) => {
    if (!stalls) response.end('ok');
  });
  clock.advance(1_000);
  await beating(1);
  clock.advance(10_000);
  await saying('the heartbeat is not taken');
  stalls = false;
  clock.advance(50_000);
  await beating(2);
  await saying('the heartbeat is taken again');
});

test('an answer that never ends is an answer', async () => {
  const { clock, saying } = await watched((_request, response) => void response.writeHead(200).write('o'));
  clock.advance(1_000);
  await saying(TAKEN);
  clock.advance(EVERY_MS);
  await saying(TAKEN, 2);
});

test('name and password are sent as such; neither they nor the path are ever in the log', async () => {
  const { clock, saying, beats, text } = await watched((request, response) => {
    if (beats.length === 1) response.writeHead(302, { location: `http://127.0.0.1:1${request.url}` }).end();
    else if (beats.length === 2) response.end('ok');
    else response.writeHead(500).end(SECRET);
  });
  clock.advance(1_000);
  await saying('the heartbeat is not taken');
  clock.advance(EVERY_MS);
  await saying('the heartbeat is taken again');
  clock.advance(EVERY_MS);
  await saying('the heartbeat is not taken', 2);
  expect(beats[0]?.headers.authorization).toBe(`Basic ${Buffer.from(`me:${SECRET}`).toString('base64')}`);
  expect(beats[0]?.url).toBe(`/ping/${SECRET}`);
  expect(text()).toContain('127.0.0.1');
  expect(text()).not.toContain(SECRET);
});
