import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Supervisor } from '../producers/supervisor.ts';
import { createTwitchSource } from '../producers/twitch/source.ts';
import { clearchat, clearmsg, hostileLines, privmsg } from './platforms/twitch-lines.ts';
import { startTwitchSimulator, type TwitchSimulator } from './platforms/twitch-simulator.ts';
import { createStage, type Stage } from './platforms/supervised.ts';

const CHANNEL = 'test';

let stage: Stage;
let simulator: TwitchSimulator;
let supervisor: Supervisor;

function line(id: string, text = id): string {
  return privmsg({ channel: CHANNEL, id, text, sentAt: stage.clock.now() });
}

async function untilRecorded(id: string): Promise<void> {
  await stage.until(async () => (await stage.messageIds()).includes(id));
}

async function untilLive(joins: number): Promise<void> {
  await simulator.joined(CHANNEL, joins);
  await stage.until(() => supervisor.status()[0]?.state === 'live');
}

/** Waits for the loss to be seen, then for the new connection. */
async function untilBack(joins: number): Promise<void> {
  await stage.until(() => supervisor.status()[0]?.state === 'reconnecting');
  await stage.pass(2_000, 50);
  await untilLive(joins);
}

beforeEach(async () => {
  stage = createStage();
  simulator = await startTwitchSimulator();
  supervisor = await stage.supervise([createTwitchSource({ twitchChatUrl: simulator.url })]);
  await stage.watch();
});

afterEach(async () => {
  await supervisor.stop();
  await simulator.close();
});

describe('a Twitch channel', () => {
  it('is joined anonymously, and its chat recorded with removals and sanctions', async () => {
    await untilLive(1);
    expect(simulator.received.slice(0, 2)).toEqual([
      'CAP REQ :twitch.tv/tags twitch.tv/commands',
      'PASS SCHMOOPIIE',
    ]);
    expect(simulator.received[2]).toMatch(/^NICK justinfan\d+$/);
    simulator.send(CHANNEL, [line('a', '안녕하세요'), line('b')]);
    simulator.send(CHANNEL, [
      clearmsg(CHANNEL, 'a'),
      clearchat({ channel: CHANNEL, login: 'x', userId: 'u-x', seconds: 60 }),
    ]);
    simulator.send(CHANNEL, [clearchat({ channel: CHANNEL }), line('end')]);
    await untilRecorded('end');
    expect((await stage.events('chat.raw')).map((event) => event.type)).toEqual([
      'MessagePosted',
      'MessagePosted',
      'MessageRemoved',
      'PlatformSanctioned',
      'ChatCleared',
      'MessagePosted',
    ]);
    expect((await stage.all('MessageRemoved'))[0]?.messageId).toBe('a');
    expect((await stage.all('PlatformSanctioned'))[0]).toMatchObject({
      authorId: 'u-x',
      durationSeconds: 60,
    });
  });

  it('keeps every distinct message once and in order, through hostile lines, full frames, drops and repeats', async () => {
    await untilLive(1);
    const expected: string[] = [];
    let joins = 1;
    for (const fault of ['drop', 'reset', 'askToReconnect'] as const) {
      const frame = Array.from({ length: 100 }, (_, index) => `${fault}-${index}`);
      simulator.send(
        CHANNEL,
        frame.map((id) => line(id)),
      );
      simulator.send(CHANNEL, hostileLines(CHANNEL));
      simulator.send(
        CHANNEL,
        frame.slice(50).map((id) => line(id)),
      );
      expected.push(...frame);
      await untilRecorded(`${fault}-99`);
      simulator[fault]();
      joins += 1;
      await untilBack(joins);
      simulator.send(
        CHANNEL,
        frame.slice(90).map((id) => line(id)),
      );
    }
    simulator.send(CHANNEL, [line('end')]);
    await untilRecorded('end');
    expect(await stage.messageIds()).toEqual([...expected, 'end']);
    expect(await stage.all('GapRecorded')).toHaveLength(3);
    expect((await stage.all('SourceConnected')).map((event) => event.attempt)).toEqual([1, 2, 3, 4]);
    await stage.until(
      async () => (await stage.records('chat.raw.dlq')).length === 3 * hostileLines(CHANNEL).length,
    );
  });

  it('answers the PING of the server', async () => {
    await untilLive(1);
    simulator.send(CHANNEL, ['PING :tmi.twitch.tv']);
    await simulator.receivedLine((sent) => sent === 'PONG :tmi.twitch.tv');
  });

  it('asks an idle server for life, and stays when it answers', async () => {
    await untilLive(1);
    const joinedAt = stage.clock.now();
    await stage.pass(61_000);
    await simulator.receivedLine((sent) => sent.startsWith('PING'));
    await stage.until(() => (supervisor.status()[0]?.lastActivityAt ?? 0) > joinedAt + 50_000);
    await stage.pass(20_000);
    expect(await stage.all('SourceStalled')).toHaveLength(0);
    expect(simulator.accepted()).toBe(1);
  });

  it('leaves a server that does not answer, and says that it stalled', async () => {
    await untilLive(1);
    simulator.stall(true);
    await stage.pass(70_400, 200);
    simulator.stall(false);
    await stage.until(async () => (await stage.all('SourceStalled')).length === 1);
    await untilBack(2);
    await stage.until(async () => (await stage.all('GapRecorded')).length === 1);
  });

  it('knocks again at a server that refuses', async () => {
    await untilLive(1);
    simulator.refuse(true);
    simulator.drop();
    await stage.until(() => supervisor.status()[0]?.state === 'reconnecting');
    await stage.pass(5_000, 50);
    await stage.until(() => simulator.accepted() >= 2);
    simulator.refuse(false);
    await stage.pass(60_000, 500);
    await untilLive(2);
    await stage.until(async () => (await stage.all('GapRecorded')).length === 1);
    expect(await stage.all('SourceDisconnected')).toHaveLength(1);
  });
});

describe('a Twitch channel that is not there', () => {
  it('ends as failed when the platform says so', async () => {
    simulator.suspend('gone');
    await stage.watch({ channelId: 'twitch-gone', broadcastId: 'twitch-gone-1', channel: 'gone' });
    await stage.until(async () => (await stage.all('WatchStopped')).length === 1);
    expect((await stage.all('BroadcastEnded'))[0]?.reason).toMatch(/^failed: This channel/);
  });

  it('is waited for when the platform says nothing, and the status says so', async () => {
    simulator.ignore('missing');
    await stage.watch({ channelId: 'twitch-missing', broadcastId: 'twitch-missing-1', channel: 'missing' });
    await simulator.joined('missing');
    await stage.pass(16_000);
    await simulator.joined('missing', 2);
    const status = (): string | null | undefined =>
      supervisor.status().find((one) => one.channel === 'missing')?.reason;
    await stage.until(() => status()?.includes('does the channel exist') ?? false);
    expect(supervisor.status().find((one) => one.channel === 'missing')?.state).toBe('connecting');
  });
});
