import { chatItem } from './chzzk-payloads.ts';
import { startChzzkSimulator } from './chzzk-simulator.ts';
import { settingsOf, type LoadTarget, type LoadTargetOptions } from './load-target.ts';
import { talkEvenly } from './talk-evenly.ts';

const VIEWERS = 2_000;

export async function startChzzkTarget({
  port,
  channel: name = 'load',
}: LoadTargetOptions): Promise<LoadTarget> {
  const simulator = await startChzzkSimulator({ port });
  // Channels have no names there.
  const channel = Buffer.from(name).toString('hex').padEnd(32, '0').slice(0, 32);
  simulator.goLive(channel, { title: name });
  return {
    setting: settingsOf(simulator.env),
    address: `chzzk:${channel}`,
    lingerSeconds: 0,
    watched: () => simulator.joined(channel),
    run: (load) =>
      talkEvenly(load, (texts, from) => {
        const time = Date.now();
        const items = texts.map((text, index) => {
          const viewer = (from + index) % VIEWERS;
          return chatItem({ text, time, uid: `u${viewer}`, nickname: `시청자${viewer}` });
        });
        simulator.post(channel, items);
      }),
    close: simulator.close,
  };
}
