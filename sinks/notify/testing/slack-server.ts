import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the server does with the next requests. */
export type SlackBehaviour =
  | 'ok'
  | 'stall'
  | 'stall-in-body'
  | 'die'
  | 'garbage'
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>> };

/** An HTTP server on loopback in the place of Slack. */
export interface SlackServer {
  readonly url: string;
  /** Texts of the messages that it took, in order. */
  readonly taken: { readonly text: string; readonly body: string }[];
  requests: number;
  /** The word `from` of the address of each request, so that senders can be told apart. */
  readonly senders: string[];
  behaviour: SlackBehaviour;
  /** Resolves when it has been asked so many times. */
  asked(count: number): Promise<void>;
  /** Resolves when it has taken so many. */
  taking(count: number): Promise<void>;
  /** Resolves when the first part of an answer that stalls in its body is on its way. */
  answering(): Promise<void>;
  close(): Promise<void>;
}

const SECRET_PATH = '/services/T000/B000/secret';

/** @param port 0: any; to come back where it was before */
export async function startSlackServer(port = 0): Promise<SlackServer> {
  let tellAnswering: () => void = () => undefined;
  const answering = new Promise<void>((resolve) => {
    tellAnswering = resolve;
  });
  const waiting: { readonly count: number; readonly done: () => void }[] = [];
  const waitingForRequests: { readonly count: number; readonly done: () => void }[] = [];
  const server: Server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const slack: SlackServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${SECRET_PATH}`,
    taken: [],
    requests: 0,
    senders: [],
    behaviour: 'ok',
    asked: (count) =>
      new Promise((resolve) => {
        waitingForRequests.push({ count, done: resolve });
        tell();
      }),
    taking: (count) =>
      new Promise((resolve) => {
        waiting.push({ count, done: resolve });
        tell();
      }),
    answering: () => answering,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };

  function tell(): void {
    for (const one of waiting) if (slack.taken.length >= one.count) one.done();
    for (const one of waitingForRequests) if (slack.requests >= one.count) one.done();
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    slack.requests += 1;
    slack.senders.push(new URL(request.url ?? '/', 'http://localhost').searchParams.get('from') ?? '');
    const { behaviour } = slack;
    tell();
    let body = '';
    for await (const chunk of request) body += String(chunk);
    if (behaviour === 'stall') return;
    if (behaviour === 'die') {
      request.socket.destroy();
      return;
    }
    if (behaviour === 'stall-in-body') {
      response.writeHead(200).write('o', () => tellAnswering());
      return;
    }
    if (behaviour === 'garbage') {
      response.end('<html>a proxy of somebody</html>');
      return;
    }
    if (behaviour !== 'ok') {
      response.writeHead(behaviour.status, { ...behaviour.headers }).end('no_service');
      return;
    }
    response.end('ok');
    slack.taken.push({ text: String((JSON.parse(body) as { text?: unknown }).text), body });
    tell();
  }
  return slack;
}
