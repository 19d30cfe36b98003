import { chatItem } from '../../tests/platforms/chzzk-payloads.ts';
import { startChzzkSimulator } from '../../tests/platforms/chzzk-simulator.ts';
import { comment } from '../../tests/platforms/naver-payloads.ts';
import { startNaverSimulator } from '../../tests/platforms/naver-simulator.ts';
import { chatPacket } from '../../tests/platforms/soop-payloads.ts';
import { startSoopSimulator } from '../../tests/platforms/soop-simulator.ts';
import { privmsg } from '../../tests/platforms/twitch-lines.ts';
import { startTwitchSimulator } from '../../tests/platforms/twitch-simulator.ts';
import { chatMessage } from '../../tests/platforms/youtube-payloads.ts';
import { startYoutubeSimulator } from '../../tests/platforms/youtube-simulator.ts';

/** A stand-in with channels that can be talked in. */
export interface Platform {
  readonly name: string;
  readonly env: Readonly<Record<string, string>>;
  /** The address of the channel of this number, which is on air from then on. */
  open(channel: number): string;
  /** Says one message. */
  say(channel: number, text: string, id: string): void;
  connections(): number;
  close(): Promise<void>;
}

/** All platforms that are captured live, each in its own protocol. */
export async function startPlatforms(): Promise<readonly Platform[]> {
  const [twitch, youtube, chzzk, soop, naver] = await Promise.all([
    startTwitchSimulator(),
    startYoutubeSimulator(),
    startChzzkSimulator(),
    startSoopSimulator(),
    startNaverSimulator(),
  ]);
  const name = (channel: number): string => `channel${channel}`;
  const video = (channel: number): string => `video${String(channel).padStart(6, '0')}`;
  const hex = (channel: number): string => channel.toString(16).padStart(32, '0');
  const number = (channel: number): string => String(1_000_000 + channel);
  return [
    {
      name: 'twitch',
      env: { CHATPULSE_TWITCH_CHAT_URL: twitch.url },
      open: (channel) => `twitch:${name(channel)}`,
      say: (channel, text, id) =>
        twitch.send(name(channel), [
          privmsg({ channel: name(channel), id, sentAt: Date.now(), login: `v${channel}`, text }),
        ]),
      connections: twitch.connections,
      close: twitch.close,
    },
    {
      name: 'youtube',
      env: { CHATPULSE_YOUTUBE_URL: youtube.url },
      open(channel) {
        youtube.video(video(channel), 'live');
        return `youtube:${video(channel)}`;
      },
      say: (channel, text, id) =>
        youtube.say(video(channel), [chatMessage({ id, text, sentAt: Date.now() })]),
      connections: youtube.connections,
      close: youtube.close,
    },
    {
      name: 'chzzk',
      env: chzzk.env,
      open(channel) {
        chzzk.goLive(hex(channel));
        return `chzzk:${hex(channel)}`;
      },
      // Ids are made of sender and time there: no two of a millisecond are alike.
      say: (channel, text, id) => chzzk.post(hex(channel), [chatItem({ text, time: Date.now(), uid: id })]),
      connections: chzzk.connections,
      close: chzzk.close,
    },
    {
      name: 'soop',
      env: soop.env,
      open(channel) {
        soop.goLive(name(channel));
        return `soop:${name(channel)}`;
      },
      say: (channel, text) => soop.send(name(channel), [chatPacket({ text })]),
      connections: soop.connections,
      close: soop.close,
    },
    {
      name: 'naver-shopping',
      env: { CHATPULSE_NAVER_SHOPPING_URL: naver.url },
      open(channel) {
        naver.describe(number(channel), { status: 'ONAIR', title: 'Load' });
        // Without a comment there is no cursor yet, and only the last page of what is said next.
        naver.say(number(channel), [comment({ message: 'hello', at: Date.now() })]);
        return `naver-shopping:${number(channel)}`;
      },
      say: (channel, text) => naver.say(number(channel), [comment({ message: text, at: Date.now() })]),
      connections: naver.connections,
      close: naver.close,
    },
  ];
}
