import { EventEmitter, once } from 'node:events';
import { createServer, get } from 'node:http';
import express from 'express';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { ChatpulseError } from '../../core/errors.ts';
import { listen } from '../../core/listen.ts';
import { createRecorder } from '../../core/telemetry/recorder.ts';
import { problemHandler } from './problem.ts';
import { noteError, watchRequests } from './request-watch.ts';

interface Line {
  readonly level: number;
  readonly msg: string;
  readonly [name: string]: unknown;
}

/** A server whose answers are slow from so many ms on. */
async function start(slowMs: number): Promise<{
  readonly url: string;
  readonly lines: Line[];
  readonly counters: () => readonly { readonly name: string; readonly tags: unknown; readonly n: number }[];
  readonly text: () => string;
  /** Emits `asked` when the request that is never answered has come. */
  readonly left: EventEmitter;
}> {
  const said: string[] = [];
  const recorder = createRecorder();
  const logger = pino({ level: 'info' }, { write: (line: string) => void said.push(line) });
  const app = express();
  app.use(watchRequests({ telemetry: recorder, logger, slowMs }));
  app.get('/slow/:id', (_request, response) => response.send('late'));
  const left = new EventEmitter();
  app.get('/never', () => void left.emit('asked'));
  app.get('/fails/:id', () => {
    throw new Error('inside');
  });
  app.get('/coded', () => {
    throw new ChatpulseError('CHATPULSE_LOG_UNAVAILABLE', { message: 'away' });
  });
  app.get('/refused', () => {
    throw new ChatpulseError('CHATPULSE_TOKEN_WRONG', { message: 'no' });
  });
  app.use(problemHandler(noteError));
  const server = createServer(app);
  const port = await listen(server, '127.0.0.1', 0);
  onTestFinished(() => void server.close());
  return {
    url: `http://127.0.0.1:${port}`,
    get lines() {
      return said.map((line) => JSON.parse(line) as Line);
    },
    counters: () => [...recorder.cells().counters].map(({ name, tags, total }) => ({ name, tags, n: total })),
    text: () => said.join(''),
    left,
  };
}

test('a slow response is told once, with its route and the id that the answer carries', async () => {
  const server = await start(-1);
  const answer = await fetch(`${server.url}/slow/secret-name?token=in-the-query`, {
    headers: { authorization: 'Bearer in-the-header', cookie: 'session=in-the-cookie' },
  });
  await answer.text();
  await expect.poll(() => server.lines.length).toBe(1);
  expect(server.lines[0]).toMatchObject({
    level: 40,
    msg: 'a response was slow',
    route: '/slow/{id}',
    status: '200',
    requestId: answer.headers.get('x-request-id'),
  });
  expect(server.counters()).toEqual([{ name: 'http.slow', tags: { route: '/slow/{id}' }, n: 1 }]);
  expect(server.text()).not.toMatch(/secret-name|in-the-/);
});

test('a response that is still awaited when the client leaves is slow too', async () => {
  const server = await start(-1);
  const request = get(`${server.url}/never`).on('error', () => undefined);
  await once(server.left, 'asked');
  request.destroy();
  await expect.poll(() => server.lines.length).toBe(1);
  expect(server.lines[0]).toMatchObject({ route: '/never', status: 'aborted' });
});

test('an error of our own is told once with its code; a refusal is not', async () => {
  const server = await start(1e9);
  for (const path of ['/fails/7', '/coded', '/refused', '/nowhere'])
    await (await fetch(server.url + path)).text();
  await expect.poll(() => server.lines.length).toBe(2);
  expect(server.lines.map(({ route, code, status, level }) => ({ route, code, status, level }))).toEqual([
    { route: '/fails/{id}', code: 'CHATPULSE_INTERNAL', status: '500', level: 50 },
    { route: '/coded', code: 'CHATPULSE_LOG_UNAVAILABLE', status: '503', level: 50 },
  ]);
  expect(server.counters()).toEqual([
    { name: 'http.errors', tags: { route: '/fails/{id}', code: 'CHATPULSE_INTERNAL' }, n: 1 },
    { name: 'http.errors', tags: { route: '/coded', code: 'CHATPULSE_LOG_UNAVAILABLE' }, n: 1 },
  ]);
});
