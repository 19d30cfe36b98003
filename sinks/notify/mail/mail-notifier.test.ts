import { connect, createServer as createTcpServer, type AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { describeNotifier } from '../contract.ts';
import { DeliveryError } from '../delivery-error.ts';
import { describeNotice } from '../texts/describe.ts';
import { sampleAlert, sampleNotice } from '../testing/sample-notices.ts';
import { startMailBox, type MailBox } from '../testing/mail-box.ts';
import { mailHtml } from './mail-html.ts';
import { createMailNotifier } from './mail-notifier.ts';
import { createMailServer } from './smtp.ts';
import type { Notifier } from '../port.ts';

const reading = (language: 'ko' | 'en' = 'en') => ({
  language,
  zone: 'Asia/Seoul',
  now: Date.UTC(2026, 0, 1),
});
const never = new AbortController().signal;
const undo: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of undo.splice(0).reverse()) await close();
});

function mailer(url: string, to: readonly string[] = ['ops@example.org']): Notifier {
  const notifier = createMailNotifier({
    name: 'mail',
    server: createMailServer(url),
    from: 'Chatpulse <chat@example.org>',
    to,
    reading: () => reading(),
  });
  undo.push(() => notifier.close());
  return notifier;
}

async function box(): Promise<MailBox> {
  const started = await startMailBox();
  undo.push(() => started.close());
  return started;
}

describeNotifier(
  'mail',
  async () => {
    let mailBox = await startMailBox();
    const { port } = new URL(mailBox.url);
    const notifier = createMailNotifier({
      name: 'mail',
      server: createMailServer(mailBox.url.replace('//', '//user:secret@')),
      from: 'chat@example.org',
      to: ['ops@example.org'],
      reading: () => reading(),
    });
    return {
      notifier,
      taken: () => mailBox.taken.map(({ source }) => source.replace(/=\r?\n/g, '')),
      ids: () => mailBox.taken.map(({ messageId }) => messageId),
      becomes: async (what) => {
        if (what === 'away') {
          await mailBox.close();
          return;
        }
        if (what === 'well' && (await isFree(Number(port)))) mailBox = await startMailBox(Number(port));
        mailBox.behaviour = what === 'stalled' ? 'stall' : what === 'refusing' ? { code: 550 } : 'ok';
      },
      close: async () => {
        await notifier.close();
        await mailBox.close();
      },
    };
  },
  { repeatsAreKnown: true },
);

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => resolve(!socket.destroy()));
    socket.once('error', () => resolve(true));
  });
}

test('each mailbox has a mail of its own, with an id made of the key', async () => {
  const mailBox = await box();
  await mailer(mailBox.url, ['a@example.org', 'b@example.org']).deliver(sampleNotice('abc'), never);
  expect(mailBox.taken.map(({ to }) => to)).toEqual(['a@example.org', 'b@example.org']);
  expect(mailBox.taken[0]?.source).not.toContain('b@example.org');
  expect(mailBox.taken[0]?.messageId).toMatch(/^<abc0{29}\.[0-9a-f]{8}@example\.org>$/);
  expect(new Set(mailBox.taken.map(({ messageId }) => messageId)).size).toBe(2);
});

test('a busy mailbox gets it later, and the others do not get it twice', async () => {
  const mailBox = await box();
  const notifier = mailer(mailBox.url, ['a@example.org', 'b@example.org']);
  mailBox.behaviour = { code: 451, to: 'b@example.org' };
  await expect(notifier.deliver(sampleNotice('a'), never)).rejects.toMatchObject({
    refused: false,
    partly: true,
  });
  mailBox.behaviour = 'ok';
  await notifier.deliver(sampleNotice('a'), never);
  expect(mailBox.taken.map(({ to }) => to)).toEqual(['a@example.org', 'b@example.org']);
});

test('a server that goes away after some mailboxes have it is away, and those do not get it twice (it counted as busy)', async () => {
  const mailBox = await box();
  const notifier = mailer(mailBox.url, ['a@example.org', 'b@example.org']);
  mailBox.behaviour = { code: 451, to: 'b@example.org' };
  await expect(notifier.deliver(sampleNotice('a'), never)).rejects.toMatchObject({ partly: true });
  await expect(notifier.deliver(sampleNotice('a'), never)).rejects.toMatchObject({ partly: true });
  await mailBox.close();
  await expect(notifier.deliver(sampleNotice('a'), never)).rejects.toMatchObject({
    refused: false,
    partly: false,
  });
  const back = await startMailBox(Number(new URL(mailBox.url).port));
  undo.push(() => back.close());
  await notifier.deliver(sampleNotice('a'), never);
  expect([...mailBox.taken, ...back.taken].map(({ to }) => to)).toEqual(['a@example.org', 'b@example.org']);
});

