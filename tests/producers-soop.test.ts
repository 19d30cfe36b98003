import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSoopSource } from '../producers/soop/source.ts';
import type { Supervisor } from '../producers/supervisor.ts';
import {
  balloonPacket,
  chatPacket,
  hostilePackets,
  leavePacket,
  mutePacket,
} from './platforms/soop-payloads.ts';
import { startSoopSimulator, type SoopSimulator } from './platforms/soop-simulator.ts';
import { createStage, type Stage } from './platforms/supervised.ts';

const CHANNEL = 'streamer';
const WATCH = {
  platform: 'soop',
  channel: CHANNEL,
  channelId: `soop-${CHANNEL}`,
  broadcastId: `soop-${CHANNEL}-1`,
  url: `https://play.sooplive.com/${CHANNEL}`,
};

let stage: Stage;
let simulator: SoopSimulator;
let supervisor: Supervisor;

const status = () => supervisor.status()[0];

function say(text: string): void {
  simulator.send(CHANNEL, [chatPacket({ text })]);
}

async function untilLive(joins = 1): Promise<void> {
  await simulator.joined(CHANNEL, joins);
  await stage.until(() => status()?.state === 'live');
}

async function untilBack(joins: number): Promise<void> {
  await stage.until(() => status()?.state === 'reconnecting');
  await stage.pass(2_000, 50);
  await untilLive(joins);
}

beforeEach(async () => {
  stage = createStage();
  simulator = await startSoopSimulator();
  supervisor = await stage.supervise([createSoopSource(simulator.settings)]);
});

afterEach(async () => {
  await supervisor.stop();
  await simulator.close();
});

