import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, expect, test } from 'vitest';
import { describeNotifier } from '../contract.ts';
import type { DeliveryError } from '../delivery-error.ts';
import { sampleAlert, sampleNotice } from '../testing/sample-notices.ts';
import { startSlackServer, type SlackServer } from '../testing/slack-server.ts';
import { createSlackNotifier } from './slack-notifier.ts';

const reading = () => ({ language: 'en' as const, zone: 'UTC', now: Date.UTC(2026, 0, 1, 0, 5) });
const never = new AbortController().signal;
const servers: SlackServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function started(): Promise<SlackServer> {
  const server = await startSlackServer();
  servers.push(server);
  return server;
}

describeNotifier(
  'slack',
  async () => {
    const server = await startSlackServer();
    const notifier = createSlackNotifier({ name: 'slack', webhookUrl: server.url, reading });
    return {
      notifier,
      taken: () => server.taken.map(({ body }) => body),
      becomes: async (what) => {
        server.behaviour =
          what === 'well' ? 'ok' : what === 'away' ? 'die' : what === 'stalled' ? 'stall' : { status: 403 };
      },
      close: async () => {
        await notifier.close();
        await server.close();
      },
    };
  },
  { repeatsAreKnown: 'an incoming webhook of Slack knows no key' },
);

test('a message cannot mention, link or format, wherever a stranger wrote it', async () => {
  const server = await started();
  const slack = createSlackNotifier({ name: 'slack', webhookUrl: server.url, reading });
  const nasty = '<!channel> <https://evil.example|click> & *bold* `code`';
  const alert = sampleAlert({ samples: [nasty], detail: nasty, channelId: nasty });
  await slack.deliver(sampleNotice('a', { alert }), never);
  const body = server.taken[0]?.body ?? '';
  expect(body).not.toContain('<!channel>');
  expect(body).not.toContain('<https://evil.example');
  expect(body).toContain('&lt;!channel&gt;');
  expect(body).not.toContain('*bold*');
  await slack.close();
});

test('links are those of the notice, and only those', async () => {
  const server = await started();
  const slack = createSlackNotifier({ name: 'slack', webhookUrl: server.url, reading });
  const links = { details: 'https://chat.example.org/b/x', acknowledge: 'https://chat.example.org/a/t|o>k' };
  await slack.deliver(sampleNotice('a', { links }), never);
  const body = server.taken[0]?.body ?? '';
  expect(body).toContain('<https://chat.example.org/b/x|See details>');
  expect(body).toContain('<https://chat.example.org/a/t%7Co%3Ek|Acknowledge>');
  await slack.close();
});

test.each([
  [
    '429 with Retry-After',
    { status: 429, headers: { 'retry-after': '7' } },
    { refused: true, retryAfterMs: 7_000 },
  ],
  ['500', { status: 500 }, { refused: true, retryAfterMs: null }],
  ['an answer of something else', 'garbage' as const, { refused: true }],
])('%s is a failure that says so', async (_name, behaviour, expected) => {
  const server = await started();
  server.behaviour = behaviour;
  const slack = createSlackNotifier({ name: 'slack', webhookUrl: server.url, reading });
  const error = await slack.deliver(sampleNotice('a'), never).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject(expected);
  expect((error as DeliveryError).message).not.toContain('secret');
  await slack.close();
});

test('an answer that stops in its middle does not hold it up', async () => {
  const server = await started();
  server.behaviour = 'stall-in-body';
  const slack = createSlackNotifier({ name: 'slack', webhookUrl: server.url, reading });
  await expect(slack.deliver(sampleNotice('a'), AbortSignal.timeout(150))).rejects.toMatchObject({
    refused: false,
  });
  await slack.close();
});

test('a long flood stays within what Slack takes', async () => {
  const server = await started();
  const slack = createSlackNotifier({ name: 'slack', webhookUrl: server.url, reading });
  const alert = sampleAlert({ detail: '&'.repeat(20_000), samples: Array(50).fill('<'.repeat(5_000)) });
  for (const count of [1, 60]) {
    await slack.deliver(sampleNotice(String(count), ...Array(count).fill({ alert })), never);
    const { blocks } = JSON.parse(server.taken.at(-1)?.body ?? '{}') as {
      blocks: { text?: { text: string }; fields?: unknown[] }[];
    };
    expect(blocks.length).toBeLessThanOrEqual(50);
    for (const block of blocks) expect(block.text?.text.length ?? 0).toBeLessThanOrEqual(3_000);
  }
  await slack.close();
});

test('an answer that stalls in its body is given up, also when all that nobody holds was collected meanwhile', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const server = await started();
  server.behaviour = 'stall-in-body';
  const notifier = createSlackNotifier({ name: 'slack', webhookUrl: server.url, reading });
  const giveUp = new AbortController();
  const delivery = notifier.deliver(sampleNotice('gc'), giveUp.signal);
  await server.answering();
  for (let round = 0; round < 5; round += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    collect();
  }
  giveUp.abort();
  await expect(delivery).rejects.toMatchObject({ message: 'No answer in time.' });
  await notifier.close();
});

test('where nobody listens surely nothing was taken; where a server dies nobody knows', async () => {
  const server = await startSlackServer();
  const slack = createSlackNotifier({ name: 'slack', webhookUrl: server.url, reading });
  server.behaviour = 'die';
  await expect(slack.deliver(sampleNotice('a'), never)).rejects.toMatchObject({ untaken: false });
  await server.close();
  await expect(slack.deliver(sampleNotice('a'), never)).rejects.toMatchObject({ untaken: true });
  const url = new URL(server.url);
  for (const hostname of ['localhost', 'hooks.invalid']) {
    const other = createSlackNotifier({
      name: 'other',
      webhookUrl: Object.assign(new URL(url), { hostname }).href,
      reading,
    });
    await expect(other.deliver(sampleNotice('a'), never)).rejects.toMatchObject({ untaken: true });
    await other.close();
  }
  await slack.close();
});
