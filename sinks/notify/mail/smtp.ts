import { createTransport } from 'nodemailer';
import { DeliveryError } from '../delivery-error.ts';
import { neverConnected } from '../never-connected.ts';

/** One mail as it goes out. Addresses were checked when they were read: they hold no line breaks. */
export interface Mail {
  readonly from: string;
  readonly to: string;
  readonly replyTo?: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  /** With angle brackets. A mail server, or a reader's program, can tell a repeat by it. */
  readonly messageId: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A server that takes mail. */
export interface MailServer {
  /**
   * Resolves with the server's words when it has taken the mail.
   * @throws DeliveryError
   */
  send(mail: Mail, signal: AbortSignal): Promise<string>;
  close(): void;
}

/** A server may be slow, but never silent for so long. */
const SILENT_MS = 10_000;
const SERVICE_CLOSES = 421;

/** @param url smtp://user:password@host:port or smtps://…; secret */
export function createMailServer(url: string): MailServer {
  const closing = new AbortController();
  const transport = createTransport({
    url,
    connectionTimeout: SILENT_MS,
    greetingTimeout: SILENT_MS,
    socketTimeout: SILENT_MS,
    dnsTimeout: SILENT_MS,
    // Nothing that a mail says may make this machine read a file or an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send({ headers, ...mail }, signal) {
      const either = AbortSignal.any([signal, closing.signal]);
      try {
        const { response } = await transport.sendMail({
          ...mail,
          ...(headers && { headers: { ...headers } }),
          signal: either,
        });
        return response;
      } catch (error) {
        throw failureOf(error, either.aborted);
      }
    },
    close() {
      closing.abort();
      transport.close();
    },
  };
}

function failureOf(error: unknown, aborted: boolean): DeliveryError {
  if (aborted) return new DeliveryError({ message: 'No answer in time.', refused: false });
  const { command, responseCode, response, message } = (
    typeof error === 'object' && error !== null ? error : {}
  ) as {
    command?: unknown;
    responseCode?: unknown;
    response?: unknown;
    message?: unknown;
  };
  // 4xx of SMTP means later (a greylist, a full queue), 5xx never; the words are the server's.
  return new DeliveryError({
    message: String(response ?? message ?? error)
      .replace(/\p{Cc}+/gu, ' ')
      .slice(0, 200),
    untaken: neverConnected(error),
    refused: typeof responseCode === 'number' && responseCode >= 500,
    // What it says to a greeting, a password or a sender it says to all; with 421 it leaves, whatever it was asked.
    ofMailbox:
      typeof responseCode === 'number' &&
      responseCode !== SERVICE_CLOSES &&
      (command === 'RCPT TO' || command === 'DATA'),
  });
}
