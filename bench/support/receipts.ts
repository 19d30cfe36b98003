import { runTwitchLoad } from '../../tests/platforms/twitch-load.ts';
import type { TwitchSimulator } from '../../tests/platforms/twitch-simulator.ts';
import { openViewer } from './viewer.ts';

/** The channel that the load is sent to. */
export const LOAD_CHANNEL = 'load';

export interface ReceiptsOptions {
  readonly simulator: TwitchSimulator;
  /** The server that watches the channel. */
  readonly url: string;
  readonly broadcast: string;
  /** Messages per second. */
  readonly rate: number;
  readonly seconds: number;
  /** Seconds of load before: caches fill and code is compiled. */
  readonly warmUp: number;
  /** Called when the load that is measured begins. */
  readonly onBegin?: () => void;
}

export interface Receipts {
  readonly sent: number;
  readonly skipped: number;
  /** ms from the platform's send to the viewer's receipt, one a message. */
  readonly latencies: readonly number[];
}

/** How long one viewer waits for each message of an even load. */
export async function measureReceipts(options: ReceiptsOptions): Promise<Receipts> {
  const { simulator, url, broadcast, rate, seconds, warmUp } = options;
  const sentAt = new Map<string, number>();
  const latencies: number[] = [];
  const viewer = await openViewer({
    url,
    broadcasts: [broadcast],
    onMessage(messageId) {
      const sent = sentAt.get(messageId);
      if (sent !== undefined) latencies.push(performance.now() - sent);
    },
  });
  await runTwitchLoad(simulator, { channel: LOAD_CHANNEL, rate, seconds: warmUp, seed: 7 });
  options.onBegin?.();
  const sent = await runTwitchLoad(simulator, {
    channel: LOAD_CHANNEL,
    rate,
    seconds,
    onSent(ids) {
      const now = performance.now();
      for (const messageId of ids) sentAt.set(messageId, now);
    },
  });
  const deadline = performance.now() + 10_000;
  while (latencies.length + viewer.skipped < sent && performance.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, 20));
  const { skipped } = viewer;
  viewer.close();
  return { sent, skipped, latencies };
}