describe('a SOOP broadcast', () => {
  beforeEach(async () => {
    simulator.goLive(CHANNEL, { title: '첫 방송' });
    await stage.watch(WATCH);
    await untilLive();
  });

  it('is read as a guest, and recorded with its title, gifts and sanctions', async () => {
    expect(simulator.received.slice(0, 2)).toEqual(['0001', '0002']);
    say('안녕하세요');
    simulator.send(CHANNEL, [
      balloonPacket('fan', '팬', 10),
      mutePacket('bad', 60),
      leavePacket('worse', '2'),
      chatPacket({ text: 'end' }),
    ]);
    await stage.untilRecorded('end');
    expect((await stage.events('chat.raw')).map((event) => event.type)).toEqual([
      'MessagePosted',
      'MessagePosted',
      'PlatformSanctioned',
      'PlatformSanctioned',
      'MessagePosted',
    ]);
    expect((await stage.all('MessagePosted'))[1]).toMatchObject({ kind: 'paid', paid: { amount: 10 } });
    expect(await stage.all('BroadcastStarted')).toContainEqual(
      expect.objectContaining({ title: '첫 방송', platformBroadcastId: '1010' }),
    );
  });

  it.each([1, 13, 14, 15, 1_000, 100_000])('comes in frames of %i bytes all the same', async (size) => {
    const said = Array.from({ length: 50 }, (_, index) => `${index} ${'가😀'.repeat(index)}`);
    simulator.sendCut(CHANNEL, Buffer.concat(said.map((text) => chatPacket({ text }))), size);
    await stage.untilRecorded(said.at(-1) ?? '');
    expect(await stage.texts()).toEqual(said);
  });

  it('keeps what was received once and in order through every fault, and tells each gap', async () => {
    const expected: string[] = [];
    let joins = 1;
    for (const fault of ['drop', 'reset'] as const) {
      const said = Array.from({ length: 100 }, (_, index) => `${fault} ${index}`);
      said.forEach(say);
      simulator.send(CHANNEL, hostilePackets());
      // The same words again are no repeat: nothing tells that they would be one.
      said.slice(0, 5).forEach(say);
      say(`${fault} end`);
      expected.push(...said, ...said.slice(0, 5), `${fault} end`);
      await stage.untilRecorded(`${fault} end`);
      simulator[fault]();
      joins += 1;
      await untilBack(joins);
    }
    expect(await stage.texts()).toEqual(expected);
    const ids = (await stage.all('MessagePosted')).map((message) => message.messageId);
    expect(new Set(ids).size).toBe(expected.length);
    expect(await stage.all('GapRecorded')).toHaveLength(2);
    expect((await stage.records('chat.raw.dlq')).length).toBe(2 * hostilePackets().length);
  });

  it('breaks off inside a packet: the half of it is set aside, and the next connection begins anew', async () => {
    const packet = chatPacket({ text: 'never whole' });
    simulator.send(CHANNEL, [packet.subarray(0, 20)]);
    simulator.drop();
    await untilBack(2);
    say('after');
    await stage.untilRecorded('after');
    await stage.until(async () => (await stage.records('chat.raw.dlq')).length > 0);
  });

  it('tells how many watch with its progress, until that is not told any more', async () => {
    const told = async () => (await stage.all('SourceProgress')).at(-1)?.viewers;
    const untilTold = async (count: number | null): Promise<void> => {
      while ((await told()) !== count) await stage.pass(1_000, 250);
    };
    simulator.seat(CHANNEL, 158);
    await untilTold(158);
    expect(status()?.viewers).toBe(158);
    simulator.seat(CHANNEL, 7);
    await untilTold(7);
    simulator.failHttp({ status: 500 });
    await untilTold(null);
    expect(['live', 'quiet']).toContain(status()?.state);
  });

  it('asks for life every 20 s, and stays while it is answered', async () => {
    for (let minute = 1; minute <= 6; minute += 1) {
      await stage.pass(20_000, 500);
      await simulator.receivedPacket('0000', minute);
    }
    await stage.until(() => (status()?.lastActivityAt ?? 0) > stage.clock.now() - 10_000);
    expect(await stage.all('SourceStalled')).toHaveLength(0);
    expect(simulator.accepted()).toBe(1);
  });

  it('is left when it stalls', async () => {
    simulator.stall(true);
    await stage.pass(44_000, 200);
    expect(await stage.all('SourceStalled')).toHaveLength(0);
    await stage.pass(1_000, 200);
    await stage.until(async () => (await stage.all('SourceStalled')).length === 1);
    simulator.stall(false);
    await untilBack(2);
    await stage.until(async () => (await stage.all('GapRecorded')).length === 1);
  });

  it('is tried again while the platform or the chat refuses', async () => {
    simulator.failHttp({ status: 429, headers: { 'retry-after': '5' } });
    simulator.drop();
    await stage.until(() => status()?.state === 'reconnecting');
    await stage.pass(3_000, 50);
    await stage.until(() => /status 429/.test(status()?.reason ?? ''));
    simulator.failHttp(undefined);
    simulator.rejectJoins(true);
    await stage.pass(10_000, 50);
    await stage.until(() => /refused the join/.test(status()?.reason ?? ''));
    simulator.rejectJoins(false);
    await stage.pass(30_000, 50);
    await untilLive(2);
    expect(await stage.all('SourceDisconnected')).toHaveLength(1);
  });

  it('ends when the chat says so', async () => {
    say('bye');
    simulator.goOff(CHANNEL, { tell: true });
    await stage.until(async () => (await stage.all('WatchStopped')).length === 1);
    expect((await stage.all('BroadcastEnded'))[0]?.reason).toBe('ended');
    expect(await stage.texts()).toEqual(['bye']);
    await expect.poll(() => simulator.connections()).toBe(0);
  });

  it('ends when the chat is closed without a word and the channel is off air', async () => {
    simulator.goOff(CHANNEL);
    simulator.drop();
    await stage.until(() => status()?.state !== 'live');
    await stage.pass(3_000, 50);
    await stage.until(async () => (await stage.all('BroadcastEnded')).length === 1);
    expect((await stage.all('BroadcastEnded'))[0]?.reason).toBe('ended');
  });

  it('is taken up by the next process, which reads on and records the gap', async () => {
    say('a');
    await stage.untilRecorded('a');
    await stage.pass(11_000, 500);
    await supervisor.stop();
    stage.clock.advance(60_000);
    supervisor = await stage.supervise([createSoopSource(simulator.settings)]);
    await untilLive(2);
    say('b');
    await stage.untilRecorded('b');
    const messages = await stage.all('MessagePosted');
    expect(messages.map((message) => message.text)).toEqual(['a', 'b']);
    expect(new Set(messages.map((message) => message.messageId)).size).toBe(2);
    expect(new Set(messages.map((message) => message.broadcastId)).size).toBe(1);
    expect(await stage.all('GapRecorded')).toHaveLength(1);
  });

  it('that ended while no process ran ends when the next one looks', async () => {
    await stage.pass(11_000, 500);
    await supervisor.stop();
    simulator.goOff(CHANNEL);
    supervisor = await stage.supervise([createSoopSource(simulator.settings)]);
    await stage.until(async () => (await stage.all('BroadcastEnded')).length === 1);
    expect((await stage.all('BroadcastEnded'))[0]?.reason).toBe('ended');
  });

  it('that two capture at the same time counts twice, and the source says so', async () => {
    const second = createSoopSource(simulator.settings);
    expect(second.capabilities.overlapDoubles).toBe(true);
    const ending = new AbortController();
    const options = { channel: CHANNEL, clock: stage.clock, speed: '1', cursor: null, signal: ending.signal };
    const heard = (async () => {
      for await (const batch of second.open(options))
        for (const event of batch) if (event.type === 'message') return event.message;
      return undefined;
    })();
    await simulator.joined(CHANNEL, 2);
    say('once');
    await stage.untilRecorded('once');
    const [recorded] = await stage.all('MessagePosted');
    expect(await heard).toMatchObject({ text: recorded?.text, author: recorded?.author });
    expect((await heard)?.messageId).not.toBe(recorded?.messageId);
    ending.abort();
  });

  it('is followed by the next one, which is a broadcast of its own', async () => {
    say('first show');
    await stage.untilRecorded('first show');
    simulator.goLive(CHANNEL, { title: '두 번째' });
    simulator.drop();
    await untilBack(2);
    say('second show');
    await stage.untilRecorded('second show');
    const [first, second] = await stage.all('MessagePosted');
    expect(first?.broadcastId).not.toBe(second?.broadcastId);
  });
});

