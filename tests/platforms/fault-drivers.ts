import { createChzzkSource } from '../../producers/chzzk/source.ts';
import { createNaverShoppingSource } from '../../producers/naver-shopping/source.ts';
import type { ChatSource } from '../../producers/port.ts';
import { createSoopSource } from '../../producers/soop/source.ts';
import { createTwitchSource } from '../../producers/twitch/source.ts';
import { createYoutubeSource } from '../../producers/youtube/source.ts';
import { backlogFrame, chatItem, type ChzzkItem } from './chzzk-payloads.ts';
import { startChzzkSimulator } from './chzzk-simulator.ts';
import type { Fault, MatrixPlatform } from './fault-matrix.ts';
import type { LoopbackPlatform } from './loopback-platform.ts';
import { comment } from './naver-payloads.ts';
import { startNaverSimulator } from './naver-simulator.ts';
import { chatPacket } from './soop-payloads.ts';
import { startSoopSimulator } from './soop-simulator.ts';
import { privmsg } from './twitch-lines.ts';
import { startTwitchSimulator } from './twitch-simulator.ts';
import { chatMessage } from './youtube-payloads.ts';
import { startYoutubeSimulator } from './youtube-simulator.ts';

/** A stand-in of a platform with one channel, and how faults are brought about on it. */
export interface FaultDriver {
  readonly source: ChatSource;
  readonly channel: string;
  /** Puts the channel on the air, as it is before any fault. */
  begin(): void;
  /** Says a message at this time, ms since 1970. */
  say(text: string, at: number): void;
  readonly inject: Partial<Readonly<Record<Fault, (at: number) => void>>>;
  /** What a fault says itself, and is to be recorded. */
  readonly alsoSaid?: Partial<Readonly<Record<Fault, string>>>;
  /** Ends whatever was injected. */
  mend(): void;
  close(): Promise<void>;
}

export const DRIVERS: Readonly<Record<MatrixPlatform, () => Promise<FaultDriver>>> = {
  twitch: driveTwitch,
  youtube: driveYoutube,
  chzzk: driveChzzk,
  soop: driveSoop,
  'naver-shopping': driveNaver,
};

async function driveTwitch(): Promise<FaultDriver> {
  const simulator = await startTwitchSimulator();
  const channel = 'test';
  const send = (text: string, at: number): void =>
    simulator.send(channel, [privmsg({ channel, text, id: text, sentAt: at })]);
  return {
    source: createTwitchSource({ twitchChatUrl: simulator.url }),
    channel,
    begin: () => undefined,
    say: send,
    alsoSaid: { disorder: 'of earlier' },
    inject: {
      drop: () => simulator.drop(),
      stall: () => simulator.stall(true),
      reset: () => simulator.reset(),
      trouble: () => {
        simulator.refuse(true);
        simulator.drop();
      },
      repeat: (at) => send('before', at),
      disorder: (at) => send('of earlier', at - 20_000),
      deleted: () => simulator.suspend(channel),
    },
    mend() {
      simulator.stall(false);
      simulator.refuse(false);
    },
    close: () => simulator.close(),
  };
}

async function driveYoutube(): Promise<FaultDriver> {
  const simulator = await startYoutubeSimulator();
  const channel = 'dQw4w9WgXcQ';
  const say = (text: string, at: number): void =>
    simulator.say(channel, [chatMessage({ id: text, text, sentAt: at })]);
  return {
    source: createYoutubeSource({ youtubeUrl: simulator.url }),
    channel,
    begin: () => simulator.video(channel, 'live'),
    alsoSaid: { disorder: 'of earlier' },
    say,
    inject: {
      drop: () => simulator.drop(),
      stall: () => simulator.stall(true),
      reset: () => simulator.resetInBody(2),
      trouble: () => {
        simulator.refuse(true);
        simulator.drop();
      },
      throttle: () => simulator.fail(429, { retryAfter: 25 }),
      expired: () => simulator.expire(),
      repeat: (at) => say('before', at),
      disorder: (at) => say('of earlier', at - 20_000),
      end: () => simulator.end(channel),
      adult: () => simulator.video(channel, 'adult'),
      private: () => simulator.video(channel, 'private'),
      deleted: () => simulator.video(channel, 'deleted'),
      login: () => simulator.video(channel, 'members'),
    },
    mend() {
      simulator.stall(false);
      simulator.refuse(false);
    },
    close: () => simulator.close(),
  };
}

