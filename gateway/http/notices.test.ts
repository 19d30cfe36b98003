import { afterEach, beforeEach, expect, test } from 'vitest';
import { ChatpulseError } from '../../core/errors.ts';
import { createMemoryLog } from '../../core/log/memory.ts';
import { createLinkSigner } from '../../core/notice-links.ts';
import { DeliveryError } from '../../sinks/notify/delivery-error.ts';
import { createMemoryNotifier, type MemoryNotifier } from '../../sinks/notify/memory.ts';
import { Harness } from '../testing/harness.ts';
import { sampleAlert } from '../testing/sample-alert.ts';
import { noticesSchema } from './notice-shapes.ts';

const SECRET = 'a secret of some length';
const signer = createLinkSigner(SECRET);
let harness: Harness;
let slack: MemoryNotifier;
let away = false;

beforeEach(async () => {
  slack = createMemoryNotifier({ name: 'slack' });
  const broken = createMemoryNotifier({
    name: 'mail',
    before: () => {
      throw new DeliveryError({ message: 'status 500', refused: true });
    },
  });
  harness = await Harness.start({
    log: createMemoryLog({
      beforeAppend: () => {
        if (away) throw new ChatpulseError('CHATPULSE_LOG_UNAVAILABLE', { message: 'No broker answers.' });
      },
    }),
    config: { token: 'a token of some length' },
    limits: { requestsPerSecond: 1, requestBurst: 30 },
    gateway: { notices: { notifiers: [slack, broken], linkSecret: SECRET } },
  });
});
afterEach(() => harness.close());

const korean = { 'accept-language': 'ko' };
const headers = { authorization: 'Bearer a token of some length' };

function raise(alertId: string): Promise<void> {
  const alert = sampleAlert(alertId, { subject: alertId, samples: ['<b>'], startedAt: 1, at: 1 });
  return harness.append('alert.events', alertId, 'AlertRaised', alert);
}

async function alertOf(id: string): Promise<Record<string, unknown> | undefined> {
  const answer = await harness.fetch('/api/notices', { headers });
  const { alerts } = (await answer.json()) as { alerts: { id: string }[] };
  return alerts.find((one) => one.id === id);
}

function linkFor(alertId: string, action: 'acknowledge' | 'mute', expiresAt = Date.now() + 60_000): string {
  return `/a/${signer.sign({ alertId, action, expiresAt })}`;
}

test('a link asks first and changes nothing until its button is pressed, and needs no token', async () => {
  await raise('a');
  const path = linkFor('a', 'acknowledge');
  const page = await harness.fetch(path, { headers: { 'accept-language': 'ko' } });
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('이 알림을 확인했다고 표시할까요?');
  expect((await alertOf('a'))?.['acknowledgedAt']).toBeNull();
  const done = await harness.fetch(path, { method: 'POST', headers: { 'accept-language': 'en' } });
  expect(await done.text()).toContain('The alert is acknowledged.');
  expect(await alertOf('a')).toMatchObject({ acknowledgedBy: 'link' });
});

test('a mute by link holds for the time that was chosen', async () => {
  await raise('a');
  const before = Date.now();
  const body = new URLSearchParams({ minutes: '480' });
  expect((await harness.fetch(linkFor('a', 'mute'), { method: 'POST', body })).status).toBe(200);
  expect(Number((await alertOf('a'))?.['mutedUntil'])).toBeGreaterThanOrEqual(before + 480 * 60_000);
});

test('a link that is forged or too old does nothing, and says so', async () => {
  await raise('a');
  const old = await harness.fetch(linkFor('a', 'acknowledge', Date.now() - 2_000), { method: 'POST' });
  expect(old.status).toBe(410);
  expect((await harness.fetch('/a/garbage.x', { method: 'POST' })).status).toBe(410);
  expect((await alertOf('a'))?.['acknowledgedAt']).toBeNull();
});

