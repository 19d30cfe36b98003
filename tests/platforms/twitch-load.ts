import { createChatText } from './chat-text.ts';
import { sendEvenly } from './even-rate.ts';
import type { Load, LoadTarget, LoadTargetOptions } from './load-target.ts';
import { privmsg } from './twitch-lines.ts';
import { startTwitchSimulator, type TwitchSimulator } from './twitch-simulator.ts';

const LINES_PER_FRAME = 50;
const AUTHORS = 2_000;

export interface LoadOptions extends Load {
  readonly channel: string;
  /** Called with the ids of each frame, after it was sent. */
  readonly onSent?: (ids: readonly string[]) => void;
}

/** Sends chat at an even rate; each message carries its time of sending. Resolves with how many were sent. */
export function runTwitchLoad(simulator: TwitchSimulator, options: LoadOptions): Promise<number> {
  const { channel, rate, seconds, seed = 1, stampTexts = false, signal, onSent } = options;
  const nextText = createChatText(seed);
  return sendEvenly({
    rate,
    seconds,
    signal,
    perFrame: LINES_PER_FRAME,
    send(from, to) {
      const ids: string[] = [];
      const lines: string[] = [];
      const sentAt = Date.now();
      for (let number = from; number < to; number += 1) {
        const id = `load-${seed}-${number}`;
        const text = stampTexts ? `${nextText()} ${sentAt}` : nextText();
        ids.push(id);
        lines.push(privmsg({ channel, id, sentAt, login: `viewer${(number * 7919) % AUTHORS}`, text }));
      }
      simulator.send(channel, lines);
      onSent?.(ids);
    },
  });
}

export async function startTwitchTarget({ port, channel = 'load' }: LoadTargetOptions): Promise<LoadTarget> {
  const simulator = await startTwitchSimulator({ port });
  return {
    setting: `CHATPULSE_TWITCH_CHAT_URL=${simulator.url}`,
    address: `twitch:${channel}`,
    lingerSeconds: 0,
    watched: () => simulator.joined(channel),
    run: (load) => runTwitchLoad(simulator, { ...load, channel }),
    close: () => simulator.close(),
  };
}
