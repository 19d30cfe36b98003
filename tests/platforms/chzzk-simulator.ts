import { backlogFrame, blindFrame, chatFrame, type ChzzkItem } from './chzzk-payloads.ts';
import {
  startLoopbackPlatform,
  type HttpFault,
  type LoopbackClient,
  type LoopbackPlatform,
} from './loopback-platform.ts';

/** A loopback stand-in for CHZZK: status, access tokens and chat, with faults on command. */
export interface ChzzkSimulator extends Omit<LoopbackPlatform, 'httpUrl' | 'wsUrl' | 'until'> {
  readonly settings: {
    readonly chzzkApiUrl: string;
    readonly chzzkCommUrl: string;
    readonly chzzkChatUrl: string;
  };
  /** The same, as environment variables. */
  readonly env: Readonly<Record<string, string>>;
  /** What clients sent in the chat, all connections together. */
  readonly received: readonly string[];
  /** Begins a broadcast, with a chat of its own; answers the chat's id. */
  goLive(channel: string, options?: { readonly title?: string; readonly adult?: boolean }): string;
  /** Ends it: the status says so, the chat stays open. */
  goOff(channel: string): void;
  retitle(channel: string, title: string): void;
  /** So many watch from now on. */
  seat(channel: string, viewers: number): void;
  /** Resolves when so many readers have been let into chats of a channel since the start. */
  joined(channel: string, times?: number): Promise<void>;
  receivedCommand(cmd: number, times?: number): Promise<void>;
  /** Says messages, which the backlog keeps, to all who read the current chat. */
  post(channel: string, items: readonly ChzzkItem[]): void;
  /** Says messages that are lost on the way: only the backlog has them. */
  postUnheard(channel: string, items: readonly ChzzkItem[]): void;
  /** Hides a message, live and in the backlog. */
  blind(channel: string, item: ChzzkItem): void;
  send(channel: string, frames: readonly (string | Uint8Array)[]): void;
  /** The order of the backlog; as said unless told otherwise. */
  arrangeBacklog(order: (items: readonly ChzzkItem[]) => readonly ChzzkItem[]): void;
  /** Leaves requests for the backlog without an answer. */
  keepBacklog(on: boolean): void;
  /** Lets nobody in, whatever the token. */
  expireTokens(on: boolean): void;
  /** Answers every request for a token as for a broadcast for adults. */
  askForLogin(on: boolean): void;
  statusRequests(channel: string): number;
  /** Resolves when the status of a channel was asked for so often since the start. */
  statusAsked(channel: string, times: number): Promise<void>;
}

interface Broadcast {
  readonly chatChannelId: string;
  readonly adult: boolean;
  title: string;
  viewers: number;
  live: boolean;
}

const BACKLOG = 50;
/** The platform asks for the status every ten seconds. */
const PERIOD_MS = 10_000;

