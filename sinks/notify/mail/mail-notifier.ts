import { createHash } from 'node:crypto';
import { plural } from '../../../core/plural.ts';
import { DeliveryError, toDeliveryError } from '../delivery-error.ts';
import type { Notice, Notifier } from '../port.ts';
import { describeNotice, type Reading } from '../texts/describe.ts';
import { mailHtml } from './mail-html.ts';
import { mailText } from './mail-text.ts';
import type { Mail, MailServer } from './smtp.ts';

export interface MailOptions {
  readonly name: string;
  readonly server: MailServer;
  readonly from: string;
  /** Each gets a mail of its own, and sees none of the others. */
  readonly to: readonly string[];
  readonly reading: () => Reading;
}

/** Notices whose accepted mailboxes are remembered, for the case that others of the same notice did not accept. */
const REMEMBERED = 200;

/**
 * A list of mailboxes. The Message-ID is made of the key, so that a repeat is known as one. A mailbox that refuses for
 * good does not hold up the others; one that is busy makes the notice come again, to those alone that have not had it.
 * Where the server itself is away, or says no to all, the destination fails, whoever has the notice already.
 */
export function createMailNotifier(options: MailOptions): Notifier {
  const { name, server, to } = options;
  const accepted = new Map<string, Set<string>>();
  return {
    name,
    async deliver(notice, signal) {
      const done = accepted.get(notice.key) ?? new Set<string>();
      const failures: DeliveryError[] = [];
      let said = '';
      let isThere = false;
      for (const mailbox of to) {
        if (done.has(mailbox)) continue;
        try {
          said = await server.send(mailOf(notice, mailbox, options), signal);
          done.add(mailbox);
          isThere = true;
        } catch (thrown) {
          const failure = toDeliveryError(thrown);
          failures.push(failure);
          isThere ||= failure.ofMailbox;
        }
      }
      const later =
        failures.find(({ refused, untaken }) => !refused && !untaken) ??
        failures.find(({ refused }) => !refused) ??
        failures.find(({ ofMailbox }) => !ofMailbox);
      const failure = later ?? (done.size === 0 ? failures[0] : undefined);
      if (failure) {
        if (done.size === 0) throw failure;
        remember(accepted, notice.key, done);
        // Never refused: what is refused may come in other notices, and those who have it would get it twice.
        throw new DeliveryError({ message: failure.message, refused: false, partly: isThere });
      }
      accepted.delete(notice.key);
      return {
        detail:
          failures.length > 0
            ? `${said} (${failures.length} of ${to.length} ${plural(to.length, 'mailbox', 'mailboxes')} refused)`
            : said,
      };
    },
    close: async () => server.close(),
  };
}

function remember(accepted: Map<string, Set<string>>, key: string, done: Set<string>): void {
  // What is tried again is the last to be forgotten.
  accepted.delete(key);
  accepted.set(key, done);
  const [oldest] = accepted.keys();
  if (accepted.size > REMEMBERED && oldest !== undefined) accepted.delete(oldest);
}

function mailOf(notice: Notice, mailbox: string, { from, reading }: MailOptions): Mail {
  const read = reading();
  const described = describeNotice(notice, read);
  return {
    from,
    to: mailbox,
    subject: described.headline.slice(0, 200),
    text: mailText(described),
    html: mailHtml(described, read.language),
    messageId: `<${messageKey(notice.key, mailbox)}@${hostOf(from)}>`,
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Chatpulse-Notice': notice.key },
  };
}

/** Of the notice and the mailbox: two mails of one notice are two mails. */
function messageKey(key: string, mailbox: string): string {
  return `${key}.${createHash('sha256').update(mailbox).digest('hex').slice(0, 8)}`;
}

function hostOf(from: string): string {
  return /@([A-Za-z0-9.-]+)>?$/.exec(from)?.[1] ?? 'chatpulse.invalid';
}