test('a link of an alert that was forgotten since says so as a page (it was an error in JSON)', async () => {
  for (const action of ['acknowledge', 'mute'] as const) {
    const page = await harness.fetch(linkFor('forgotten', action), {
      method: 'POST',
      headers: { 'accept-language': 'ko' },
    });
    expect(page.status).toBe(404);
    expect(await page.text()).toContain('이 링크는 더 이상 쓸 수 없어요.');
  }
});

test('a link pressed while the log is away says so as a page, with the button again (it was an error in JSON)', async () => {
  await raise('a');
  const path = linkFor('a', 'acknowledge');
  expect(await (await harness.fetch(path, { headers: korean })).text()).toContain(
    '부정 메시지가 갑자기 늘었어요',
  );
  away = true;
  const page = await harness.fetch(path, { method: 'POST', headers: korean });
  away = false;
  expect(page.status).toBe(503);
  const text = await page.text();
  expect(text).toContain('지금은 처리하지 못했어요.');
  expect(text).toContain('<button>확인했어요</button>');
});

test('a link with minutes that the page does not offer mutes for an hour (it was an error of the server)', async () => {
  await raise('a');
  const body = new URLSearchParams({ minutes: 'soon' });
  expect((await harness.fetch(linkFor('a', 'mute'), { method: 'POST', body })).status).toBe(200);
  expect(Number((await alertOf('a'))?.['mutedUntil'])).toBeLessThanOrEqual(Date.now() + 3_600_000);
});

test('links are limited like everything else', async () => {
  const answers = await Promise.all(Array.from({ length: 40 }, () => harness.fetch('/a/x')));
  expect(answers.filter(({ status }) => status === 429).length).toBeGreaterThan(0);
});

test('the API acknowledges and mutes with the token alone', async () => {
  await raise('a');
  expect((await harness.post('/api/alerts/a/acknowledge', {})).status).toBe(401);
  expect((await harness.post('/api/alerts/nobody/acknowledge', {}, headers)).status).toBe(404);
  expect(await (await harness.post('/api/alerts/a/acknowledge', {}, headers)).json()).toMatchObject({
    acknowledgedBy: 'api',
  });
  const muted = await harness.post('/api/alerts/a/mute', { minutes: 60 }, headers);
  expect(((await muted.json()) as { mutedUntil: number }).mutedUntil).toBeGreaterThan(Date.now());
  const again = await harness.post('/api/alerts/a/mute', { minutes: 0 }, headers);
  expect(await again.json()).toMatchObject({ mutedUntil: null });
  expect((await harness.post('/api/alerts/a/mute', { minutes: -1 }, headers)).status).toBe(400);
});

test('a test goes through every destination, and each says what it said', async () => {
  const answer = await harness.post('/api/notices/test', {}, headers);
  expect(await answer.json()).toMatchObject({
    outcomes: [
      { destination: 'slack', delivered: true, said: 'taken' },
      { destination: 'mail', delivered: false, said: 'status 500' },
    ],
  });
  expect(slack.taken[0]?.items[0]?.kind).toBe('test');
});

test('who asked is recorded as it was, and shown in the log (all was recorded as by the page)', async () => {
  for (const id of ['a', 'b', 'c', 'd']) await raise(id);
  const asking = (client: string) => ({ ...headers, 'chatpulse-client': client });
  await harness.post('/api/alerts/a/acknowledge', {}, asking('page'));
  await harness.post('/api/alerts/b/acknowledge', {}, asking('cli'));
  // Nobody but the link itself is the link.
  await harness.post('/api/alerts/c/mute', { minutes: 60 }, asking('link'));
  await harness.post('/api/alerts/c/mute', { minutes: 0 }, asking('cli'));
  await harness.fetch(linkFor('d', 'acknowledge'), { method: 'POST' });
  const answer = await harness.fetch('/api/notices', { headers });
  const { acts } = noticesSchema.parse(await answer.json());
  expect(acts.map(({ alertId, kind, by }) => [alertId, kind, by]).sort()).toEqual([
    ['a', 'acknowledged', 'page'],
    ['b', 'acknowledged', 'cli'],
    ['c', 'muted', 'api'],
    ['c', 'unmuted', 'cli'],
    ['d', 'acknowledged', 'link'],
  ]);
});
