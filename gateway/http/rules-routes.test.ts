import { describe, expect, test } from 'vitest';
import { createMemoryLog } from '../../core/log/memory.ts';
import type { Harness } from '../testing/harness.ts';
import { startsHarnesses } from '../testing/harnesses.ts';
import { problemIn } from '../testing/problem.ts';
import { versionedIn } from '../testing/versioned.ts';
import { channelRulesSchema, RULE_LIMITS, type ChannelRules } from './contract.ts';

const start = startsHarnesses();
const CHANNEL = '/api/channels/twitch-somebody/rules';

function put(
  harness: Harness,
  body: unknown,
  headers: Record<string, string> = {},
  path = CHANNEL,
): Promise<Response> {
  return harness.put(path, body, headers);
}

const rulesIn = (answer: Response): Promise<ChannelRules> => versionedIn(channelRulesSchema, answer);

describe('the rules of a channel', () => {
  test('are empty until somebody sets them, and then what was set, with a version', async () => {
    const harness = await start();
    expect(await rulesIn(await harness.fetch(CHANNEL))).toEqual({
      channelId: 'twitch-somebody',
      version: 0,
      mask: [],
      allow: [],
      severity: 1,
      changedAt: null,
      changedBy: '',
    });
    const set = await rulesIn(await put(harness, { mask: ['스포일러', '🍆'], allow: ['시바'], severity: 2 }));
    expect(set).toMatchObject({ version: 1, mask: ['스포일러', '🍆'], allow: ['시바'], severity: 2 });
    expect(set.changedAt).toBeGreaterThan(0);
    expect(set.changedBy).toBe('api');
    expect(await rulesIn(await harness.fetch(CHANNEL))).toEqual(set);
    expect(await rulesIn(await harness.fetch('/api/channels/twitch-another/rules'))).toMatchObject({
      version: 0,
    });
  });

  test('are the same at another gateway at once', async () => {
    const log = createMemoryLog();
    const one = await start({ log });
    const other = await start({ log });
    await put(one, { mask: ['a1'] });
    expect(await rulesIn(await other.fetch(CHANNEL))).toMatchObject({ version: 1, mask: ['a1'] });
  });

  test('of two moderators who change the same version one is told, at whichever gateway', async () => {
    const log = createMemoryLog();
    const one = await start({ log });
    const other = await start({ log });
    const answers = await Promise.all([
      put(one, { mask: ['one'] }, { 'if-match': '"0"' }),
      put(other, { mask: ['other'] }, { 'if-match': '"0"' }),
    ]);
    const statuses = answers.map(({ status }) => status);
    expect(statuses.toSorted()).toEqual([200, 412]);
    const refused = answers[statuses.indexOf(412)];
    if (refused) expect((await problemIn(refused, 412)).code).toBe('CHATPULSE_RULES_CHANGED');
    const kept = await rulesIn(await one.fetch(CHANNEL));
    expect(kept).toMatchObject({ version: 1, mask: [statuses[0] === 200 ? 'one' : 'other'] });
    expect(await rulesIn(await other.fetch(CHANNEL))).toEqual(kept);
  });

  test('are replaced in any case where no version is named, by one after the other', async () => {
    const harness = await start();
    const sets = await Promise.all(['a1', 'b2', 'c3'].map((word) => put(harness, { mask: [word] })));
    for (const set of sets) await rulesIn(set);
    expect(await rulesIn(await harness.fetch(CHANNEL))).toMatchObject({ version: 3 });
    expect(await rulesIn(await put(harness, {}, { 'if-match': '*' }))).toMatchObject({
      version: 4,
      mask: [],
    });
  });

  test('stay as they are where they are as wanted already, so that a request may be sent again', async () => {
    const harness = await start();
    const body = { mask: ['a1'], severity: 3 };
    const first = await rulesIn(await put(harness, body, { 'if-match': '"0"' }));
    expect(await rulesIn(await put(harness, body, { 'if-match': '"0"' }))).toEqual(first);
  });

  test('are tidied: spaces, letters put together, words that came twice', async () => {
    const harness = await start();
    const mask = ['  Buy \n followers ', 'buy followers', '시'.normalize('NFD')];
    expect(await rulesIn(await put(harness, { mask }))).toMatchObject({ mask: ['buy followers', '시'] });
  });

  test.each([
    ['a word without anything to see', { mask: [' \u200b '] }],
    ['a word of many characters', { mask: ['x'.repeat(RULE_LIMITS.wordLength + 1)] }],
    ['many words', { allow: Array.from({ length: RULE_LIMITS.words + 1 }, (_, i) => `w${i}`) }],
    ['many characters in all', { mask: Array.from({ length: 101 }, (_, i) => String(i).padStart(50, 'x')) }],
    ['a word in both lists', { mask: ['Same'], allow: ['same'] }],
    ['a severity that is none', { severity: 4 }],
    ['no words', { mask: [3] }],
    ['no list', { mask: 'word' }],
  ])('refuses %s', async (_name, body) => {
    const harness = await start();
    expect((await problemIn(await put(harness, body), 400)).code).toBe('CHATPULSE_REQUEST_INVALID');
    expect(await rulesIn(await harness.fetch(CHANNEL))).toMatchObject({ version: 0 });
  });

  test('refuses what is too large, an id that is none, and an If-Match that is no ETag', async () => {
    const harness = await start();
    const large = { mask: Array.from({ length: 500 }, () => '가'.repeat(50)) };
    expect((await problemIn(await put(harness, large), 413)).code).toBe('CHATPULSE_REQUEST_TOO_LARGE');
    for (const id of ['twitch', 'twitch-', '-x', 'twitch-a%2F..%2Fb', `twitch-${'x'.repeat(200)}`])
      expect((await put(harness, {}, {}, `/api/channels/${id}/rules`)).status, id).toBe(400);
    expect((await put(harness, {}, { 'if-match': 'W/"0"' })).status).toBe(400);
  });

  test('are guarded as every command: token, origin, rate', async () => {
    const closed = await start({ config: { token: 'a token of its own' } });
    expect((await put(closed, {})).status).toBe(401);
    const harness = await start({ limits: { requestsPerSecond: 0.01, requestBurst: 2 } });
    expect((await put(harness, {}, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await put(harness, {})).status).toBe(200);
    expect((await put(harness, {})).status).toBe(429);
  });

  test('are in the OpenAPI document, with the header that keeps moderators apart', async () => {
    const harness = await start();
    const { paths } = (await (await harness.fetch('/api/openapi.json')).json()) as {
      paths: Record<string, Record<string, { parameters?: unknown[]; responses: object }>>;
    };
    const operation = paths['/api/channels/{id}/rules']?.put;
    expect(operation?.parameters).toContainEqual(expect.objectContaining({ name: 'If-Match', in: 'header' }));
    expect(Object.keys(operation?.responses ?? {})).toEqual(expect.arrayContaining(['200', '400', '412']));
  });
});
