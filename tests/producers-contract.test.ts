import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeChatSource } from '../producers/contract.ts';
import { createDemoSource } from '../producers/demo/source.ts';
import { createNaverShoppingSource } from '../producers/naver-shopping/source.ts';
import { createReplaySource } from '../producers/replay/source.ts';
import { createTwitchSource } from '../producers/twitch/source.ts';
import { comment, HOSTILE_COMMENTS } from './platforms/naver-payloads.ts';
import { startNaverSimulator } from './platforms/naver-simulator.ts';
import { hostileLines, privmsg } from './platforms/twitch-lines.ts';
import { startTwitchSimulator } from './platforms/twitch-simulator.ts';
import { createYoutubeSource } from '../producers/youtube/source.ts';
import { chatMessage, hostileActions, ownEmoji } from './platforms/youtube-payloads.ts';
import { startYoutubeSimulator } from './platforms/youtube-simulator.ts';
import { createChzzkSource } from '../producers/chzzk/source.ts';
import { chatItem, hostileFrames } from './platforms/chzzk-payloads.ts';
import { startChzzkSimulator } from './platforms/chzzk-simulator.ts';
import { createSoopSource } from '../producers/soop/source.ts';
import { chatPacket, hostilePackets } from './platforms/soop-payloads.ts';
import { startSoopSimulator } from './platforms/soop-simulator.ts';

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
  'naver-shopping',
  async () => {
    const simulator = await startNaverSimulator();
    const channel = '1234567';
    simulator.describe(channel, { status: 'ONAIR', title: 'Contract' });
    const sayMessages = (): void => {
      simulator.say(
        channel,
        ['a', 'b', 'c'].map((message) => comment({ message, at: Date.now() })),
      );
    };
    return {
      source: createNaverShoppingSource(
        { naverShoppingUrl: simulator.url },
        { commentsMs: 20, statusMs: 20 },
      ),
      channel,
      async sayMessages() {
        sayMessages();
      },
      sayNonsense() {
        simulator.say(channel, HOSTILE_COMMENTS);
        sayMessages();
      },
      breakConnection: () => {
        simulator.fail({ kind: 'reset' }, { endpoint: 'recent-comments' });
      },
      openConnections: () => simulator.connections(),
      close: () => simulator.close(),
    };
  },
  { connection: true, nonsense: true },
);

describeChatSource(
  'soop',
  async () => {
    const simulator = await startSoopSimulator();
    const channel = 'contract';
    simulator.goLive(channel);
    const messages = Buffer.concat(['a', 'b', '😀 안녕'].map((text) => chatPacket({ text })));
    return {
      source: createSoopSource(simulator.settings),
      channel,
      async sayMessages() {
        await simulator.joined(channel);
        simulator.sendCut(channel, messages, 7);
      },
      sayNonsense() {
        simulator.send(channel, hostilePackets());
        simulator.send(channel, [messages]);
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
  'chzzk',
  async () => {
    const simulator = await startChzzkSimulator();
    const channel = 'c'.repeat(32);
    simulator.goLive(channel);
    const emojis = { hi: 'https://pictures/hi.png' };
    const messages = [1, 2, 3].map((time) =>
      chatItem({ text: '😀 {:hi:} 안녕', time: Date.UTC(2026, 0, 1) + time, emojis }),
    );
    return {
      source: createChzzkSource(simulator.settings),
      channel,
      async sayMessages() {
        simulator.post(channel, messages);
      },
      sayNonsense() {
        simulator.send(channel, hostileFrames());
        simulator.post(channel, messages);
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
  'youtube',
  async () => {
    const simulator = await startYoutubeSimulator({ backlog: 0, pauseMs: 500 });
    const channel = 'contractABC';
    simulator.video(channel, 'live');
    let said = 0;
    const say = (): void => {
      const runs = [{ text: '😀 ' }, ownEmoji('wave'), { text: ' hi' }];
      simulator.say(
        channel,
        Array.from({ length: 3 }, () => chatMessage({ id: `m-${(said += 1)}`, runs })),
      );
    };
    return {
      source: createYoutubeSource({ youtubeUrl: simulator.url }),
      channel,
      sayMessages: async () => {
        say();
      },
      sayNonsense() {
        simulator.say(channel, hostileActions());
        say();
      },
      breakConnection() {
        simulator.refuse(true);
        simulator.drop();
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
