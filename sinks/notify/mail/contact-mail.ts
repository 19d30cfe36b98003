import { randomUUID } from 'node:crypto';
import type { Mail, MailServer } from './smtp.ts';

/** What somebody wrote in the contact form. Name and mail are one line each, and may be empty. */
export interface ContactMessage {
  readonly name: string;
  readonly mail: string;
  readonly message: string;
}

export interface ContactMailOptions {
  readonly server: MailServer;
  readonly from: string;
  readonly to: string;
}

const LONGEST_SUBJECT = 60;

/**
 * Sends what was written as a mail of the server, as plain text: the writer stands in Reply-To and in the text, never in
 * From, which the mail server vouches for.
 */
export function createContactMail({ server, from, to }: ContactMailOptions): {
  /** @throws DeliveryError */
  send(message: ContactMessage, signal: AbortSignal): Promise<void>;
  close(): void;
} {
  return {
    async send(message, signal) {
      await server.send(mailOf(message, from, to), signal);
    },
    close: () => server.close(),
  };
}

function mailOf({ name, mail, message }: ContactMessage, from: string, to: string): Mail {
  const [firstLine = ''] = message.split('\n', 1);
  const writer = [name, mail === '' ? '' : `<${mail}>`].filter(Boolean).join(' ');
  return {
    from,
    to,
    ...(mail !== '' && { replyTo: mail }),
    subject: `[Chatpulse] ${firstLine.replace(/\p{Cc}+/gu, ' ').slice(0, LONGEST_SUBJECT)}`,
    text: `${writer === '' ? '' : `${writer}\n\n`}${message}\n`,
    messageId: `<${randomUUID()}@${/@([A-Za-z0-9.-]+)>?$/.exec(from)?.[1] ?? 'chatpulse.invalid'}>`,
    headers: { 'X-Chatpulse-Contact': '1' },
  };
}
