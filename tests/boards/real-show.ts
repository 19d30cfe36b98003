import { createMoodyText, type MoodOfChat } from '../alerts/moody-text.ts';
import { chatItem } from '../platforms/chzzk-payloads.ts';
import { startChzzkSimulator } from '../platforms/chzzk-simulator.ts';
import { sendEvenly } from '../platforms/even-rate.ts';
import { clearchat, clearmsg, hostileLines, privmsg } from '../platforms/twitch-lines.ts';
import { startTwitchSimulator, type TwitchSimulator } from '../platforms/twitch-simulator.ts';

const CHANNEL = 'loud';
/** Channels have no names there. */
const CHZZK_CHANNEL = '0123456789abcdef0123456789abcdef';
const VIEWERS = 400;
const SEATS = 1_234;
/** Long ones soon fill the socket of a viewer who does not read; all the same, so that the analysis knows them. */
const LONG_TEXT = '오늘 방송 재밌어요 응원합니다 화이팅 '.repeat(20).trim();
/** Messages that come together. */
const FRAME = 50;

/** Two shows on loopback platforms in which everything happens that boards show of chat. */
export interface RealShow {
  readonly twitch: TwitchSimulator;
  /** What is to be watched. */
  readonly addresses: readonly string[];
  /** For whoever captures. */
  readonly env: Readonly<Record<string, string>>;
  /** Somebody watches both. */
  watched(): Promise<void>;
  /** Resolves when so many more seconds' worth of messages were sent. */
  more(seconds: number): Promise<void>;
  /** So many long ones at once. */
  burst(count: number): void;
  /** From now on most of them are angry, some with profanity. */
  turn(): void;
  /** Somebody pays, a message is taken away, somebody is silenced, and lines come that nobody understands. */
  happenings(): void;
  quiet(): Promise<void>;
  close(): Promise<void>;
}

export async function startRealShow({ rate }: { readonly rate: number }): Promise<RealShow> {
  const [twitch, chzzk] = await Promise.all([startTwitchSimulator(), startChzzkSimulator()]);
  chzzk.goLive(CHZZK_CHANNEL, { title: '오늘 방송' });
  chzzk.seat(CHZZK_CHANNEL, SEATS);
  const stop = new AbortController();
  const text = createMoodyText(5);
  let mood: MoodOfChat = 'calm';
  let sent = 0;
  let number = 0;
  let waiting: { readonly at: number; readonly resolve: () => void }[] = [];

  function say(count: number, nextText: () => string): void {
    const sentAt = Date.now();
    const lines = Array.from({ length: count }, () => {
      number += 1;
      const login = `viewer${(number * 7919) % VIEWERS}`;
      return privmsg({ channel: CHANNEL, id: `show-${number}`, sentAt, login, text: nextText() });
    });
    twitch.send(CHANNEL, lines);
  }

  function send(from: number, to: number): void {
    say(to - from, () => text(mood));
    chzzk.post(CHZZK_CHANNEL, [
      chatItem({
        text: text('calm'),
        time: Date.now(),
        uid: `u${from % VIEWERS}`,
        nickname: `시청자${from}`,
      }),
    ]);
    sent = to;
    const due = waiting.filter(({ at }) => at <= sent);
    waiting = waiting.filter(({ at }) => at > sent);
    for (const { resolve } of due) resolve();
  }

  const running = sendEvenly({ rate, seconds: 24 * 3600, perFrame: FRAME, signal: stop.signal, send });
  async function quiet(): Promise<void> {
    stop.abort();
    await running;
  }
  return {
    twitch,
    addresses: [`https://www.twitch.tv/${CHANNEL}`, `https://chzzk.naver.com/live/${CHZZK_CHANNEL}`],
    env: { ...chzzk.env, CHATPULSE_TWITCH_CHAT_URL: twitch.url },
    async watched() {
      await Promise.all([twitch.joined(CHANNEL), chzzk.joined(CHZZK_CHANNEL)]);
    },
    more: (seconds) =>
      new Promise((resolve) => {
        waiting.push({ at: sent + seconds * rate, resolve });
      }),
    burst(count) {
      for (let said = 0; said < count; said += FRAME) say(FRAME, () => LONG_TEXT);
    },
    turn() {
      mood = 'angry';
    },
    happenings() {
      const sentAt = Date.now();
      const paying = { channel: CHANNEL, id: 'paid-1', sentAt, login: 'patron', text: '응원합니다' };
      twitch.send(CHANNEL, [
        privmsg({ ...paying, tags: { bits: '500' } }),
        privmsg({ channel: CHANNEL, id: 'rude-1', sentAt, login: 'rude', text: '지울 말' }),
        clearmsg(CHANNEL, 'rude-1', 'rude', '지울 말'),
        clearchat({ channel: CHANNEL, login: 'rude', userId: 'u-rude', seconds: 600 }),
        ...hostileLines(CHANNEL).slice(0, 3),
      ]);
    },
    quiet,
    async close() {
      await quiet();
      await Promise.all([twitch.close(), chzzk.close()]);
    },
  };
}
