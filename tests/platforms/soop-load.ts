import { settingsOf, type LoadTarget, type LoadTargetOptions } from './load-target.ts';
import { chatPacket } from './soop-payloads.ts';
import { startSoopSimulator } from './soop-simulator.ts';
import { talkEvenly } from './talk-evenly.ts';

const VIEWERS = 2_000;

export async function startSoopTarget({ port, channel = 'load' }: LoadTargetOptions): Promise<LoadTarget> {
  const simulator = await startSoopSimulator({ port });
  simulator.goLive(channel, { title: channel });
  return {
    setting: settingsOf(simulator.env),
    address: `soop:${channel}`,
    lingerSeconds: 0,
    watched: () => simulator.joined(channel),
    run: (load) =>
      talkEvenly(load, (texts, from) => {
        const packets = texts.map((text, index) => {
          const viewer = (from + index) % VIEWERS;
          return chatPacket({ text, id: `viewer${viewer}`, nickname: `시청자${viewer}` });
        });
        simulator.send(channel, [Buffer.concat(packets)]);
      }),
    close: simulator.close,
  };
}