export async function startChzzkSimulator({
  port = 0,
}: { readonly port?: number } = {}): Promise<ChzzkSimulator> {
  const broadcasts = new Map<string, Broadcast>();
  const said = new Map<string, ChzzkItem[]>();
  const readers = new Map<LoopbackClient, string>();
  const joins = new Map<string, number>();
  const asked = new Map<string, number>();
  const received: string[] = [];
  let tokens = 0;
  let expired = false;
  let chats = 0;
  let backlogKept = false;
  let loginNeeded = false;
  let arrange = (items: readonly ChzzkItem[]): readonly ChzzkItem[] => items;

  function statusOf(channel: string): HttpFault {
    asked.set(channel, (asked.get(channel) ?? 0) + 1);
    const broadcast = broadcasts.get(channel);
    if (!broadcast) return { status: 404, json: { code: 404, message: 'no channel', content: null } };
    const { title, live, adult, chatChannelId, viewers } = broadcast;
    const content = {
      liveTitle: title,
      status: live ? 'OPEN' : 'CLOSE',
      adult,
      concurrentUserCount: viewers,
      chatChannelId: adult ? null : chatChannelId,
      livePollingStatusJson: JSON.stringify({ callPeriodMilliSecond: PERIOD_MS }),
    };
    return { status: 200, json: { code: 200, message: null, content } };
  }

  function giveToken(): HttpFault {
    if (loginNeeded) return { status: 401, json: { code: 42_601, message: 'adults', content: null } };
    tokens += 1;
    const content = { accessToken: `token-${tokens}`, extraToken: 'x' };
    return { status: 200, json: { code: 200, message: null, content } };
  }

  function channelOf(chatChannelId: string): string | undefined {
    for (const [channel, one] of broadcasts) if (one.chatChannelId === chatChannelId) return channel;
    return undefined;
  }

  function hear(client: LoopbackClient, data: Buffer): void {
    const text = data.toString('utf8');
    received.push(text);
    const sent = JSON.parse(text) as {
      readonly cmd: number;
      readonly cid?: string;
      readonly bdy?: { readonly accTkn?: string };
    };
    const { cid = '' } = sent;
    switch (sent.cmd) {
      case 0:
        client.send(JSON.stringify({ ver: '1', cmd: 10_000 }));
        return;
      case 100: {
        const channel = channelOf(cid);
        if (channel === undefined || expired || !/^token-\d+$/.test(sent.bdy?.accTkn ?? '')) {
          client.send(JSON.stringify({ cmd: 10_100, retCode: 5_101, retMsg: 'INVALID TOKEN', cid, bdy: {} }));
          return;
        }
        readers.set(client, cid);
        joins.set(channel, (joins.get(channel) ?? 0) + 1);
        client.send(
          JSON.stringify({ cmd: 10_100, retCode: 0, retMsg: 'SUCCESS', cid, bdy: { sid: 's1', uuid: 'u' } }),
        );
        return;
      }
      case 5_101: {
        if (backlogKept) return;
        client.send(backlogFrame(arrange((said.get(cid) ?? []).slice(-BACKLOG))));
        return;
      }
      default:
        return;
    }
  }

  const platform = await startLoopbackPlatform({
    port,
    answer({ url }) {
      const status = /^\/polling\/v2\/channels\/([^/]+)\/live-status$/.exec(url.pathname);
      if (status?.[1]) return statusOf(status[1]);
      return url.pathname === '/nng_main/v1/chats/access-token' ? giveToken() : undefined;
    },
    onMessage: hear,
    onClose: (client) => readers.delete(client),
  });

  function chatOf(channel: string): string {
    return broadcasts.get(channel)?.chatChannelId ?? '';
  }

  function send(channel: string, frames: readonly (string | Uint8Array)[]): void {
    const chat = chatOf(channel);
    for (const [client, reads] of readers) if (reads === chat) for (const one of frames) client.send(one);
  }

  function keep(channel: string, items: readonly ChzzkItem[]): void {
    const chat = chatOf(channel);
    said.set(chat, [...(said.get(chat) ?? []), ...items].slice(-BACKLOG));
  }

  const settings = {
    chzzkApiUrl: platform.httpUrl,
    chzzkCommUrl: platform.httpUrl,
    chzzkChatUrl: `${platform.wsUrl}/chat`,
  };
  return {
    ...platform,
    settings,
    env: {
      CHATPULSE_CHZZK_API_URL: settings.chzzkApiUrl,
      CHATPULSE_CHZZK_COMM_URL: settings.chzzkCommUrl,
      CHATPULSE_CHZZK_CHAT_URL: settings.chzzkChatUrl,
    },
    received,
    goLive(channel, { title = '오늘 방송', adult = false } = {}) {
      chats += 1;
      const chatChannelId = `N${chats}chat`;
      broadcasts.set(channel, { chatChannelId, title, adult, viewers: 0, live: true });
      return chatChannelId;
    },
    goOff(channel) {
      const broadcast = broadcasts.get(channel);
      if (broadcast) broadcast.live = false;
      else
        broadcasts.set(channel, {
          chatChannelId: 'N0chat',
          title: '',
          adult: false,
          viewers: 0,
          live: false,
        });
    },
    seat(channel, viewers) {
      const broadcast = broadcasts.get(channel);
      if (broadcast) broadcast.viewers = viewers;
    },
    retitle(channel, title) {
      const broadcast = broadcasts.get(channel);
      if (broadcast) broadcast.title = title;
    },
    joined: (channel, times = 1) => platform.until(() => (joins.get(channel) ?? 0) >= times),
    receivedCommand: (cmd, times = 1) =>
      platform.until(
        () =>
          received.filter((text) => (JSON.parse(text) as { readonly cmd: number }).cmd === cmd).length >=
          times,
      ),
    post(channel, items) {
      keep(channel, items);
      send(channel, [chatFrame(...items)]);
    },
    postUnheard: keep,
    blind(channel, item) {
      const chat = chatOf(channel);
      said.set(
        chat,
        (said.get(chat) ?? []).map((one) =>
          one.uid === item.uid && one.msgTime === item.msgTime ? { ...one, msgStatusType: 'BLIND' } : one,
        ),
      );
      send(channel, [blindFrame(item.uid, item.msgTime)]);
    },
    send,
    arrangeBacklog(order) {
      arrange = order;
    },
    keepBacklog(on) {
      backlogKept = on;
    },
    expireTokens(on) {
      expired = on;
    },
    askForLogin(on) {
      loginNeeded = on;
    },
    statusRequests: (channel) => asked.get(channel) ?? 0,
    statusAsked: (channel, times) => platform.until(() => (asked.get(channel) ?? 0) >= times),
  };
}
