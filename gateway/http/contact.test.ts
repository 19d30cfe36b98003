import { afterEach, describe, expect, it } from 'vitest';
import { createContactMail } from '../../sinks/notify/mail/contact-mail.ts';
import { createMailServer } from '../../sinks/notify/mail/smtp.ts';
import { startMailBox, type MailBox } from '../../sinks/notify/testing/mail-box.ts';
import type { Contact } from '../options.ts';
import { Harness } from '../testing/harness.ts';

const undo: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of undo.splice(0).reverse()) await close();
});

async function start(contact?: Contact): Promise<Harness> {
  const harness = await Harness.start({ gateway: { ...(contact && { contact }) } });
  undo.push(() => harness.close());
  return harness;
}

/** A gateway that mails through a real SMTP server on loopback. */
async function withMail(): Promise<{ harness: Harness; box: MailBox }> {
  const box = await startMailBox();
  undo.push(() => box.close());
  const to = 'ops@example.org';
  const mail = createContactMail({ server: createMailServer(box.url), from: 'Chat <chat@example.org>', to });
  return { harness: await start({ mailTo: to, ...mail }), box };
}

async function codeOf(response: Response): Promise<unknown> {
  return ((await response.json()) as { code: unknown }).code;
}

describe('how the operator can be written to', () => {
  it('is by nobody, by the mail program of the reader, or by the server', async () => {
    const way = async (harness: Harness): Promise<unknown> => (await harness.fetch('/api/contact')).json();
    expect(await way(await start())).toEqual({ way: 'none', address: null });
    expect(await way(await start({ mailTo: 'ops@example.org' }))).toEqual({
      way: 'mail',
      address: 'ops@example.org',
    });
    expect(await way((await withMail()).harness)).toEqual({ way: 'server', address: null });
  });

  it('is not by the server where it has no mail server', async () => {
    const harness = await start({ mailTo: 'ops@example.org' });
    const response = await harness.post('/api/contact', { message: 'hello' });
    expect(response.status).toBe(409);
    expect(await codeOf(response)).toBe('CHATPULSE_CONTACT_UNSET');
  });
});

describe('what is written to the operator', () => {
  it('arrives, with the writer in Reply-To', async () => {
    const { harness, box } = await withMail();
    const response = await harness.post('/api/contact', {
      message: 'The cloud\nis empty.',
      name: 'Ann',
      mail: 'ann@example.org',
    });
    expect(response.status).toBe(202);
    const [taken] = box.taken;
    expect(taken?.to).toBe('ops@example.org');
    expect(taken?.source).toMatch(/^reply-to: ann@example\.org\r$/im);
    expect(taken?.source).toMatch(/^from: Chat <chat@example\.org>\r$/im);
    expect(taken?.source).toMatch(/^subject: \[Chatpulse\] The cloud\r$/im);
    expect(taken?.source).toContain('Ann <ann@example.org>');
    expect(taken?.source).toContain('is empty.');
  });

  it.each([
    { mail: 'ann@example.org\r\nBcc: victim@example.org' },
    { mail: 'ann@example.org, victim@example.org' },
    { mail: 'Ann <ann@example.org>' },
    { name: 'Ann\r\nBcc: victim@example.org' },
    { message: '' },
    { message: 'x'.repeat(4_001) },
    { name: 'x'.repeat(81) },
  ])('adds no header and has a limit: %j', async (fields) => {
    const { harness, box } = await withMail();
    const response = await harness.post('/api/contact', { message: 'hello', ...fields });
    expect(response.status).toBe(400);
    expect(box.taken).toEqual([]);
  });

  it('has one subject line, whatever its first line holds', async () => {
    const { harness, box } = await withMail();
    await harness.post('/api/contact', { message: 'hi\rBcc: victim@example.org\u2028X-Evil: 1\nmore' });
    const head = box.taken[0]?.source.split('\r\n\r\n', 1)[0] ?? '';
    expect(head).not.toMatch(/^(bcc|x-evil):/im);
    expect(box.taken.map(({ to }) => to)).toEqual(['ops@example.org']);
  });

  it('is dropped where a robot filled in the field that people do not see', async () => {
    const { harness, box } = await withMail();
    const response = await harness.post('/api/contact', { message: 'buy', website: 'https://spam.example' });
    expect(response.status).toBe(202);
    expect(box.taken).toEqual([]);
  });

  it('is limited by address', async () => {
    const { harness, box } = await withMail();
    const statuses = [];
    for (let i = 0; i < 4; i += 1)
      statuses.push((await harness.post('/api/contact', { message: `hello ${i}` })).status);
    expect(statuses).toEqual([202, 202, 202, 429]);
    expect(box.taken).toHaveLength(3);
  });

  it('is told as undelivered where the mail server refuses or dies, without its words', async () => {
    const { harness, box } = await withMail();
    for (const behaviour of [{ code: 550 }, 'die'] as const) {
      box.behaviour = behaviour;
      const response = await harness.post('/api/contact', { message: 'hello' });
      expect(response.status).toBe(502);
      const problem = JSON.stringify(await response.json());
      expect(problem).toContain('CHATPULSE_CONTACT_UNDELIVERED');
      expect(problem).not.toContain('ops@example.org');
    }
  });
});
