import { createPacketReader, writePacket, type PacketReader } from '../../producers/soop/packet.ts';
import {
  startLoopbackPlatform,
  type HttpFault,
  type LoopbackClient,
  type LoopbackPlatform,
} from './loopback-platform.ts';
import { END_PACKET } from './soop-payloads.ts';

/** A loopback stand-in for SOOP: the player's question and the chat, with faults on command. */
export interface SoopSimulator extends Omit<LoopbackPlatform, 'httpUrl' | 'wsUrl' | 'until'> {
  readonly settings: { readonly soopApiUrl: string; readonly soopChatUrl: string };
  /** The same, as environment variables. */
  readonly env: Readonly<Record<string, string>>;
  /** The numbers of the packets that clients sent, all connections together. */
  readonly received: readonly string[];
  /** Begins a broadcast; answers its number. */
  goLive(channel: string, options?: LiveOptions): number;
  /** Ends it: new questions are told so, and where `tell` is set the chat too. */
  goOff(channel: string, options?: { readonly tell: boolean }): void;
  /** So many watch the broadcast. */
  seat(channel: string, viewers: number): void;
  /** Resolves when so many readers have been let into chats of a channel since the start. */
  joined(channel: string, times?: number): Promise<void>;
  receivedPacket(op: string, times?: number): Promise<void>;
  /** Sends bytes to all who read the channel, one frame each. */
  send(channel: string, frames: readonly Uint8Array[]): void;
  /** Sends bytes cut into frames of this size, wherever packets begin. */
  sendCut(channel: string, bytes: Uint8Array, size: number): void;
  /** Lets nobody in. */
  rejectJoins(on: boolean): void;
  questions(channel: string): number;
  /** Resolves when the channel was asked for so often since the start. */
  asked(channel: string, times: number): Promise<void>;
}

interface LiveOptions {
  readonly title?: string;
  readonly loginNeeded?: boolean;
  readonly password?: boolean;
  readonly chatDomain?: string;
}

interface Broadcast extends LiveOptions {
  readonly number: number;
  viewers: number;
  live: boolean;
}

interface Reader {
  readonly packets: PacketReader;
  channel: string | undefined;
}

export async function startSoopSimulator({
  port = 0,
}: { readonly port?: number } = {}): Promise<SoopSimulator> {
  const broadcasts = new Map<string, Broadcast>();
  const readers = new Map<LoopbackClient, Reader>();
  const joins = new Map<string, number>();
  const asked = new Map<string, number>();
  const received: string[] = [];
  let numbers = 1_000;
  let rejecting = false;

  function answerFor(channel: string): HttpFault {
    asked.set(channel, (asked.get(channel) ?? 0) + 1);
    const broadcast = broadcasts.get(channel);
    if (!broadcast?.live) return { status: 200, json: { CHANNEL: { RESULT: 0 } } };
    if (broadcast.loginNeeded) return { status: 200, json: { CHANNEL: { RESULT: -6 } } };
    const { number, title = '오늘 방송', password = false, chatDomain = 'chat-1.sooplive.com' } = broadcast;
    const show = {
      RESULT: 1,
      BNO: String(number),
      CHATNO: String(number + 1),
      CHDOMAIN: chatDomain,
      CHPT: '8000',
      TITLE: title,
      BPWD: password ? 'Y' : 'N',
    };
    return { status: 200, json: { CHANNEL: show } };
  }

  /** What the page of a channel asks. Off air there is nothing to tell. */
  function audienceOf(channel: string): HttpFault {
    const broadcast = broadcasts.get(channel);
    if (!broadcast?.live) return { status: 204 };
    const { number, title = '오늘 방송', viewers } = broadcast;
    return { status: 200, json: { broadNo: number, broadTitle: title, currentSumViewer: viewers } };
  }

  function act(client: LoopbackClient, reader: Reader, op: string, fields: readonly string[]): void {
    received.push(op);
    switch (op) {
      case '0000':
        client.send(writePacket('0000', ['']));
        return;
      case '0001':
        client.send(writePacket('0001', ['', '', '16', '']));
        return;
      case '0002': {
        const channel = client.path.split('/').at(-1) ?? '';
        const broadcast = broadcasts.get(channel);
        if (rejecting || !broadcast || fields[0] !== String(broadcast.number + 1)) {
          client.send(Buffer.from('\x1b\t000200000109\f'));
          return;
        }
        reader.channel = channel;
        joins.set(channel, (joins.get(channel) ?? 0) + 1);
        client.send(writePacket('0002', [fields[0] ?? '', '0', '']));
        return;
      }
      default:
        return;
    }
  }

  const platform = await startLoopbackPlatform({
    port,
    answer({ url, method }) {
      const channel = /^\/v1\.1\/channel\/([^/]+)\/home\/section\/broad$/.exec(url.pathname)?.[1];
      if (channel !== undefined) return audienceOf(channel);
      return method === 'POST' && url.pathname === '/afreeca/player_live_api.php'
        ? answerFor(url.searchParams.get('bjid') ?? '')
        : undefined;
    },
    onMessage(client, data) {
      const reader = readers.get(client) ?? { packets: createPacketReader(), channel: undefined };
      readers.set(client, reader);
      for (const piece of reader.packets.push(data))
        if (piece.type === 'packet') act(client, reader, piece.packet.op, piece.packet.fields);
    },
    onClose: (client) => readers.delete(client),
  });

  function send(channel: string, frames: readonly Uint8Array[]): void {
    for (const [client, reader] of readers)
      if (reader.channel === channel) for (const one of frames) client.send(one);
  }

  const settings = { soopApiUrl: platform.httpUrl, soopChatUrl: platform.wsUrl };
  return {
    ...platform,
    settings,
    env: { CHATPULSE_SOOP_API_URL: settings.soopApiUrl, CHATPULSE_SOOP_CHAT_URL: settings.soopChatUrl },
    received,
    goLive(channel, options = {}) {
      numbers += 10;
      broadcasts.set(channel, { ...options, number: numbers, viewers: 0, live: true });
      return numbers;
    },
    seat(channel, viewers) {
      const broadcast = broadcasts.get(channel);
      if (broadcast) broadcast.viewers = viewers;
    },
    goOff(channel, { tell } = { tell: false }) {
      const broadcast = broadcasts.get(channel);
      if (broadcast) broadcast.live = false;
      if (tell) send(channel, [END_PACKET]);
    },
    joined: (channel, times = 1) => platform.until(() => (joins.get(channel) ?? 0) >= times),
    receivedPacket: (op, times = 1) =>
      platform.until(() => received.filter((one) => one === op).length >= times),
    send,
    sendCut(channel, bytes, size) {
      const frames: Uint8Array[] = [];
      for (let at = 0; at < bytes.length; at += size) frames.push(bytes.subarray(at, at + size));
      send(channel, frames);
    },
    rejectJoins(on) {
      rejecting = on;
    },
    questions: (channel) => asked.get(channel) ?? 0,
    asked: (channel, times) => platform.until(() => (asked.get(channel) ?? 0) >= times),
  };
}