test('a server that refuses everybody after some mailboxes have it is away, not done (the others never got it)', async () => {
  const mailBox = await box();
  const notifier = mailer(mailBox.url, ['a@example.org', 'b@example.org']);
  mailBox.behaviour = { code: 451, to: 'b@example.org' };
  await expect(notifier.deliver(sampleNotice('a'), never)).rejects.toMatchObject({ partly: true });
  for (const code of [421, 530, 550]) {
    mailBox.behaviour = { code, at: 'sender' };
    await expect(notifier.deliver(sampleNotice('a'), never)).rejects.toMatchObject({
      refused: false,
      partly: false,
    });
  }
  mailBox.behaviour = 'ok';
  await notifier.deliver(sampleNotice('a'), never);
  expect(mailBox.taken.map(({ to }) => to)).toEqual(['a@example.org', 'b@example.org']);
});

test('which mailboxes have a notice is remembered through hundreds that nobody has (they got it twice)', async () => {
  const taken: string[] = [];
  let isBusy = true;
  const notifier = createMailNotifier({
    name: 'mail',
    server: {
      send: async ({ to, headers }) => {
        const key = headers?.['X-Chatpulse-Notice'] ?? '';
        if (isBusy && !(key.startsWith('a') && to === 'a@example.org'))
          throw new DeliveryError({ message: 'busy', refused: false });
        taken.push(`${key.slice(0, 1)} ${to}`);
        return 'taken';
      },
      close: () => undefined,
    },
    from: 'chat@example.org',
    to: ['a@example.org', 'b@example.org'],
    reading: () => reading(),
  });
  const isUndelivered = (key: string) =>
    expect(notifier.deliver(sampleNotice(key), never)).rejects.toBeInstanceOf(DeliveryError);
  await isUndelivered('a');
  for (let number = 0; number < 300; number += 1) await isUndelivered(`b${number}`);
  isBusy = false;
  await notifier.deliver(sampleNotice('a'), never);
  expect(taken).toEqual(['a a@example.org', 'a b@example.org']);
});

test('a mailbox that is no more does not hold up the others', async () => {
  const mailBox = await box();
  mailBox.behaviour = { code: 550, to: 'gone@example.org' };
  const { detail } = await mailer(mailBox.url, ['gone@example.org', 'b@example.org']).deliver(
    sampleNotice('a'),
    never,
  );
  expect(detail).toContain('1 of 2');
});

test('a server that dies after the data, or never greets, is away', async () => {
  const mailBox = await box();
  mailBox.behaviour = 'die';
  await expect(mailer(mailBox.url).deliver(sampleNotice('a'), never)).rejects.toMatchObject({
    refused: false,
    untaken: false,
  });
  const silent = createTcpServer(() => undefined);
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  undo.push(async () => void silent.close());
  const url = `smtp://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  await expect(mailer(url).deliver(sampleNotice('a'), AbortSignal.timeout(150))).rejects.toMatchObject({
    refused: false,
    message: 'No answer in time.',
  });
});

test('where nobody listens surely nothing was taken, unless some mailboxes had it before', async () => {
  const mailBox = await box();
  const notifier = mailer(mailBox.url, ['a@example.org', 'b@example.org']);
  mailBox.behaviour = { code: 451, to: 'b@example.org' };
  await expect(notifier.deliver(sampleNotice('a'), never)).rejects.toMatchObject({ untaken: false });
  await mailBox.close();
  await expect(notifier.deliver(sampleNotice('a'), never)).rejects.toMatchObject({ untaken: false });
  await expect(notifier.deliver(sampleNotice('b'), never)).rejects.toMatchObject({ untaken: true });
  const nowhere = mailer('smtp://mail.invalid:25');
  await expect(nowhere.deliver(sampleNotice('a'), never)).rejects.toMatchObject({ untaken: true });
});

test('a server that speaks no TLS where TLS is expected is away', async () => {
  const mailBox = await box();
  await expect(
    mailer(mailBox.url.replace('smtp:', 'smtps:')).deliver(sampleNotice('a'), AbortSignal.timeout(5_000)),
  ).rejects.toMatchObject({ refused: false });
});

test('the mail is escaped, loads nothing from elsewhere, and adds no header', () => {
  const nasty = '<img src=x onerror=alert(1)>"\'&\r\nBcc: all@example.org';
  const alert = sampleAlert({ samples: [nasty], channelId: nasty, detail: nasty });
  const described = describeNotice(sampleNotice('a', { alert }), reading('ko'));
  const html = mailHtml(described, 'ko');
  expect(html).not.toContain('<img');
  expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;');
  expect(html).not.toMatch(/<img|url\(|@import|<link/i);
  expect(described.headline).not.toMatch(/[\r\n]/);
});
