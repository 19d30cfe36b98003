import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createChzzkSource } from '../producers/chzzk/source.ts';
import type { Supervisor } from '../producers/supervisor.ts';
import {
  backlogFrame,
  chatFrame,
  chatItem,
  hostileFrames,
  type ChzzkItem,
} from './platforms/chzzk-payloads.ts';
import { startChzzkSimulator, type ChzzkSimulator } from './platforms/chzzk-simulator.ts';
import { createStage, type Stage } from './platforms/supervised.ts';

const CHANNEL = '0123456789abcdef0123456789abcdef';
const WATCH = {
  platform: 'chzzk',
  channel: CHANNEL,
  channelId: `chzzk-${CHANNEL}`,
  broadcastId: `chzzk-${CHANNEL}-1`,
  url: `https://chzzk.naver.com/live/${CHANNEL}`,
};

let stage: Stage;
let simulator: ChzzkSimulator;
let supervisor: Supervisor;
let posted = 0;

/** The next message; one of its own for every call. */
function item(text: string): ChzzkItem {
  posted += 1;
  return chatItem({ text, uid: `u${posted % 7}`, time: stage.clock.now() + posted });
}

async function untilLive(joins = 1): Promise<void> {
  await simulator.joined(CHANNEL, joins);
  await stage.until(() => supervisor.status()[0]?.state === 'live');
  // What is said from here on is live, and no part of the backlog.
  await simulator.receivedCommand(5_101, joins);
}

async function untilBack(joins: number, ms = 2_000): Promise<void> {
  await stage.until(() => supervisor.status()[0]?.state === 'reconnecting');
  await stage.pass(ms, 50);
  await untilLive(joins);
}

/** Lets the time until the status is asked for again pass, and the answer come. */
async function untilAskedAgain(): Promise<void> {
  const before = simulator.statusRequests(CHANNEL);
  await stage.pass(10_000, 500);
  await simulator.statusAsked(CHANNEL, before + 1);
}

beforeEach(async () => {
  posted = 0;
  stage = createStage();
  simulator = await startChzzkSimulator();
  supervisor = await stage.supervise([createChzzkSource(simulator.settings)]);
});

afterEach(async () => {
  await supervisor.stop();
  await simulator.close();
});