/** What CHZZK and SOOP have in common: a socket of the chat, and questions by HTTP beside it. */
function socketFaults(simulator: Pick<LoopbackPlatform, 'drop' | 'stall' | 'reset' | 'failHttp'>) {
  return {
    inject: {
      drop: () => simulator.drop(),
      stall: () => simulator.stall(true),
      reset: () => simulator.reset(),
      trouble: () => simulator.failHttp({ status: 500 }),
      throttle: () => simulator.failHttp({ status: 429, headers: { 'retry-after': '10' } }),
      deleted: () => undefined,
    },
    mend() {
      simulator.stall(false);
      simulator.failHttp(undefined);
    },
  };
}

async function driveChzzk(): Promise<FaultDriver> {
  const simulator = await startChzzkSimulator();
  const faults = socketFaults(simulator);
  const channel = '0123456789abcdef0123456789abcdef';
  const items: ChzzkItem[] = [];
  return {
    source: createChzzkSource(simulator.settings),
    channel,
    begin: () => void simulator.goLive(channel),
    say(text, at) {
      const item = chatItem({ text, uid: 'u1', time: at + items.length });
      items.push(item);
      simulator.post(channel, [item]);
    },
    inject: {
      ...faults.inject,
      expired: () => {
        simulator.expireTokens(true);
        simulator.drop();
      },
      repeat: () => simulator.send(channel, [backlogFrame(items)]),
      disorder: () => {
        simulator.arrangeBacklog((said) => said.toReversed());
        simulator.drop();
      },
      end: () => simulator.goOff(channel),
      adult: () => void simulator.goLive(channel, { adult: true }),
      login: () => {
        simulator.goLive(channel);
        simulator.askForLogin(true);
      },
    },
    mend() {
      faults.mend();
      simulator.expireTokens(false);
    },
    close: () => simulator.close(),
  };
}

async function driveSoop(): Promise<FaultDriver> {
  const simulator = await startSoopSimulator();
  const faults = socketFaults(simulator);
  const channel = 'streamer';
  return {
    source: createSoopSource(simulator.settings),
    channel,
    begin: () => void simulator.goLive(channel),
    say: (text) => simulator.send(channel, [chatPacket({ text })]),
    inject: {
      ...faults.inject,
      end: () => simulator.goOff(channel, { tell: true }),
      adult: () => void simulator.goLive(channel, { loginNeeded: true }),
      private: () => void simulator.goLive(channel, { password: true }),
      login: () => void simulator.goLive(channel, { loginNeeded: true }),
    },
    mend: faults.mend,
    close: () => simulator.close(),
  };
}

async function driveNaver(): Promise<FaultDriver> {
  const simulator = await startNaverSimulator();
  const channel = '1234567';
  const fail = (fault: Parameters<typeof simulator.fail>[0]) => () =>
    simulator.fail(fault, { times: 1, endpoint: 'recent-comments' });
  return {
    source: createNaverShoppingSource({ naverShoppingUrl: simulator.url }),
    channel,
    begin: () => simulator.describe(channel, { status: 'ONAIR' }),
    say: (message, at) => simulator.say(channel, [comment({ message, at })]),
    inject: {
      drop: fail({ kind: 'drop' }),
      stall: fail({ kind: 'stall' }),
      reset: fail({ kind: 'reset' }),
      trouble: fail({ kind: 'status', status: 503 }),
      throttle: fail({ kind: 'status', status: 429, retryAfter: '20' }),
      repeat: fail({ kind: 'repeat' }),
      disorder: fail({ kind: 'disorder' }),
      end: () => simulator.describe(channel, { status: 'END' }),
      private: () => simulator.fail({ kind: 'status', status: 403 }),
      deleted: () => simulator.remove(channel),
    },
    mend: () => simulator.heal(),
    close: () => simulator.close(),
  };
}