describe('a SOOP channel', () => {
  it('that is off air is waited for, and read when it begins', async () => {
    await stage.watch(WATCH);
    await simulator.asked(CHANNEL, 1);
    await stage.until(() => status()?.reason === 'the channel is off air');
    await stage.pass(5 * 60_000, 500);
    expect(status()?.state).toBe('connecting');
    simulator.goLive(CHANNEL);
    await stage.pass(31_000, 500);
    await untilLive();
  });

  it.each([
    [{ loginNeeded: true }, /^failed: the platform wants a login/],
    [{ password: true }, /^failed: the broadcast has a password/],
  ])('with %j ends as failed, with the reason', async (options, reason) => {
    simulator.goLive(CHANNEL, options);
    await stage.watch(WATCH);
    await stage.until(async () => (await stage.all('WatchStopped')).length === 1);
    expect((await stage.all('BroadcastEnded'))[0]?.reason).toMatch(reason);
  });
});

describe('the chat server that the platform names', () => {
  it.each([
    'evil.example',
    'sooplive.com.evil.example',
    'evilsooplive.com',
    'evil.example/sooplive.com',
    'sooplive.com@evil.example',
    'evil.example:1#.sooplive.com',
    '127.0.0.1',
    'localhost',
    '[::1]',
    '169.254.169.254',
  ])('is not contacted when it is %s', async (chatDomain) => {
    simulator.goLive(CHANNEL, { chatDomain });
    const { soopApiUrl } = simulator.settings;
    const { clock } = stage;
    const source = createSoopSource({ soopApiUrl });
    const { signal } = new AbortController();
    const events = [];
    for await (const batch of source.open({ channel: CHANNEL, clock, signal, speed: '1', cursor: null }))
      events.push(...batch);
    expect(events.at(-1)).toMatchObject({
      type: 'ended',
      outcome: 'lost',
      reason: expect.stringMatching(/is not a host of this platform|user name|no web address/) as string,
    });
    expect(simulator.accepted()).toBe(0);
  });
});
