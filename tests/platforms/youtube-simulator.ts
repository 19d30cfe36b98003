import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import {
  audienceAnswer,
  channelPage,
  chatAnswer,
  chatPage,
  reload,
  replayNext,
  seek,
  timed,
  videoPage,
} from './youtube-pages.ts';

/** What a video is: on, ended with or without its chat kept, or not for the public. */
export type VideoState = 'live' | 'archived' | 'no-chat' | 'private' | 'members' | 'adult' | 'deleted';

/** A loopback stand-in for YouTube: pages, the polling of chats, and faults on command. */
export interface YoutubeSimulator {
  /** For CHATPULSE_YOUTUBE_URL. */
  readonly url: string;
  readonly port: number;
  /** Connections that are open now. */
  connections(): number;
  readonly requests: readonly SimulatedRequest[];
  /** Resolves when so many polls of a chat have come since the start. */
  polled(videoId: string, times?: number): Promise<void>;
  /** Resolves when so many requests have come since the start. */
  asked(times: number): Promise<void>;
  /** Makes or changes a video. What was said stays. */
  video(videoId: string, state: VideoState, title?: string): void;
  /** Puts a video on the air of a channel (`@handle`, `channel/UC…`); null: the channel is there and off air. */
  onAir(channelPath: string, videoId: string | null): void;
  /** Adds actions to a chat; those of an archived video are what its replay holds. */
  say(videoId: string, actions: readonly unknown[]): void;
  /** So many watch a video; of one that is not live this is how often it was ever seen. */
  seat(videoId: string, viewers: number): void;
  /** Ends a live chat in one of the platform's two ways. */
  end(videoId: string, way?: 'nothing' | 'reload'): void;
  /** Answers the next requests of a kind with a status. */
  fail(status: number, options?: Failing): void;
  /** Breaks the next answers to polls in the middle of their bodies. */
  resetInBody(times: number): void;
  /** Answers the next polls with a page in place of JSON. */
  garble(times: number): void;
  /** Names the way on in the next answers to polls by a kind that nobody knows. */
  changeForm(times: number): void;
  /** Closes all connections. */
  drop(): void;
  /** Closes new connections at once. */
  refuse(on: boolean): void;
  /** Keeps connections open and answers nothing. */
  stall(on: boolean): void;
  /** All places in chats that were given out so far are not valid any more. */
  expire(): void;
  /** What the platform asks for between two polls, ms. */
  askForPause(ms: number): void;
  close(): Promise<void>;
}

export interface SimulatedRequest {
  readonly path: string;
  readonly kind: RequestKind;
  readonly userAgent: string;
  readonly continuation: string | undefined;
}

export type RequestKind = 'poll' | 'page' | 'audience';

export interface Failing {
  readonly kind?: RequestKind;
  readonly times?: number;
  /** Seconds. */
  readonly retryAfter?: number;
  /** Where a redirect leads. */
  readonly location?: string;
}

/** The body of a question. */
interface Asked {
  readonly continuation?: string | undefined;
  readonly videoId?: string | undefined;
}

function kindOf(path: string): RequestKind {
  if (path === '/youtubei/v1/updated_metadata') return 'audience';
  return path.startsWith('/youtubei/') ? 'poll' : 'page';
}

interface Video {
  state: VideoState;
  title: string;
  readonly actions: unknown[];
  ended: 'nothing' | 'reload' | undefined;
  polls: number;
  viewers: number;
}

export interface SimulatorOptions {
  readonly port?: number;
  /** So many of the last actions a chat begins with. */
  readonly backlog?: number;
  readonly pauseMs?: number;
}

const HOST = '127.0.0.1';
const REPLAY_PAGE = 50;
const PLAYABILITY: Readonly<Record<VideoState, { readonly status: string; readonly reason?: string }>> = {
  live: { status: 'OK' },
  archived: { status: 'OK' },
  'no-chat': { status: 'OK' },
  private: { status: 'LOGIN_REQUIRED', reason: 'This is a private video.' },
  adult: { status: 'LOGIN_REQUIRED', reason: 'Sign in to confirm your age' },
  members: { status: 'UNPLAYABLE', reason: 'Members-only content' },
  deleted: { status: 'ERROR', reason: 'Video unavailable' },
};

