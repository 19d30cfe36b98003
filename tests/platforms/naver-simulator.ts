import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { NaverComment } from './naver-payloads.ts';

/** What goes wrong with an answer. */
export type NaverFault =
  /** The connection ends without an answer. */
  | { readonly kind: 'drop' }
  /** The connection stays, and no answer comes. */
  | { readonly kind: 'stall' }
  /** The connection breaks in the middle of the body. */
  | { readonly kind: 'reset' }
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: string }
  /** 200 with this body. */
  | { readonly kind: 'body'; readonly body: string }
  /** A page of comments comes in another order. */
  | { readonly kind: 'disorder' }
  /** The page before comes once more. */
  | { readonly kind: 'repeat' }
  /** A page without a cursor. */
  | { readonly kind: 'null-next' };

type Endpoint = 'broadcast' | 'recent-comments' | 'replays';

/** A loopback stand-in for Naver Shopping Live, with faults on command. */
export interface NaverSimulator {
  /** For CHATPULSE_NAVER_SHOPPING_URL. */
  readonly url: string;
  /** Connections that are open now. */
  connections(): number;
  /** Connections made so far. */
  accepted(): number;
  /** Requests so far to one endpoint of all broadcasts. */
  requests(endpoint: Endpoint): number;
  /** What clients called themselves. */
  readonly userAgents: ReadonlySet<string>;
  /** Resolves when so many requests have come to an endpoint since the start. */
  requested(endpoint: Endpoint, times?: number): Promise<void>;
  /** Makes or changes a broadcast; one that was never made is not known. */
  describe(broadcast: string, description: { readonly status?: string; readonly title?: string }): void;
  /** Makes the platform forget a broadcast. */
  remove(broadcast: string): void;
  /** Appends comments, numbered by the platform unless `withNumbers` is false, or what stands for them. */
  say(broadcast: string, comments: readonly unknown[], withNumbers?: boolean): void;
  /** The next so many answers of an endpoint (of any, without one) go wrong. */
  fail(fault: NaverFault, options?: { readonly times?: number; readonly endpoint?: Endpoint }): void;
  /** No more faults; those that wait for an answer are dropped. */
  heal(): void;
  close(): Promise<void>;
}

interface Entry {
  readonly no: number;
  readonly comment: unknown;
}

interface Broadcast {
  status: string;
  title: string;
  version: number;
  readonly comments: Entry[];
}

interface Failing {
  readonly fault: NaverFault;
  readonly endpoint: Endpoint | undefined;
  left: number;
}

const ROOT = '/live_commerce_web/viewer_api_web/v1/broadcast/';

