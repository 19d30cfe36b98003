import { runTwitchLoad } from '../platforms/twitch-load.ts';
import { startTwitchSimulator, type TwitchSimulator } from '../platforms/twitch-simulator.ts';

export const CHANNEL = 'load';

/** Chat from a loopback platform, without end, and who waits for so much of it. */
export interface Load {
  readonly simulator: TwitchSimulator;
  /** For the server under test. */
  readonly env: Readonly<Record<string, string>>;
  /** Messages sent so far, whether somebody listened or not. */
  sent(): number;
  /** Resolves when so many more messages were sent. */
  more(count: number): Promise<void>;
  /** Ends the sending, not the platform. */
  quiet(): Promise<void>;
  close(): Promise<void>;
}

export async function startLoad(options: { readonly rate: number; readonly seed: number }): Promise<Load> {
  const simulator = await startTwitchSimulator();
  const stop = new AbortController();
  let sent = 0;
  let waiting: { readonly at: number; readonly resolve: () => void }[] = [];
  const running = runTwitchLoad(simulator, {
    channel: CHANNEL,
    rate: options.rate,
    seconds: 24 * 3600,
    seed: options.seed,
    signal: stop.signal,
    onSent(ids) {
      sent += ids.length;
      const due = waiting.filter(({ at }) => at <= sent);
      if (due.length === 0) return;
      waiting = waiting.filter(({ at }) => at > sent);
      for (const { resolve } of due) resolve();
    },
  });
  async function quiet(): Promise<void> {
    stop.abort();
    await running;
  }
  return {
    simulator,
    env: { CHATPULSE_TWITCH_CHAT_URL: simulator.url, CHATPULSE_LOG_LEVEL: 'warn' },
    sent: () => sent,
    more: (count) =>
      new Promise((resolve) => {
        waiting.push({ at: sent + count, resolve });
      }),
    quiet,
    async close() {
      await quiet();
      await simulator.close();
    },
  };
}
