import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeChatSource } from '../producers/contract.ts';
import { createDemoSource } from '../producers/demo/source.ts';
import { createReplaySource } from '../producers/replay/source.ts';
import { createTwitchSource } from '../producers/twitch/source.ts';
import { hostileLines, privmsg } from './platforms/twitch-lines.ts';
import { startTwitchSimulator } from './platforms/twitch-simulator.ts';

describeChatSource(
  'twitch',
  async () => {
    const simulator = await startTwitchSimulator();
    const channel = 'contract';
    const messages = ['a', 'b', 'c'].map((id) =>
      privmsg({ channel, id, text: '😀 Kappa hi', tags: { emotes: '25:2-6' } }),
    );
    return {
      source: createTwitchSource({ twitchChatUrl: simulator.url }),
      channel,
      async sayMessages() {
        await simulator.joined(channel);
        simulator.send(channel, messages);
      },
      sayNonsense() {
        simulator.send(channel, hostileLines(channel));
        simulator.send(channel, messages);
      },
      breakConnection: () => {
        simulator.reset();
      },
      openConnections: () => simulator.connections(),
      close: () => simulator.close(),
    };
  },
  { connection: true, nonsense: true },
);

describeChatSource(
  'replay',
  async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'chatpulse-replay-'));
    await mkdir(join(dataDir, 'recordings'));
    const lines = ['{"text":"one"}', 'no json', '{"text":"two"}', '{"text":"three"}'];
    await writeFile(join(dataDir, 'recordings', 'chat.jsonl'), lines.join('\n'));
    return {
      source: createReplaySource({ dataDir }),
      channel: 'chat.jsonl',
      close: () => rm(dataDir, { recursive: true }),
    };
  },
  { connection: 'a file is not lost', nonsense: true },
);

describeChatSource(
  'demo',
  async () => ({ source: createDemoSource(), channel: 'showcase', close: async () => undefined }),
  { connection: 'it needs no network', nonsense: 'it is written by us' },
);