describe('a CHZZK broadcast', () => {
  beforeEach(async () => {
    simulator.goLive(CHANNEL, { title: '첫 방송' });
    await stage.watch(WATCH);
    await untilLive();
  });

  it('is read without a name, and recorded with its title, removals and sanctions', async () => {
    expect(JSON.parse(simulator.received[0] ?? '')).toMatchObject({
      cmd: 100,
      svcid: 'game',
      bdy: { uid: null, auth: 'READ', devType: 2001 },
    });
    const first = item('안녕하세요');
    simulator.post(CHANNEL, [first, item('b')]);
    simulator.blind(CHANNEL, first);
    simulator.send(CHANNEL, [JSON.stringify({ cmd: 94005, bdy: { userId: 'u5' } })]);
    simulator.post(CHANNEL, [item('end')]);
    await stage.untilRecorded('end');
    expect((await stage.events('chat.raw')).map((event) => event.type)).toEqual([
      'MessagePosted',
      'MessagePosted',
      'MessageRemoved',
      'PlatformSanctioned',
      'MessagePosted',
    ]);
    const [posted, removed] = [await stage.all('MessagePosted'), await stage.all('MessageRemoved')];
    expect(removed[0]?.messageId).toBe(posted[0]?.messageId);
    expect(await stage.all('BroadcastStarted')).toContainEqual(
      expect.objectContaining({ title: '첫 방송', platformBroadcastId: 'N1chat' }),
    );
  });

  it('tells a new title', async () => {
    simulator.retitle(CHANNEL, '새 제목');
    await untilAskedAgain();
    await stage.until(async () => (await stage.all('BroadcastStarted')).at(-1)?.title === '새 제목');
    expect(new Set((await stage.all('BroadcastStarted')).map((event) => event.broadcastId)).size).toBe(1);
  });

  it('loses nothing that the backlog still has, doubles nothing, and keeps the order through every fault', async () => {
    const expected: string[] = [];
    let joins = 1;
    const say = (text: string, how: 'post' | 'postUnheard'): void => {
      simulator[how](CHANNEL, [item(text)]);
      expected.push(text);
    };
    for (const fault of ['drop', 'reset', 'session end', 'expired token'] as const) {
      for (let index = 0; index < 30; index += 1) say(`${fault} ${index}`, 'post');
      simulator.send(CHANNEL, hostileFrames());
      await stage.untilRecorded(`${fault} 29`);
      if (fault === 'session end') simulator.send(CHANNEL, [JSON.stringify({ cmd: 90_102 })]);
      else if (fault === 'reset') simulator.reset();
      else simulator.drop();
      if (fault === 'expired token') {
        simulator.expireTokens(true);
        await stage.until(() => supervisor.status()[0]?.state === 'reconnecting');
        await stage.pass(2_000, 50);
        await stage.until(() => /INVALID TOKEN/.test(supervisor.status()[0]?.reason ?? ''));
        simulator.expireTokens(false);
      }
      joins += 1;
      for (let index = 0; index < 10; index += 1) say(`${fault} missed ${index}`, 'postUnheard');
      simulator.arrangeBacklog((items) => (joins % 2 === 0 ? [...items].reverse() : items));
      await untilBack(joins, 4_000);
      await stage.untilRecorded(`${fault} missed 9`);
    }
    say('end', 'post');
    await stage.untilRecorded('end');
    expect(await stage.texts()).toEqual(expected);
    expect(await stage.all('GapRecorded')).toEqual([]);
    await stage.until(
      async () => (await stage.records('chat.raw.dlq')).length === 4 * hostileFrames().length,
    );
  });

  it('loses only what the backlog no longer has, inside the recorded gap', async () => {
    simulator.post(CHANNEL, [item('before')]);
    await stage.untilRecorded('before');
    simulator.refuse(true);
    simulator.drop();
    const missed = Array.from({ length: 60 }, (_, index) => item(`missed ${index}`));
    simulator.postUnheard(CHANNEL, missed);
    await stage.until(() => supervisor.status()[0]?.state === 'reconnecting');
    await stage.pass(5_000, 50);
    await stage.until(() => simulator.accepted() >= 2);
    simulator.refuse(false);
    await stage.pass(10_000, 50);
    await untilLive(2);
    await stage.untilRecorded('missed 59');
    expect(await stage.texts()).toEqual(['before', ...missed.slice(10).map(({ msg }) => msg)]);
    const [gap] = await stage.all('GapRecorded');
    for (const { msgTime } of missed.slice(0, 10)) {
      expect(msgTime).toBeGreaterThanOrEqual(gap?.from ?? Infinity);
      expect(msgTime).toBeLessThanOrEqual(gap?.to ?? 0);
    }
  });

  it('takes a backlog that comes twice, and live messages that are said twice, once', async () => {
    const items = ['a', 'b', 'c'].map(item);
    simulator.post(CHANNEL, items);
    simulator.send(CHANNEL, [chatFrame(...items), backlogFrame(items), chatFrame(...items.slice(1))]);
    simulator.post(CHANNEL, [item('end')]);
    await stage.untilRecorded('end');
    expect(await stage.texts()).toEqual(['a', 'b', 'c', 'end']);
  });

  it('is taken up by the next process, which reads on, doubles nothing and leaves no gap that the backlog fills', async () => {
    simulator.post(CHANNEL, [item('a'), item('b')]);
    await stage.untilRecorded('b');
    await stage.pass(11_000, 500);
    await supervisor.stop();
    simulator.postUnheard(CHANNEL, [item('c')]);
    stage.clock.advance(60_000);
    supervisor = await stage.supervise([createChzzkSource(simulator.settings)]);
    await untilLive(2);
    await stage.untilRecorded('c');
    expect(await stage.texts()).toEqual(['a', 'b', 'c']);
    expect(new Set((await stage.all('MessagePosted')).map((event) => event.broadcastId)).size).toBe(1);
    expect(await stage.all('GapRecorded')).toEqual([]);
  });

  it('that ended while no process ran ends when the next one looks', async () => {
    simulator.post(CHANNEL, [item('a')]);
    await stage.untilRecorded('a');
    await stage.pass(11_000, 500);
    await supervisor.stop();
    simulator.goOff(CHANNEL);
    supervisor = await stage.supervise([createChzzkSource(simulator.settings)]);
    await stage.until(async () => (await stage.all('BroadcastEnded')).length === 1);
    expect((await stage.all('BroadcastEnded'))[0]?.reason).toBe('ended');
  });

  it('that another one followed while nothing was heard ends, and the other begins', async () => {
    simulator.post(CHANNEL, [item('first show')]);
    await stage.untilRecorded('first show');
    simulator.goLive(CHANNEL);
    simulator.drop();
    await untilBack(2);
    simulator.post(CHANNEL, [item('second show')]);
    await stage.untilRecorded('second show');
    const [first, second] = await stage.all('MessagePosted');
    expect(second?.broadcastId).not.toBe(first?.broadcastId);
    expect((await stage.all('BroadcastEnded')).map((event) => event.broadcastId)).toEqual([
      first?.broadcastId,
    ]);
  });

  it('fills a gap from the backlog also after a message of a time to come', async () => {
    simulator.post(CHANNEL, [chatItem({ text: 'from the future', time: stage.clock.now() + 86_400_000 })]);
    await stage.untilRecorded('from the future');
    await stage.pass(11_000, 500);
    simulator.refuse(true);
    simulator.drop();
    await stage.until(() => supervisor.status()[0]?.state === 'reconnecting');
    simulator.post(CHANNEL, [item('missed')]);
    simulator.refuse(false);
    await stage.untilRecorded('missed');
  });

  it('does not double what a quiet chat said hours before a reconnect', async () => {
    for (const text of ['a', 'b', 'c']) {
      simulator.post(CHANNEL, [item(text)]);
      await stage.untilRecorded(text);
      await stage.pass(10 * 60_000, 5_000);
    }
    simulator.drop();
    await untilBack(2);
    simulator.post(CHANNEL, [item('end')]);
    await stage.untilRecorded('end');
    expect(await stage.texts()).toEqual(['a', 'b', 'c', 'end']);
  });

  it('answers the ping of the server, asks an idle server for life, and stays when it answers', async () => {
    simulator.send(CHANNEL, [JSON.stringify({ cmd: 0 })]);
    await simulator.receivedCommand(10_000);
    await stage.pass(21_000, 500);
    await simulator.receivedCommand(0);
    for (let minute = 0; minute < 3; minute += 1) {
      await stage.pass(20_000, 500);
      await simulator.receivedCommand(0, minute + 2);
    }
    expect(await stage.all('SourceStalled')).toHaveLength(0);
    expect(simulator.accepted()).toBe(1);
  });

  it('leaves a chat that stalls, though the status is still answered', async () => {
    simulator.stall(true);
    await stage.pass(44_000, 200);
    expect(await stage.all('SourceStalled')).toHaveLength(0);
    await stage.pass(1_000, 200);
    await stage.until(async () => (await stage.all('SourceStalled')).length === 1);
    simulator.stall(false);
    await untilBack(2);
  });

  it('goes on without the status: 429 and 500 do not end a chat', async () => {
    for (const fault of [{ status: 429, headers: { 'retry-after': '10' } }, { status: 500 }]) {
      simulator.failHttp(fault);
      await stage.pass(20_000, 500);
    }
    simulator.failHttp(undefined);
    simulator.post(CHANNEL, [item('still here')]);
    await stage.untilRecorded('still here');
    expect(simulator.accepted()).toBe(1);
  });

  it('does not wait for a backlog that never comes', async () => {
    simulator.keepBacklog(true);
    simulator.drop();
    await untilBack(2);
    simulator.post(CHANNEL, [item('a')]);
    await stage.pass(10_000, 500);
    await stage.untilRecorded('a');
  });

  it('ends when the status says so', async () => {
    simulator.goOff(CHANNEL);
    await untilAskedAgain();
    await stage.until(async () => (await stage.all('WatchStopped')).length === 1);
    expect((await stage.all('BroadcastEnded'))[0]?.reason).toBe('ended');
    await expect.poll(() => simulator.connections()).toBe(0);
  });

  it('ends when the chat is closed before the status is asked for again', async () => {
    simulator.goOff(CHANNEL);
    simulator.drop();
    await stage.until(() => supervisor.status()[0]?.state !== 'live');
    await stage.pass(3_000, 50);
    await stage.until(async () => (await stage.all('BroadcastEnded')).length === 1);
    expect((await stage.all('BroadcastEnded'))[0]?.reason).toBe('ended');
  });

  it('is followed by the next one, which is a broadcast of its own', async () => {
    simulator.post(CHANNEL, [item('first show')]);
    await stage.untilRecorded('first show');
    simulator.goLive(CHANNEL, { title: '두 번째' });
    await untilAskedAgain();
    await simulator.joined(CHANNEL, 2);
    simulator.post(CHANNEL, [item('second show')]);
    await stage.untilRecorded('second show');
    const [first, second] = await stage.all('MessagePosted');
    expect(first?.broadcastId).not.toBe(second?.broadcastId);
    expect((await stage.all('BroadcastEnded')).map((event) => event.broadcastId)).toEqual([
      first?.broadcastId,
    ]);
    expect(await stage.all('GapRecorded')).toEqual([]);
  });
});

