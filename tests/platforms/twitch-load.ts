import { createChatText } from './chat-text.ts';
import { privmsg } from './twitch-lines.ts';
import type { TwitchSimulator } from './twitch-simulator.ts';

const TICK_MS = 10;
const LINES_PER_FRAME = 50;
const AUTHORS = 2_000;

export interface LoadOptions {
  readonly channel: string;
  /** Messages per second. */
  readonly rate: number;
  readonly seconds: number;
  readonly seed?: number;
  /** Puts the time of sending (ms since 1970) at the end of each text too. */
  readonly stampTexts?: boolean;
  readonly signal?: AbortSignal;
  /** Called with the ids of each frame, after it was sent. */
  readonly onSent?: (ids: readonly string[]) => void;
}

/** Sends chat at an even rate; each message carries its time of sending. Resolves with how many were sent. */
export async function runTwitchLoad(simulator: TwitchSimulator, options: LoadOptions): Promise<number> {
  const { channel, rate, seconds, seed = 1, stampTexts = false, signal, onSent } = options;
  const nextText = createChatText(seed);
  const startedAt = performance.now();
  const total = Math.round(rate * seconds);
  let sent = 0;
  while (sent < total && !signal?.aborted) {
    const due = Math.min(total, Math.floor(((performance.now() - startedAt) / 1_000) * rate));
    while (sent < due) {
      const ids: string[] = [];
      const lines: string[] = [];
      const sentAt = Date.now();
      for (; sent < due && lines.length < LINES_PER_FRAME; sent += 1) {
        const id = `load-${seed}-${sent}`;
        const text = stampTexts ? `${nextText()} ${sentAt}` : nextText();
        ids.push(id);
        lines.push(privmsg({ channel, id, sentAt, login: `viewer${(sent * 7919) % AUTHORS}`, text }));
      }
      simulator.send(channel, lines);
      onSent?.(ids);
    }
    await new Promise((resolve) => setTimeout(resolve, TICK_MS));
  }
  return sent;
}
