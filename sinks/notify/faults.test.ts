import { afterEach, expect, test } from 'vitest';
import { createMailNotifier } from './mail/mail-notifier.ts';
import { createMailServer } from './mail/smtp.ts';
import type { Notifier } from './port.ts';
import { createSlackNotifier } from './slack/slack-notifier.ts';
import { startMailBox, type MailBox, type MailBehaviour } from './testing/mail-box.ts';
import { createNotifyRig, type NotifyRig } from './testing/notify-rig.ts';
import { startSlackServer, type SlackBehaviour, type SlackServer } from './testing/slack-server.ts';

const undo: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of undo.splice(0).reverse()) await close();
});

const reading = () => ({ language: 'en' as const, zone: 'UTC', now: Date.now() });

async function setUp(): Promise<{ rig: NotifyRig; slack: SlackServer; mail: MailBox }> {
  const slack = await startSlackServer();
  const mail = await startMailBox();
  const rig = createNotifyRig();
  undo.push(
    () => slack.close(),
    () => mail.close(),
    () => rig.close(),
  );
  return { rig, slack, mail };
}

function slackTo(url: string): Notifier {
  return createSlackNotifier({ name: 'slack', webhookUrl: url, reading });
}

function mailTo(url: string): Notifier {
  return createMailNotifier({
    name: 'mail',
    server: createMailServer(url),
    from: 'chat@example.org',
    to: ['ops@example.org'],
    reading,
  });
}

test.each<SlackBehaviour>([
  'die',
  'stall',
  'stall-in-body',
  'garbage',
  { status: 429 },
  { status: 500 },
  { status: 404 },
])('Slack that answers %j loses no alert: all arrive when it is back, each once', async (behaviour) => {
  const { rig, slack } = await setUp();
  slack.behaviour = behaviour;
  const notify = await rig.start([slackTo(slack.url)]);
  for (const name of ['one', 'two']) await rig.raise(name, { channelId: `chzzk-${name}` });
  await expect.poll(() => slack.requests, { timeout: 10_000 }).toBeGreaterThanOrEqual(2);
  slack.behaviour = 'ok';
  await notify.settled();
  const all = slack.taken.map(({ body }) => body).join('\n');
  for (const name of ['one', 'two']) expect(all.split(`chzzk-${name}`).length).toBeGreaterThan(1);
  expect(slack.taken).toHaveLength(2);
  expect(await rig.events('AlertDelivered')).toHaveLength(2);
});

test.each<MailBehaviour>(['die', 'stall', { code: 451 }, { code: 550 }])(
  'a mail server that does %j loses no alert, and every repeat has the same Message-ID',
  async (behaviour) => {
    const { rig, mail } = await setUp();
    mail.behaviour = behaviour;
    const notify = await rig.start([mailTo(mail.url)]);
    await rig.raise('one');
    await expect
      .poll(async () => (await rig.events('AlertDeliveryFailed')).length, { timeout: 10_000 })
      .toBeGreaterThanOrEqual(1);
    mail.behaviour = 'ok';
    await notify.settled();
    expect(new Set(mail.taken.map(({ messageId }) => messageId)).size).toBe(1);
    expect(await rig.events('AlertDelivered')).toMatchObject([{ destination: 'mail' }]);
  },
);

test('with Slack dead the mail has it; nothing more goes anywhere after an acknowledgement', async () => {
  const { rig, slack, mail } = await setUp();
  slack.behaviour = 'die';
  const notify = await rig.start([slackTo(slack.url), mailTo(mail.url)]);
  await rig.raise('one');
  await notify.settled();
  expect(mail.taken).toHaveLength(1);
  await rig.acknowledge('one');
  slack.behaviour = 'ok';
  await rig.resolve('one');
  await notify.settled();
  expect(slack.taken).toHaveLength(0);
  expect(mail.taken).toHaveLength(1);
});
