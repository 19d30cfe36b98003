import { describe, expect, test } from 'vitest';
import { startsHarnesses } from '../testing/harnesses.ts';
import { problemIn } from '../testing/problem.ts';
import { analyzeAnswerSchema, recordingsSchema } from './contract.ts';

const start = startsHarnesses();

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
    expect(metrics).toContain('chatpulse_http_ms_count{method="GET",route="/api/recordings",status="200"} 1');
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
    expect((await problemIn(await harness.fetch('/api/nothing'), 404)).code).toBe('CHATPULSE_ROUTE_UNKNOWN');
    await problemIn(await harness.fetch('/nothing'), 404);
    await problemIn(await harness.fetch('/api/broadcasts', { method: 'PUT' }), 404);
    await problemIn(await harness.fetch('/ws'), 404);
  });

  test('bodies that cannot be read, or are too large', async () => {
    const harness = await start();
    const send = (body: string, type = 'application/json') =>
      harness.fetch('/api/analyze', { method: 'POST', headers: { 'content-type': type }, body });
    expect((await problemIn(await send('{'), 400)).code).toBe('CHATPULSE_REQUEST_INVALID');
    expect((await problemIn(await send('{"text":"x"}', 'text/plain'), 400)).code).toBe(
      'CHATPULSE_REQUEST_INVALID',
    );
    expect((await problemIn(await send(JSON.stringify({ text: 'x'.repeat(70_000) })), 413)).code).toBe(
      'CHATPULSE_REQUEST_TOO_LARGE',
    );
    await problemIn(await send('{"text":"x"}', 'application/json; charset=iso-8859-1'), 400);
  });

  test('a mistake inside tells nothing of the inside', async () => {
    const harness = await start({
      gateway: { analyze: () => Promise.reject(new Error('secret path /home/x')) },
    });
    const found = await problemIn(await harness.post('/api/analyze', { text: 'x' }), 500);
    expect(found.code).toBe('CHATPULSE_INTERNAL');
    expect(JSON.stringify(found)).not.toContain('secret');
  });
});