export async function startYoutubeSimulator({
  port = 0,
  backlog = 20,
  pauseMs = 1_000,
}: SimulatorOptions = {}): Promise<YoutubeSimulator> {
  const videos = new Map<string, Video>();
  const channels = new Map<string, string | null>();
  const sockets = new Set<Socket>();
  const requests: SimulatedRequest[] = [];
  const failures: { status: number; kind: RequestKind; times: number; headers: Record<string, string> }[] =
    [];
  const waiters = new Set<{ readonly done: () => boolean; readonly resolve: () => void }>();
  let epoch = 0;
  let pause = pauseMs;
  let resets = 0;
  let garbled = 0;
  let changed = 0;
  let refusing = false;
  let stalled = false;

  function wake(): void {
    for (const waiter of waiters) {
      if (!waiter.done()) continue;
      waiters.delete(waiter);
      waiter.resolve();
    }
  }

  function until(done: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      waiters.add({ done, resolve });
      wake();
    });
  }

  function tokenOf(videoId: string, place: string | number): string {
    return `${epoch}/${videoId}/${place}`;
  }

  function page(url: URL): string | undefined {
    const videoId = url.searchParams.get('v') ?? '';
    const known = videos.get(videoId);
    if (url.pathname === '/live_chat') {
      const isOn = known?.state === 'live' && known.ended === undefined;
      return chatPage(isOn ? { continuation: tokenOf(videoId, 'begin') } : undefined);
    }
    if (url.pathname === '/watch') return watchPage(videoId);
    const channel = decodeURIComponent(url.pathname).replace(/^\/(.*)\/live$/, '$1');
    const onAir = channels.get(channel);
    if (onAir === undefined) return undefined;
    return onAir === null ? channelPage() : watchPage(onAir);
  }

  function watchPage(videoId: string): string {
    const { state, title, ended } = videos.get(videoId) ?? { state: 'deleted', title: '', ended: undefined };
    const chat =
      state === 'archived' ? { continuation: tokenOf(videoId, 'begin'), isReplay: true } : undefined;
    const isLive = state === 'live' && ended === undefined;
    return videoPage({ videoId, title, isLive, playability: PLAYABILITY[state], chat });
  }

  /** The status of a refusal, or the answer. */
  function poll(isReplay: boolean, continuation: string): number | unknown {
    const [given, videoId = '', place = ''] = continuation.split('/');
    const video = videos.get(videoId);
    if (!video || video.state === 'deleted') return 404;
    video.polls += 1;
    if (video.state === 'private' || video.state === 'members' || video.state === 'adult') return 403;
    if (given !== String(epoch) || isReplay !== (video.state === 'archived')) return 400;
    if (video.state === 'no-chat') return 400;
    const { actions, ended } = video;
    if (isReplay) {
      const from = place === 'begin' ? 0 : Number(place);
      const to = Math.min(actions.length, from + REPLAY_PAGE);
      const next = to < actions.length ? [replayNext(tokenOf(videoId, to))] : [];
      return chatAnswer(actions.slice(from, to), [...next, seek(tokenOf(videoId, 'begin'))]);
    }
    const from = place === 'begin' ? Math.max(0, actions.length - backlog) : Number(place);
    const said = actions.slice(from);
    const next = tokenOf(videoId, actions.length);
    if (ended !== undefined && said.length === 0)
      return chatAnswer([], ended === 'reload' ? [reload(next)] : undefined);
    if (changed > 0) {
      changed -= 1;
      return chatAnswer(said, [{ continuationOfAnotherKind: { continuation: next } }]);
    }
    return chatAnswer(said, [timed(next, pause)]);
  }

  function failureFor(kind: RequestKind): (typeof failures)[number] | undefined {
    const found = failures.find((failure) => failure.kind === kind && failure.times > 0);
    if (found) found.times -= 1;
    return found;
  }

  function answer(request: IncomingMessage, response: ServerResponse, body: string): void {
    const url = new URL(request.url ?? '/', `http://${HOST}`);
    const kind = kindOf(url.pathname);
    const { continuation, videoId } = kind === 'page' ? {} : (JSON.parse(body) as Asked);
    const userAgent = request.headers['user-agent'] ?? '';
    requests.push({ path: `${url.pathname}${url.search}`, kind, userAgent, continuation });
    if (!stalled) respond(response, { url, kind, continuation, videoId });
    wake();
  }

  function respond(
    response: ServerResponse,
    { url, kind, continuation = '', videoId = '' }: Asked & { readonly url: URL; readonly kind: RequestKind },
  ): void {
    const failure = failureFor(kind);
    if (failure) {
      response.writeHead(failure.status, failure.headers).end();
      return;
    }
    if (kind === 'page') {
      const html = page(url);
      response.writeHead(html === undefined ? 404 : 200, { 'content-type': 'text/html' }).end(html);
      return;
    }
    if (kind === 'audience') {
      const { state, viewers = 0, ended } = videos.get(videoId) ?? {};
      const isLive = state === 'live' && ended === undefined;
      response.end(JSON.stringify(audienceAnswer({ isLive, viewers })));
      return;
    }
    if (garbled > 0) {
      garbled -= 1;
      response.end('<!DOCTYPE html><title>Sorry</title>');
      return;
    }
    const polled = poll(url.pathname.endsWith('get_live_chat_replay'), continuation);
    if (typeof polled === 'number') {
      response.writeHead(polled, { 'content-type': 'application/json' }).end('{"error":{}}');
      return;
    }
    const text = Buffer.from(JSON.stringify(polled));
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': text.length });
    if (resets === 0) response.end(text);
    else {
      resets -= 1;
      response.write(text.subarray(0, text.length / 2), () => response.socket?.destroy());
    }
  }

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('error', () => undefined);
    request.on('end', () => {
      answer(request, response, Buffer.concat(chunks).toString('utf8'));
    });
  });
  server.on('connection', (socket) => {
    if (refusing) {
      socket.destroy();
      return;
    }
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, resolve);
  });
  const bound = (server.address() as AddressInfo).port;

  function videoOf(videoId: string): Video {
    const found = videos.get(videoId);
    if (found) return found;
    const made: Video = {
      state: 'live',
      title: 'A show',
      actions: [],
      ended: undefined,
      polls: 0,
      viewers: 0,
    };
    videos.set(videoId, made);
    return made;
  }

  function drop(): void {
    for (const socket of sockets) socket.destroy();
  }

  return {
    url: `http://${HOST}:${bound}`,
    port: bound,
    connections: () => sockets.size,
    requests,
    polled: (videoId, times = 1) => until(() => (videos.get(videoId)?.polls ?? 0) >= times),
    asked: (times) => until(() => requests.length >= times),
    video(videoId, state, title) {
      const video = videoOf(videoId);
      video.state = state;
      if (title !== undefined) video.title = title;
    },
    onAir(channelPath, videoId) {
      channels.set(channelPath, videoId);
    },
    seat(videoId, viewers) {
      videoOf(videoId).viewers = viewers;
    },
    say(videoId, actions) {
      videoOf(videoId).actions.push(...actions);
    },
    end(videoId, way = 'nothing') {
      videoOf(videoId).ended = way;
    },
    fail(status, { kind = 'poll', times = 1, retryAfter, location } = {}) {
      const headers: Record<string, string> = {};
      if (retryAfter !== undefined) headers['retry-after'] = String(retryAfter);
      if (location !== undefined) headers['location'] = location;
      failures.push({ status, kind, times, headers });
    },
    resetInBody(times) {
      resets = times;
    },
    changeForm(times) {
      changed = times;
    },
    garble(times) {
      garbled = times;
    },
    drop,
    refuse(on) {
      refusing = on;
    },
    stall(on) {
      stalled = on;
    },
    expire() {
      epoch += 1;
    },
    askForPause(ms) {
      pause = ms;
    },
    async close() {
      await new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
        drop();
      });
    },
  };
}
