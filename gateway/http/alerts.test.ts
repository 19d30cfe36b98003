import { describe, expect, test } from 'vitest';
import type { AlertRaised } from '../../core/events/generated.ts';
import { createMemoryLog } from '../../core/log/memory.ts';
import { createMemoryNotifier } from '../../sinks/notify/memory.ts';
import type { Harness } from '../testing/harness.ts';
import { startsHarnesses } from '../testing/harnesses.ts';
import { problemIn } from '../testing/problem.ts';
import { sampleAlert } from '../testing/sample-alert.ts';
import { versionedIn } from '../testing/versioned.ts';
import {
  alertDetailSchema,
  alertRulesSchema,
  alertsPageSchema,
  type AlertDetail,
  type AlertRulesAnswer,
  type AlertsPage,
} from './contract.ts';
import { noticesSchema } from './notice-shapes.ts';

const start = startsHarnesses();
const RULES = '/api/alert-rules';
const START = 1_700_000_000_000;

function raise(harness: Harness, id: string, changes: Partial<AlertRaised> = {}): Promise<void> {
  return harness.append('alert.events', id, 'AlertRaised', sampleAlert(id, { subject: id, ...changes }));
}

function resolve(harness: Harness, id: string, at: number): Promise<void> {
  return harness.append('alert.events', id, 'AlertResolved', {
    alertId: id,
    rule: 'negative-surge',
    subject: id,
    value: 0.01,
    reason: 'recovered',
    at,
  });
}

/** An alert and its history; asking for one waits until all that is in the log was read. */
async function detailOf(harness: Harness, id: string): Promise<AlertDetail> {
  return alertDetailSchema.parse(await (await harness.fetch(`/api/alerts/${id}`)).json());
}

async function list(harness: Harness, query = ''): Promise<AlertsPage> {
  const answer = await harness.fetch(`/api/alerts${query}`);
  expect(answer.status).toBe(200);
  return alertsPageSchema.parse(await answer.json());
}

function idsOf({ alerts }: AlertsPage): string[] {
  return alerts.map(({ id }) => id);
}

function put(harness: Harness, changes: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return harness.put(RULES, { changes }, headers);
}

const rulesIn = (answer: Response): Promise<AlertRulesAnswer> => versionedIn(alertRulesSchema, answer);