export async function startNaverSimulator({
  port = 0,
}: { readonly port?: number } = {}): Promise<NaverSimulator> {
  const broadcasts = new Map<string, Broadcast>();
  const sockets = new Set<Socket>();
  const stalled = new Set<ServerResponse>();
  const counts = new Map<Endpoint, number>();
  const userAgents = new Set<string>();
  const waiters = new Set<() => void>();
  let failing: Failing[] = [];
  let accepted = 0;
  let lastNo = 0;
  let lastPage: object = { list: [], next: null };

  const server = createServer(answer);
  // Long polls of a clock turned by hand must not run into the server's own time-outs.
  server.keepAliveTimeout = 0;
  server.on('connection', (socket) => {
    accepted += 1;
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', 'http://simulator');
    const [id = '', ...rest] = url.pathname.slice(ROOT.length).split('/');
    const endpoint = endpointOf(rest.join('/'));
    userAgents.add(request.headers['user-agent'] ?? '');
    if (!url.pathname.startsWith(ROOT) || !endpoint) {
      response.writeHead(404).end();
      return;
    }
    const fault = takeFault(endpoint);
    counts.set(endpoint, (counts.get(endpoint) ?? 0) + 1);
    respond({ request, response, url, endpoint, broadcast: broadcasts.get(id), fault });
    for (const wake of waiters) wake();
  }

  interface Exchange {
    readonly request: IncomingMessage;
    readonly response: ServerResponse;
    readonly url: URL;
    readonly endpoint: Endpoint;
    readonly broadcast: Broadcast | undefined;
    readonly fault: NaverFault | undefined;
  }

  function respond(exchange: Exchange): void {
    const { request, response, fault, broadcast } = exchange;
    if (fault?.kind === 'drop') request.socket.destroy();
    else if (fault?.kind === 'stall') stalled.add(response);
    else if (fault?.kind === 'status')
      response
        .writeHead(fault.status, fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter })
        .end('{"code":"ERROR"}');
    else if (fault?.kind === 'body') response.end(fault.body);
    else if (!broadcast) response.writeHead(404).end('{"code":"NOT_FOUND"}');
    else if (exchange.endpoint === 'broadcast') describeTo(exchange, broadcast);
    else sendPage(exchange, pageOf(exchange, broadcast));
  }

  function describeTo({ request, response }: Exchange, { status, title, version }: Broadcast): void {
    const etag = `"${version}"`;
    if (request.headers['if-none-match'] === etag) {
      response.writeHead(304).end();
      return;
    }
    response.writeHead(200, { 'content-type': 'application/json', etag });
    response.end(JSON.stringify({ id: 1, status, title, startDate: '2026-01-01T21:00:00.000' }));
  }

  function pageOf({ url, endpoint, fault }: Exchange, { comments }: Broadcast): object {
    if (fault?.kind === 'repeat') return lastPage;
    const size = Number(url.searchParams.get('size') ?? '30');
    const after = url.searchParams.get(endpoint === 'replays' ? 'lastCommentNo' : 'next') || '0';
    const rest =
      after === '0' ? comments : comments.slice(comments.findLastIndex(({ no }) => no <= Number(after)) + 1);
    // Without a cursor the live page begins near its end, and the replay at the start.
    const page = endpoint === 'recent-comments' && after === '0' ? rest.slice(-size) : rest.slice(0, size);
    const last = fault?.kind === 'null-next' ? null : (page.at(-1)?.no ?? null);
    const list = page.map(({ comment }) => comment);
    if (fault?.kind === 'disorder') list.reverse();
    lastPage =
      endpoint === 'replays'
        ? { comments: list, hasNext: page.length < rest.length, lastCommentNo: last }
        : { list, next: last };
    return lastPage;
  }

  function sendPage({ request, response, fault }: Exchange, page: object): void {
    const body = Buffer.from(JSON.stringify(page));
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
    if (fault?.kind === 'reset')
      response.write(body.subarray(0, body.length / 2), () => request.socket.destroy());
    else response.end(body);
  }

  function takeFault(endpoint: Endpoint): NaverFault | undefined {
    const found = failing.find((one) => one.endpoint === undefined || one.endpoint === endpoint);
    if (!found) return undefined;
    found.left -= 1;
    if (found.left <= 0) failing = failing.filter((one) => one !== found);
    return found.fault;
  }

  function numbered(raw: unknown, withNumbers: boolean): Entry {
    lastNo += 1;
    const isComment = typeof raw === 'object' && raw !== null && 'commentCreatedAt' in raw;
    const comment = withNumbers && isComment ? { ...(raw as NaverComment), commentNo: lastNo } : raw;
    return { no: lastNo, comment };
  }

  function dropStalled(): void {
    for (const response of stalled) response.destroy();
    stalled.clear();
  }

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections: () => sockets.size,
    accepted: () => accepted,
    requests: (endpoint) => counts.get(endpoint) ?? 0,
    userAgents,
    requested: (endpoint, times = 1) =>
      new Promise((resolve) => {
        const check = (): void => {
          if ((counts.get(endpoint) ?? 0) < times) return;
          waiters.delete(check);
          resolve();
        };
        waiters.add(check);
        check();
      }),
    describe(id, { status, title }) {
      const known = broadcasts.get(id) ?? { status: 'ONAIR', title: 'A show', version: 0, comments: [] };
      known.status = status ?? known.status;
      known.title = title ?? known.title;
      known.version += 1;
      broadcasts.set(id, known);
    },
    remove(id) {
      broadcasts.delete(id);
    },
    say(id, comments, withNumbers = true) {
      broadcasts.get(id)?.comments.push(...comments.map((one) => numbered(one, withNumbers)));
    },
    fail(fault, { times = 1, endpoint } = {}) {
      failing.push({ fault, endpoint, left: times });
    },
    heal() {
      failing = [];
      dropStalled();
    },
    async close() {
      dropStalled();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

function endpointOf(path: string): Endpoint | undefined {
  if (path === '') return 'broadcast';
  if (path === 'recent-comments') return 'recent-comments';
  return path === 'replays/comments' ? 'replays' : undefined;
}