describe('a CHZZK channel', () => {
  const status = () => supervisor.status()[0];

  it('that is off air is waited for, and read when it begins', async () => {
    simulator.goOff(CHANNEL);
    await stage.watch(WATCH);
    await simulator.statusAsked(CHANNEL, 1);
    await stage.until(() => status()?.reason === 'the channel is off air');
    await stage.pass(5 * 60_000, 500);
    expect(status()?.state).toBe('connecting');
    expect(simulator.accepted()).toBe(0);
    simulator.goLive(CHANNEL);
    await stage.pass(11_000, 500);
    await untilLive();
  });

  it.each([
    ['for adults', () => simulator.goLive(CHANNEL, { adult: true })],
    [
      'that wants a login for its chat',
      () => {
        simulator.goLive(CHANNEL);
        simulator.askForLogin(true);
      },
    ],
    ['that does not exist', () => undefined],
  ])('%s ends as failed, with the reason', async (_, prepare) => {
    prepare();
    await stage.watch(WATCH);
    await stage.until(async () => (await stage.all('WatchStopped')).length === 1);
    expect((await stage.all('BroadcastEnded'))[0]?.reason).toMatch(
      /^failed: the (broadcast is for adults|platform knows)/,
    );
  });

  it('tells how many watch with every progress, until it does not tell it any more', async () => {
    simulator.goLive(CHANNEL);
    simulator.seat(CHANNEL, 1_234);
    await stage.watch(WATCH);
    await untilLive();
    const told = async () => (await stage.all('SourceProgress')).at(-1)?.viewers;
    const untilTold = async (count: number | null): Promise<void> => {
      while ((await told()) !== count) await stage.pass(1_000, 250);
    };
    await untilTold(1_234);
    simulator.seat(CHANNEL, 5);
    await untilTold(5);
    simulator.failHttp({ status: 500 });
    await untilTold(null);
    expect(status()?.state).toBe('quiet');
  });

  it('is tried again while the platform is away', async () => {
    simulator.goLive(CHANNEL);
    simulator.failHttp({ status: 500 });
    await stage.watch(WATCH);
    await stage.until(() => /status 500/.test(status()?.reason ?? ''));
    simulator.failHttp(undefined);
    await stage.pass(3_000, 50);
    await untilLive();
  });
});