describe('the list of alerts', () => {
  test('is filtered by state, rule, channel, broadcast and time, the newest first', async () => {
    const harness = await start();
    await raise(harness, 'a', { at: START });
    await raise(harness, 'b', { at: START + 1_000, channelId: 'twitch-bob', rule: 'chat-surge' });
    await raise(harness, 'c', { at: START + 2_000, channelId: '', broadcastId: '', rule: 'store-away' });
    await resolve(harness, 'a', START + 60_000);
    await harness.fetch('/api/alerts/nobody');
    expect(idsOf(await list(harness))).toEqual(['c', 'b', 'a']);
    expect(idsOf(await list(harness, '?state=open'))).toEqual(['c', 'b']);
    expect(idsOf(await list(harness, '?state=resolved'))).toEqual(['a']);
    expect(idsOf(await list(harness, '?rule=chat-surge'))).toEqual(['b']);
    expect(idsOf(await list(harness, '?channel=chzzk-ada'))).toEqual(['a']);
    expect(idsOf(await list(harness, '?broadcast=chzzk-ada-1&state=open'))).toEqual(['b']);
    expect(idsOf(await list(harness, `?from=${START + 1_000}&to=${START + 2_000}`))).toEqual(['b']);
    await harness.post('/api/alerts/b/acknowledge', {});
    await harness.post('/api/alerts/c/mute', { minutes: 5 });
    expect(idsOf(await list(harness, '?state=acknowledged'))).toEqual(['b']);
    expect(idsOf(await list(harness, '?state=muted'))).toEqual(['c']);
  });

  test('is paged by a cursor that alerts raised meanwhile do not move', async () => {
    const harness = await start();
    const ids = Array.from({ length: 7 }, (_, index) => `a${index}`);
    // Two of each moment: ids keep them apart.
    for (const [index, id] of ids.entries()) await raise(harness, id, { at: START + (index >> 1) });
    await harness.fetch('/api/alerts/nobody');
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: AlertsPage = await list(harness, `?limit=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...idsOf(page));
      cursor = page.next;
      await raise(harness, `late${seen.length}`, { at: START + 1_000 });
    }
    expect(seen).toEqual(['a6', 'a4', 'a5', 'a2', 'a3', 'a0', 'a1']);
  });

  test.each([['?state=gone'], ['?rule=none'], ['?limit=0'], ['?cursor=xyz'], ['?from=-1']])(
    'refuses %s and names the field',
    async (query) => {
      const harness = await start();
      const { code, errors } = await problemIn(await harness.fetch(`/api/alerts${query}`), 400);
      expect(code).toBe('CHATPULSE_REQUEST_INVALID');
      expect(errors?.[0]?.path).toBe(/\w+/.exec(query)?.[0]);
    },
  );
});

describe('one alert', () => {
  test('tells what happened to it, in order', async () => {
    const harness = await start();
    await raise(harness, 'a');
    await harness.post('/api/alerts/a/mute', { minutes: 60 });
    await harness.post('/api/alerts/a/mute', { minutes: 0 });
    await harness.post('/api/alerts/a/acknowledge', {});
    await harness.append('alert.events', 'a', 'AlertDelivered', {
      alertId: 'a',
      notice: 'raised',
      destination: 'slack',
      idempotencyKey: 'k',
      attempts: 2,
      over: false,
      at: START + 11_000,
    });
    await resolve(harness, 'a', Date.now() + 60_000);
    // Its events are in one partition: the last of them is read when this is.
    await harness.fetch('/api/alerts/nobody');
    const { alert, history } = await detailOf(harness, 'a');
    expect(alert).toMatchObject({
      id: 'a',
      acknowledgedBy: 'api',
      mutedUntil: null,
      resolution: 'recovered',
    });
    expect(history.map(({ kind }) => kind)).toEqual([
      'raised',
      'notice',
      'muted',
      'unmuted',
      'acknowledged',
      'resolved',
    ]);
    expect(history[1]).toMatchObject({ destination: 'slack', outcome: 'delivered', attempts: 2 });
  });

  test('is not there: 404 with a code', async () => {
    const harness = await start();
    const { code } = await problemIn(await harness.fetch('/api/alerts/nobody'), 404);
    expect(code).toBe('CHATPULSE_ALERT_UNKNOWN');
  });

  test('whose mute is over is not told as muted', async () => {
    const harness = await start();
    await raise(harness, 'a');
    await harness.append('alert.events', 'a', 'AlertMuted', {
      alertId: 'a',
      rule: 'negative-surge',
      subject: 'a',
      until: START + 20_000,
      by: 'link',
      at: START + 15_000,
    });
    await harness.fetch('/api/alerts/nobody');
    expect((await detailOf(harness, 'a')).alert.mutedUntil).toBeNull();
    expect(idsOf(await list(harness, '?state=muted'))).toEqual([]);
  });
});

test('a test notice is in the delivery log, though it belongs to no alert', async () => {
  const harness = await start({
    gateway: { notices: { notifiers: [createMemoryNotifier({ name: 'slack' })], linkSecret: 'secret' } },
  });
  await harness.post('/api/notices/test', {});
  const { deliveries } = noticesSchema.parse(await (await harness.fetch('/api/notices')).json());
  expect(deliveries).toMatchObject([
    { notice: 'test', destination: 'slack', outcome: 'delivered', rule: '' },
  ]);
});

describe('the rules of alerts', () => {
  test('are the defaults until somebody changes them, and then what was changed, at every gateway', async () => {
    const log = createMemoryLog();
    const harness = await start({ log });
    const other = await start({ log });
    const before = await rulesIn(await harness.fetch(RULES));
    expect(before).toMatchObject({ version: 0, changedAt: null, changes: {} });
    expect(before.rules.find(({ name }) => name === 'negative-surge')).toMatchObject({
      about: 'chat',
      measure: 'share-above-usual',
      now: { threshold: 0.15, enabled: true },
    });
    const changes = {
      'negative-surge': { threshold: 0.2, channels: ['twitch-somebody'] },
      // As by default: no change.
      'chat-surge': { enabled: true },
    };
    const set = await rulesIn(await put(harness, changes, { 'if-match': '"0"' }));
    expect(set).toMatchObject({ version: 1, changes: { 'negative-surge': { threshold: 0.2 } } });
    expect(set.changes).not.toHaveProperty('chat-surge');
    expect(set.rules.find(({ name }) => name === 'negative-surge')).toMatchObject({
      now: { threshold: 0.2, channels: ['twitch-somebody'] },
      default: { threshold: 0.15, channels: [] },
    });
    expect(await rulesIn(await other.fetch(RULES))).toEqual(set);
    expect(await rulesIn(await put(other, {}))).toMatchObject({ version: 2, changes: {} });
  });

  test('of two who change the same version one is told, at whichever gateway', async () => {
    const log = createMemoryLog();
    const one = await start({ log });
    const other = await start({ log });
    const answers = await Promise.all([
      put(one, { 'chat-surge': { threshold: 6 } }, { 'if-match': '"0"' }),
      put(other, { 'chat-surge': { threshold: 7 } }, { 'if-match': '"0"' }),
    ]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412]);
    const refused = answers.find(({ status }) => status === 412);
    if (refused) expect((await problemIn(refused, 412)).code).toBe('CHATPULSE_ALERT_RULES_CHANGED');
    expect(await rulesIn(await one.fetch(RULES))).toEqual(await rulesIn(await other.fetch(RULES)));
  });

  test('stay as they are where they are as wanted already, so that a request may be sent again', async () => {
    const harness = await start();
    const changes = { 'chat-surge': { threshold: 6 } };
    const first = await rulesIn(await put(harness, changes, { 'if-match': '"0"' }));
    expect(await rulesIn(await put(harness, changes, { 'if-match': '"0"' }))).toEqual(first);
  });

  test.each([
    ['changes.chat-surge.threshold', { 'chat-surge': { threshold: -1 } }],
    ['changes.chat-surge.severity', { 'chat-surge': { severity: 'awful' } }],
    ['changes.chat-surge.colour', { 'chat-surge': { colour: 'red' } }],
    ['changes.negative-surge.threshold', { 'negative-surge': { threshold: 15 } }],
    ['changes.negative-surge.resolveThreshold', { 'negative-surge': { threshold: 0.05 } }],
    ['changes.store-away.channels', { 'store-away': { channels: ['twitch-somebody'] } }],
    ['changes.chat-surge.channels.0', { 'chat-surge': { channels: ['nobody'] } }],
    ['changes.volcano', { volcano: { enabled: true } }],
    ['changes', 'all'],
  ])('refuse a change and name %s', async (path, changes) => {
    const harness = await start();
    const { code, errors } = await problemIn(await put(harness, changes), 400);
    expect(code).toBe('CHATPULSE_REQUEST_INVALID');
    expect(errors?.map((error) => error.path)).toContain(path);
    expect(await rulesIn(await harness.fetch(RULES))).toMatchObject({ version: 0 });
  });

  test('are guarded as every command: token, origin, rate', async () => {
    const closed = await start({ config: { token: 'a token of its own' } });
    expect((await put(closed, {})).status).toBe(401);
    expect((await closed.fetch('/api/alerts')).status).toBe(401);
    const harness = await start({ limits: { requestsPerSecond: 0.01, requestBurst: 2 } });
    expect((await put(harness, {}, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await put(harness, {})).status).toBe(200);
    expect((await put(harness, {})).status).toBe(429);
  });

  test('and the alerts are in the OpenAPI document', async () => {
    const harness = await start();
    const { paths } = (await (await harness.fetch('/api/openapi.json')).json()) as {
      paths: Record<string, Record<string, { parameters?: unknown[]; responses: object }>>;
    };
    expect(paths['/api/alerts']?.get?.parameters).toContainEqual(
      expect.objectContaining({ name: 'state', in: 'query' }),
    );
    expect(Object.keys(paths['/api/alert-rules']?.put?.responses ?? {})).toEqual(
      expect.arrayContaining(['200', '400', '412']),
    );
    expect(Object.keys(paths['/api/alerts/{id}']?.get?.responses ?? {})).toContain('404');
  });
});
