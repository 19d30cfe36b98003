import { once } from 'node:events';
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server';
import type { AddressInfo } from 'node:net';

/** What the server says to the next mails. */
export type MailBehaviour = 'ok' | 'stall' | 'die' | MailRefusal;

interface MailRefusal {
  readonly code: number;
  /** The mailbox that is refused; otherwise all are. */
  readonly to?: string;
  /** Refused is who writes, before any mailbox is named. */
  readonly at?: 'sender';
}

/** A mail as the server took it. */
export interface TakenMail {
  readonly to: string;
  readonly messageId: string;
  /** Headers and body as they came. */
  readonly source: string;
}

/** A real SMTP server on loopback. */
export interface MailBox {
  readonly url: string;
  readonly taken: TakenMail[];
  behaviour: MailBehaviour;
  taking(count: number): Promise<void>;
  close(): Promise<void>;
}

export async function startMailBox(port = 0): Promise<MailBox> {
  const waiting: { readonly count: number; readonly done: () => void }[] = [];
  const server = new SMTPServer({
    authOptional: true,
    onAuth: (_auth, _session, callback) => callback(null, { user: 'anybody' }),
    disabledCommands: ['STARTTLS'],
    closeTimeout: 100,
    onMailFrom(_address, _session, callback) {
      const { behaviour } = box;
      const refuses = typeof behaviour === 'object' && behaviour.at === 'sender';
      callback(refuses ? replyOf(behaviour.code) : null);
    },
    onRcptTo(address, _session, callback) {
      const { behaviour } = box;
      const refuses =
        typeof behaviour === 'object' && (behaviour.to === undefined || behaviour.to === address.address);
      callback(refuses ? replyOf(behaviour.code) : null);
    },
    onData(stream, session, callback) {
      // A mail that breaks off is none.
      takeMail(stream, session.envelope.rcptTo[0]?.address ?? '', callback).catch(() => undefined);
    },
  });
  // A client that gives up in the middle is what these tests are about.
  server.on('error', () => undefined);

  async function takeMail(
    stream: SMTPServerDataStream,
    to: string,
    callback: (error?: Error | null) => void,
  ): Promise<void> {
    let source = '';
    for await (const chunk of stream) source += String(chunk);
    if (box.behaviour === 'stall') return;
    if (box.behaviour === 'die') {
      for (const connection of server.connections) connection.close();
      return;
    }
    box.taken.push({ to, source, messageId: /^message-id: (.+)$/im.exec(source)?.[1]?.trim() ?? '' });
    callback(null);
    tell();
  }

  function tell(): void {
    for (const one of waiting) if (box.taken.length >= one.count) one.done();
  }

  const listening = server.listen(port, '127.0.0.1');
  await once(listening, 'listening');
  const box: MailBox = {
    url: `smtp://127.0.0.1:${(listening.address() as AddressInfo).port}`,
    taken: [],
    behaviour: 'ok',
    taking: (count) =>
      new Promise((resolve) => {
        waiting.push({ count, done: resolve });
        tell();
      }),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return box;
}

function replyOf(responseCode: number): Error {
  return Object.assign(new Error('not now'), { responseCode });
}
