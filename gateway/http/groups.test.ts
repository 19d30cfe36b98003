import { describe, expect, test } from 'vitest';
import { createMemoryLog } from '../../core/log/memory.ts';
import type { Harness } from '../testing/harness.ts';
import { startsHarnesses } from '../testing/harnesses.ts';
import { problemIn } from '../testing/problem.ts';
import { groupListSchema, groupSchema, type Group } from './contract.ts';

const start = startsHarnesses();

const pathOf = (name: string): string => `/api/groups/${encodeURIComponent(name)}`;

function put(harness: Harness, name: string, channels: unknown, headers = {}): Promise<Response> {
  return harness.put(pathOf(name), { channels }, headers);
}

async function read(harness: Harness, name: string): Promise<Group> {
  return groupSchema.parse(await (await harness.fetch(pathOf(name))).json());
}

describe('channel groups', () => {
  test('are made, changed, listed and dissolved, and any gateway knows them', async () => {
    const log = createMemoryLog();
    const [one, other] = [await start({ log }), await start({ log })];
    const made = await put(one, '저녁 방송', ['test:a', 'test:b', 'test:a']);
    expect(made.status).toBe(201);
    expect(groupSchema.parse(await made.json()).channels).toMatchObject([
      { channelId: 'test-a', platform: 'test', channel: 'a', url: 'test:a', watched: false },
      { channelId: 'test-b' },
    ]);
    expect((await read(other, '저녁 방송')).channels).toHaveLength(2);

    const onlyNew = await put(other, '저녁 방송', ['test:b'], { 'if-none-match': '*' });
    expect((await problemIn(onlyNew, 412)).code).toBe('CHATPULSE_GROUP_EXISTS');
    expect((await put(other, '저녁 방송', ['test:c'])).status).toBe(200);
    const late = await start({ log });
    expect((await read(late, '저녁 방송')).channels.map(({ channel }) => channel)).toEqual(['c']);
    const { groups } = groupListSchema.parse(await (await late.fetch('/api/groups')).json());
    expect(groups.map(({ name, running: count }) => [name, count])).toEqual([['저녁 방송', 0]]);

    expect((await late.fetch(pathOf('저녁 방송'), { method: 'DELETE' })).status).toBe(204);
    expect((await problemIn(await late.fetch(pathOf('저녁 방송')), 404)).code).toBe(
      'CHATPULSE_GROUP_UNKNOWN',
    );
    const again = await late.fetch(pathOf('저녁 방송'), { method: 'DELETE' });
    expect((await problemIn(again, 404)).code).toBe('CHATPULSE_GROUP_UNKNOWN');
  });

  test('show the broadcasts of their channels, of whatever watch is the latest', async () => {
    const harness = await start();
    await put(harness, 'g', ['test:a', 'replay:two']);
    expect((await read(harness, 'g')).broadcasts).toEqual([]);
    const a = await harness.watch('test:a');
    await harness.watch('test:stranger');
    const replay = await harness.watch('replay:two');
    const group = await read(harness, 'g');
    expect(group.broadcasts.map(({ id }) => id).sort()).toEqual([replay, a].sort());
    expect(group.channels.every(({ watched }) => watched)).toBe(true);
    expect(group.running).toBe(2);

    await harness.post(`/api/broadcasts/${encodeURIComponent(a)}/stop`, {});
    const after = await read(harness, 'g');
    expect(after.running).toBe(1);
    expect(after.broadcasts.map(({ id, state }) => [id, state])).toEqual([
      [replay, 'connecting'],
      [a, 'ended'],
    ]);
  });

  test.each([
    ['no channels', 'g', []],
    ['too many channels', 'g', Array.from({ length: 11 }, (_, index) => `test:${index}`)],
    ['no list', 'g', 'test:a'],
    ['an empty address', 'g', [' ']],
    ['an address of nothing', 'g', ['test:a', 'gopher://x']],
    ['a name too long', 'x'.repeat(61), ['test:a']],
    ['a name of blanks', '  ', ['test:a']],
    ['a name with control characters', 'a\u0007b', ['test:a']],
  ])('are refused with %s, and nothing is written', async (_what, name, channels) => {
    const harness = await start();
    expect((await problemIn(await put(harness, name, channels), 400)).code).toBe('CHATPULSE_REQUEST_INVALID');
    expect(await (await harness.fetch('/api/groups')).json()).toEqual({ groups: [] });
  });

  test('are bounded in number', async () => {
    const harness = await start();
    for (let index = 0; index < 200; index += 1) await put(harness, `g${index}`, ['test:a']);
    expect((await problemIn(await put(harness, 'one more', ['test:a']), 409)).code).toBe(
      'CHATPULSE_GROUPS_FULL',
    );
    expect((await put(harness, 'g7', ['test:b'])).status).toBe(200);
  });

  test('are guarded like the other commands', async () => {
    const harness = await start({ config: { token: 'a long enough token' } });
    expect((await put(harness, 'g', ['test:a'])).status).toBe(401);
    expect((await harness.fetch(pathOf('g'), { method: 'DELETE' })).status).toBe(401);
    const open = await start();
    expect((await put(open, 'g', ['test:a'], { origin: 'https://evil.example' })).status).toBe(403);
    const foreign = { method: 'DELETE', headers: { origin: 'https://evil.example' } };
    expect((await open.fetch(pathOf('g'), foreign)).status).toBe(403);
  });

  test('are in the OpenAPI document', async () => {
    const harness = await start();
    const { paths } = (await (await harness.fetch('/api/openapi.json')).json()) as {
      paths: Record<string, object>;
    };
    expect(Object.keys(paths['/api/groups/{name}'] ?? {})).toEqual(['get', 'put', 'delete']);
  });
});
