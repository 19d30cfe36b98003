import { sendEvenly } from '../platforms/even-rate.ts';
import { privmsg } from '../platforms/twitch-lines.ts';
import { startTwitchSimulator, type TwitchSimulator } from '../platforms/twitch-simulator.ts';
import { createMoodyText, type MoodOfChat } from './moody-text.ts';

const VIEWERS = 60;

/** A chat on a loopback Twitch whose mood is turned by hand. */
export interface MoodyChat {
  readonly simulator: TwitchSimulator;
  /** For the server under test. */
  readonly env: Readonly<Record<string, string>>;
  turn(mood: MoodOfChat): void;
  /** Resolves when so many more messages were sent. */
  more(count: number): Promise<void>;
  close(): Promise<void>;
}

export async function startMoodyChat(options: {
  readonly channel: string;
  readonly perSecond: number;
}): Promise<MoodyChat> {
  const { channel, perSecond } = options;
  const simulator = await startTwitchSimulator();
  const stop = new AbortController();
  const text = createMoodyText(1);
  let mood: MoodOfChat = 'calm';
  let sent = 0;
  let waiting: { readonly at: number; readonly resolve: () => void }[] = [];
  const running = sendEvenly({
    rate: perSecond,
    seconds: 600,
    perFrame: 1,
    signal: stop.signal,
    send(from) {
      const login = `viewer${(from * 7919) % VIEWERS}`;
      simulator.send(channel, [
        privmsg({ channel, id: `m${from}`, login, sentAt: Date.now(), text: text(mood) }),
      ]);
      sent = from + 1;
      const due = waiting.filter(({ at }) => at <= sent);
      waiting = waiting.filter(({ at }) => at > sent);
      for (const { resolve } of due) resolve();
    },
  });
  return {
    simulator,
    env: { CHATPULSE_TWITCH_CHAT_URL: simulator.url, CHATPULSE_LOG_LEVEL: 'warn' },
    turn(to) {
      mood = to;
    },
    more: (count) =>
      new Promise((resolve) => {
        waiting.push({ at: sent + count, resolve });
      }),
    async close() {
      stop.abort();
      await running;
      await simulator.close();
    },
  };
}
