import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EventLog } from '../core/log/port.ts';
import type { SourceEvent } from '../producers/port.ts';
import type { Supervisor } from '../producers/supervisor.ts';
import { createScriptedSource, said, type ScriptedSource } from './platforms/scripted-source.ts';
import { BROADCAST_ID, CHANNEL_ID, createStage, START, type Stage } from './platforms/supervised.ts';
import { settle } from './support/fake-clock.ts';

let stage: Stage;
let source: ScriptedSource;
let supervisor: Supervisor;

async function connect(): Promise<void> {
  const sessions = source.opened.length;
  await stage.until(() => source.opened.length > sessions - 1 && source.opened.length > 0);
  source.say({ type: 'connected' });
  await stage.until(() => supervisor.status()[0]?.state === 'live');
}

async function countOf(
  type: 'MessagePosted' | 'MessageRemoved' | 'SourceConnected' | 'BroadcastStarted',
): Promise<number> {
  return (await stage.all(type)).length;
}

async function names(topic: 'chat.raw' | 'broadcast.events'): Promise<string[]> {
  return (await stage.events(topic)).map((event) => event.type);
}

beforeEach(async () => {
  stage = createStage();
  source = createScriptedSource();
  supervisor = await stage.supervise([source]);
});

afterEach(async () => {
  stage.failure = undefined;
  await supervisor.stop();
});

describe('a watched channel', () => {
  it('is captured: begun, connected and recorded in order, each once', async () => {
    await stage.watch();
    await connect();
    source.say(said('a'), said('b'));
    await stage.until(async () => (await countOf('MessagePosted')) === 2);
    expect(await names('broadcast.events')).toEqual([
      'WatchRequested',
      'BroadcastStarted',
      'SourceConnected',
    ]);
    const messages = await stage.all('MessagePosted');
    expect(messages.map((message) => message.messageId)).toEqual(['a', 'b']);
    expect(messages[0]).toMatchObject({ broadcastId: BROADCAST_ID, channelId: CHANNEL_ID, clock: 'live' });
  });

  it('keeps its first request while it is watched', async () => {
    await stage.watch();
    await connect();
    await stage.watch({ broadcastId: 'twitch-test-2' });
    await stage.pass(1_000);
    expect(source.opened).toHaveLength(1);
    expect((await stage.all('BroadcastStarted')).map((event) => event.broadcastId)).toEqual([BROADCAST_ID]);
  });

  it('is let go when the watch is stopped, and its broadcast ended after its last record', async () => {
    await stage.watch();
    await connect();
    source.say(said('a'));
    await stage.until(async () => (await countOf('MessagePosted')) === 1);
    await stage.stopWatch();
    await stage.until(() => supervisor.status()[0]?.state === 'ended');
    expect(await names('broadcast.events')).toEqual([
      'WatchRequested',
      'BroadcastStarted',
      'SourceConnected',
      'WatchStopped',
      'BroadcastEnded',
    ]);
    expect((await stage.all('SourceProgress')).at(-1)).toMatchObject({ final: true });
    expect((await stage.all('BroadcastEnded'))[0]?.reason).toBe('stopped');
  });

  it('can be watched again after that', async () => {
    await stage.watch();
    await connect();
    await stage.stopWatch();
    await stage.watch({ broadcastId: 'twitch-test-2' });
    await stage.until(() => source.opened.length === 2);
    source.say({ type: 'connected' }, said('b'));
    await stage.until(async () => (await countOf('MessagePosted')) === 1);
    expect((await stage.all('MessagePosted'))[0]?.broadcastId).toBe('twitch-test-2');
  });

  it('fails for good where the platform refuses', async () => {
    await stage.watch();
    await stage.until(() => source.opened.length === 1);
    source.say({ type: 'ended', outcome: 'refused', reason: 'suspended' });
    await stage.until(() => supervisor.status()[0]?.state === 'failed');
    await stage.pass(60_000);
    expect(source.opened).toHaveLength(1);
    expect(supervisor.status()).toMatchObject([
      { state: 'failed', reason: 'suspended', broadcastIds: [BROADCAST_ID] },
    ]);
    await stage.pass(3_600_000, 60_000);
    expect(supervisor.status()).toEqual([]);
    expect((await stage.all('BroadcastEnded'))[0]?.reason).toBe('failed: suspended');
    expect((await stage.all('WatchStopped'))[0]?.reason).toBe('failed: suspended');
  });
});

describe('what is too long to be recorded', () => {
  it('is set aside, a message as well as a reason, and the capture goes on', async () => {
    await stage.watch();
    await connect();
    const long = 'x'.repeat(70_000);
    const payload = Buffer.from('?');
    source.say(said('before'), said('long', { text: long }), { type: 'unparsed', payload, reason: long });
    source.say(said('after'));
    await stage.until(async () => (await stage.all('MessagePosted')).length === 2);
    expect((await stage.all('MessagePosted')).map(({ messageId }) => messageId)).toEqual(['before', 'after']);
    const letters = await stage.records('chat.raw.dlq');
    expect(letters.map(({ headers }) => headers['dead-letter-reason'])).toEqual([
      'a message event longer than 65536 characters',
      'x'.repeat(200),
    ]);
    expect(Buffer.from(letters[0]?.value ?? []).toString()).toContain('"messageId":"long"');
  });
});

describe('a platform that changes its format', () => {
  const nonsense: SourceEvent = {
    type: 'unparsed',
    payload: Buffer.from('?'),
    reason: 'of a kind never seen',
  };

  it('is told once, with every payload in the dead letters, and told to be over', async () => {
    await stage.watch();
    await connect();
    source.say(said('a'), ...Array.from({ length: 30 }, () => nonsense));
    await stage.until(async () => (await stage.all('PayloadsMisunderstood')).length === 1);
    expect(await stage.all('PayloadsMisunderstood')).toMatchObject([
      { broadcastId: BROADCAST_ID, count: 10, of: 11, reason: 'of a kind never seen' },
    ]);
    await stage.until(async () => (await stage.records('chat.raw.dlq')).length === 30);
    for (const minute of ['b', 'c', 'd']) {
      await stage.pass(60_000);
      source.say(said(minute));
      await stage.until(async () => (await stage.all('MessagePosted')).at(-1)?.messageId === minute);
    }
    expect((await stage.all('PayloadsMisunderstood')).map(({ count }) => count)).toEqual([10, 0]);
  });
});

describe('a lost connection', () => {
  it('is taken up again, and what was missed is a gap from the last proof of life', async () => {
    await stage.watch();
    await connect();
    await stage.pass(2_000);
    source.say({ type: 'activity' });
    await stage.pass(5_000);
    const lastLife = supervisor.status()[0]?.lastActivityAt;
    expect(lastLife).toBeLessThan(stage.clock.now() - 3_000);
    source.say({ type: 'ended', outcome: 'lost', reason: 'closed' });
    await stage.until(() => supervisor.status()[0]?.state === 'reconnecting');
    await stage.pass(2_000, 100);
    await stage.until(() => source.opened.length === 2);
    const before = stage.clock.now();
    await connect();
    await stage.until(async () => (await stage.all('GapRecorded')).length === 1);
    const [gap] = await stage.all('GapRecorded');
    // Hearing that the connection ended is a sign of life of nobody.
    expect(gap).toMatchObject({ broadcastId: BROADCAST_ID, reason: 'closed', missed: null });
    expect(gap?.from).toBe(lastLife);
    expect(gap?.to).toBeGreaterThanOrEqual(before);
    expect((await stage.all('SourceConnected')).map((event) => event.attempt)).toEqual([1, 2]);
    expect(await stage.all('SourceDisconnected')).toHaveLength(1);
    expect(supervisor.status()[0]).toMatchObject({ state: 'live', reconnects: 1, gaps: 1 });
  });

  it('is missed from the last word of the chat on, whatever the platform said of waiting meanwhile', async () => {
    await stage.watch();
    await connect();
    source.say(said('a'));
    await stage.until(async () => (await countOf('MessagePosted')) === 1);
    const lastHeard = supervisor.status()[0]?.lastActivityAt;
    for (let second = 0; second < 20; second += 1) {
      await stage.pass(1_000);
      source.say({ type: 'waiting', reason: 'the platform asks for a pause' });
    }
    source.say({ type: 'ended', outcome: 'lost', reason: 'still asked for a pause' });
    await stage.until(() => supervisor.status()[0]?.state === 'reconnecting');
    await stage.pass(2_000, 100);
    await stage.until(() => source.opened.length === 2);
    await connect();
    await stage.until(async () => (await stage.all('GapRecorded')).length === 1);
    expect((await stage.all('GapRecorded'))[0]?.from).toBe(lastHeard);
  });

  it.each([
    { name: 'the show ended', event: { type: 'off-air', reason: 'over' } },
    { name: 'another one began', event: { type: 'show', platformBroadcastId: 's2', title: null } },
  ] as const)('is a gap of its show also where $name meanwhile', async ({ event }) => {
    await stage.watch();
    await stage.until(() => source.opened.length === 1);
    source.say({ type: 'show', platformBroadcastId: 's1', title: null }, { type: 'connected' }, said('a'));
    await stage.until(async () => (await countOf('MessagePosted')) === 1);
    await stage.pass(5_000);
    source.say({ type: 'ended', outcome: 'lost', reason: 'closed' });
    await stage.until(() => supervisor.status()[0]?.state === 'reconnecting');
    await stage.pass(2_000, 100);
    await stage.until(() => source.opened.length === 2);
    source.say(event);
    await stage.until(async () => (await stage.all('BroadcastEnded')).length === 1);
    expect(await stage.all('GapRecorded')).toMatchObject([{ broadcastId: BROADCAST_ID, reason: 'closed' }]);
  });

  it('tells a removal once, however often a backlog tells it again', async () => {
    await stage.watch();
    await connect();
    const removal: SourceEvent = { type: 'removed', messageId: 'a', by: null, sentAt: null };
    source.say(said('a'), removal, removal, said('a'), removal, said('b'));
    await stage.until(async () => (await countOf('MessagePosted')) === 2);
    expect(await countOf('MessageRemoved')).toBe(1);
  });

  it('is tried again after 1 s, then later and later, up to 30 s', async () => {
    await stage.watch();
    for (let attempt = 1; attempt <= 7; attempt += 1) {
      await stage.until(() => source.opened.length === attempt);
      source.say({ type: 'ended', outcome: 'lost', reason: 'refused' });
      while (source.opened.length === attempt) await stage.pass(50, 50);
    }
    const delays = source.openedAt.slice(1).map((time, index) => time - (source.openedAt[index] ?? 0));
    // The doubled base is halved by the jitter of this test, which is the largest there is.
    const expected = [1_000, 2_000, 4_000, 8_000, 15_000, 15_000];
    for (const [index, delay] of expected.entries()) expect(delays[index]).toBeGreaterThanOrEqual(delay);
    for (const [index, delay] of expected.entries()) expect(delays[index]).toBeLessThan(delay + 200);
    expect(await stage.all('SourceDisconnected')).toHaveLength(1);
  });

  it('is a stall when the protocol has shown no life for its keep-alive time', async () => {
    await stage.watch();
    await connect();
    await stage.pass(69_000);
    expect(await stage.all('SourceStalled')).toHaveLength(0);
    await stage.pass(1_100, 100);
    await stage.until(async () => (await stage.all('SourceStalled')).length === 1);
    // It is told as stalled for as long as no other connection is tried, and not for no time at all.
    await stage.pass(500, 100);
    expect(supervisor.status()[0]).toMatchObject({ state: 'stalled', reason: 'no sign of life for 70 s' });
    expect(await stage.all('SourceDisconnected')).toHaveLength(0);
    await stage.pass(2_000, 100);
    await stage.until(() => source.opened.length === 2);
    expect(await names('broadcast.events')).toEqual([
      'WatchRequested',
      'BroadcastStarted',
      'SourceConnected',
      'SourceStalled',
      'SourceDisconnected',
    ]);
  });

  it('is not seen in a quiet chat that shows life', async () => {
    await stage.watch();
    await connect();
    for (let minute = 0; minute < 10; minute += 1) {
      await stage.pass(60_000);
      source.say({ type: 'activity' });
    }
    await stage.pass(1_000);
    expect(await stage.all('SourceStalled')).toHaveLength(0);
    expect(supervisor.status()[0]?.state).toBe('quiet');
    expect(source.opened).toHaveLength(1);
  });
});

describe('a silence of 30 minutes', () => {
  async function keepAlive(minutes: number): Promise<void> {
    for (let minute = 0; minute < minutes; minute += 1) {
      await stage.pass(60_000, 5_000);
      source.say({ type: 'activity' });
      await stage.pass(10);
    }
  }

  it('ends the broadcast, not the capture: the next message begins a new one', async () => {
    await stage.watch();
    await connect();
    source.say(said('a'));
    await stage.until(async () => (await countOf('MessagePosted')) === 1);
    await keepAlive(31);
    expect((await stage.all('BroadcastEnded'))[0]).toMatchObject({
      broadcastId: BROADCAST_ID,
      reason: 'silence',
    });
    source.say(said('b'));
    await stage.until(async () => (await countOf('MessagePosted')) === 2);
    const [first, second] = await stage.all('MessagePosted');
    expect(first?.broadcastId).toBe(BROADCAST_ID);
    expect(second?.broadcastId).toMatch(/^twitch-test-2026/);
    expect(await stage.all('BroadcastStarted')).toHaveLength(2);
    expect(source.opened).toHaveLength(1);
  });

  it('does not end a broadcast in which nobody has written yet', async () => {
    await stage.watch();
    await connect();
    await keepAlive(35);
    expect(await stage.all('BroadcastEnded')).toHaveLength(0);
  });
});

describe('a platform that tells which show is on', () => {
  const show = (id: string, title: string) => ({ type: 'show', platformBroadcastId: id, title }) as const;

  it('names the broadcast, and begins a new one with the next show', async () => {
    await stage.watch();
    await connect();
    source.say(show('s1', 'Monday'), said('a'), show('s1', 'Monday'), show('s2', 'Tuesday'), said('b'));
    await stage.until(async () => (await countOf('MessagePosted')) === 2);
    const [first, second] = await stage.all('MessagePosted');
    expect(first?.broadcastId).toBe(BROADCAST_ID);
    expect(second?.broadcastId).not.toBe(BROADCAST_ID);
    const begun = (await stage.all('BroadcastStarted')).map(({ broadcastId, title }) => [broadcastId, title]);
    expect(begun).toEqual([
      [BROADCAST_ID, null],
      [BROADCAST_ID, 'Monday'],
      [second?.broadcastId, 'Tuesday'],
    ]);
    expect((await stage.all('BroadcastEnded')).map((event) => event.broadcastId)).toEqual([BROADCAST_ID]);
  });
});

describe('a restart', () => {
  it('goes on with the broadcast, drops what comes again and records the time it was down', async () => {
    await stage.watch();
    await connect();
    source.say(said('a'), said('b'));
    await stage.until(async () => (await countOf('MessagePosted')) === 2);
    await supervisor.stop();
    const down = stage.clock.now();
    await stage.pass(120_000);
    source = createScriptedSource();
    supervisor = await stage.supervise([source]);
    await connect();
    source.say(said('b'), said('c'));
    await stage.until(async () => (await countOf('MessagePosted')) === 3);
    expect((await stage.all('MessagePosted')).map((message) => message.messageId)).toEqual(['a', 'b', 'c']);
    const [gap] = await stage.all('GapRecorded');
    expect(gap?.from).toBeLessThanOrEqual(down);
    expect(gap?.to).toBeGreaterThanOrEqual(down + 120_000);
    expect(await names('broadcast.events')).toEqual([
      'WatchRequested',
      'BroadcastStarted',
      'SourceConnected',
      'SourceDisconnected',
      'SourceConnected',
      'GapRecorded',
    ]);
  });

  it('ends what an earlier process left open after its watch was stopped', async () => {
    await stage.watch();
    await connect();
    await supervisor.stop();
    await stage.stopWatch();
    source = createScriptedSource();
    supervisor = await stage.supervise([source]);
    await stage.until(async () => (await stage.all('BroadcastEnded')).length === 1);
    expect((await stage.all('SourceProgress')).at(-1)).toMatchObject({
      final: true,
      broadcastId: BROADCAST_ID,
    });
    expect(source.opened).toHaveLength(0);
  });

  it('tries again now and then, not without a pause, when what was left open cannot be read', async () => {
    await stage.watch();
    await connect();
    await supervisor.stop();
    await stage.stopWatch();
    let tries = 0;
    const log: EventLog = {
      ...stage.log,
      ranges: (topic) => {
        if (topic === 'chat.raw' && (tries += 1) < 1_000) throw new Error('the file is damaged');
        return stage.log.ranges(topic);
      },
    };
    supervisor = await stage.supervise([createScriptedSource()], { log });
    await stage.until(() => tries > 0);
    await settle(20);
    expect(tries).toBe(1);
    await stage.pass(60_000);
    expect(tries).toBeGreaterThan(1);
    expect(tries).toBeLessThan(30);
  });
});

describe('the clock of a live broadcast', () => {
  it('is the platform time, at most 5 s ahead of ours', async () => {
    await stage.watch();
    await connect();
    const now = stage.clock.now();
    source.say(said('past', { sentAt: now - 3_000 }), said('future', { sentAt: now + 60_000 }), said('none'));
    await stage.until(async () => (await countOf('MessagePosted')) === 3);
    const [past, future, none] = await stage.all('MessagePosted');
    expect(past?.eventTime).toBe(now - 3_000);
    expect(future?.eventTime).toBe((future?.receivedAt ?? 0) + 5_000);
    expect(future?.sentAt).toBe(now + 60_000);
    expect(none?.eventTime).toBe(none?.receivedAt);
  });

  it('goes on by itself every 10 s while connected', async () => {
    await stage.watch();
    await connect();
    await stage.pass(31_000);
    const progress = await stage.all('SourceProgress');
    expect(progress).toHaveLength(3);
    for (const event of progress)
      expect(event).toMatchObject({ eventTime: event.receivedAt - 5_000, final: false });
  });
});

describe('repeats', () => {
  it('are dropped by id and, in shared chat, by the id of the original', async () => {
    await stage.watch();
    await connect();
    source.say(
      said('a'),
      said('a'),
      said('x', { originId: 'o1' }),
      said('y', { originId: 'o1' }),
      said('o1'),
    );
    source.say(said('end'));
    await stage.until(async () => (await stage.all('MessagePosted')).at(-1)?.messageId === 'end');
    expect((await stage.all('MessagePosted')).map((message) => message.messageId)).toEqual(['a', 'x', 'end']);
    expect(supervisor.status()[0]).toMatchObject({ messages: 3, repeats: 3 });
  });
});

describe('what cannot be understood', () => {
  it('goes to the dead-letter topic with its bytes and the reason', async () => {
    await stage.watch();
    await connect();
    source.say({ type: 'unparsed', payload: Buffer.from([1, 2, 255]), reason: 'broken' });
    await stage.until(async () => (await stage.records('chat.raw.dlq')).length === 1);
    const [letter] = await stage.records('chat.raw.dlq');
    expect([...(letter?.value ?? [])]).toEqual([1, 2, 255]);
    expect(letter?.headers).toMatchObject({
      'dead-letter-topic': 'chat.raw',
      'dead-letter-reason': 'broken',
    });
  });

  it('is only counted when there is too much of it', async () => {
    await stage.watch();
    await connect();
    for (let count = 0; count < 3_000; count += 1)
      source.say({ type: 'unparsed', payload: Buffer.from('x'), reason: 'broken' });
    await stage.until(() => supervisor.status()[0]?.unparsed === 3_000);
    await stage.pass(1_000, 10);
    expect(await stage.records('chat.raw.dlq')).toHaveLength(1_000);
  });

  it('does not stop the reading of commands', async () => {
    await stage.log.append([{ topic: 'broadcast.events', key: CHANNEL_ID, value: Buffer.from('junk') }]);
    await stage.watch();
    await connect();
    expect(await stage.records('broadcast.events.dlq')).toHaveLength(1);
  });

  it('sets a command that cannot be read aside once, however often it is read again', async () => {
    await supervisor.stop();
    await stage.log.append([{ topic: 'broadcast.events', key: CHANNEL_ID, value: Buffer.from('junk') }]);
    for (let start = 0; start < 3; start += 1) {
      supervisor = await stage.supervise([source]);
      await settle(20);
      await supervisor.stop();
    }
    expect(await stage.records('broadcast.events.dlq')).toHaveLength(1);
  });

  it('sets a command that cannot be read aside at the next start where it could not before', async () => {
    await supervisor.stop();
    await stage.log.append([{ topic: 'broadcast.events', key: CHANNEL_ID, value: Buffer.from('junk') }]);
    await stage.watch();
    stage.failure = new Error('away');
    supervisor = await stage.supervise([source]);
    await stage.until(() => source.opened.length === 1);
    stage.failure = undefined;
    await supervisor.stop();
    expect(await stage.records('broadcast.events.dlq')).toHaveLength(0);
    supervisor = await stage.supervise([source]);
    await stage.until(() => source.opened.length === 2);
    expect(await stage.records('broadcast.events.dlq')).toHaveLength(1);
  });
});

describe('a log that is away', () => {
  it('loses nothing that fits into the buffer, and keeps the order', async () => {
    await stage.watch();
    await connect();
    stage.failure = new Error('away');
    const ids = Array.from({ length: 1_200 }, (_, index) => `m${index}`);
    source.say(...ids.map((id) => said(id)));
    await stage.until(() => supervisor.status()[0]?.logAway === 'away');
    stage.failure = undefined;
    await stage.pass(5_000, 50);
    expect((await stage.all('MessagePosted')).map((message) => message.messageId)).toEqual(ids);
    expect(supervisor.status()[0]?.missed).toBe(0);
  });

  it('bounds the buffer, and counts as a gap what did not fit', async () => {
    await supervisor.stop();
    supervisor = await stage.supervise([source], { maxBufferedRecords: 100 });
    await stage.watch();
    await connect();
    stage.failure = new Error('away');
    for (let index = 0; index < 250; index += 1) source.say(said(`m${index}`));
    await stage.until(() => (supervisor.status()[0]?.missed ?? 0) > 0);
    expect(supervisor.status()[0]?.buffered).toBeLessThanOrEqual(110);
    const missed = supervisor.status()[0]?.missed ?? 0;
    stage.failure = undefined;
    await stage.pass(15_000, 50);
    source.say({ type: 'activity' });
    await stage.until(async () => (await stage.all('GapRecorded')).length === 1);
    expect((await stage.all('GapRecorded'))[0]).toMatchObject({ missed });
    expect(await countOf('MessagePosted')).toBe(250 - missed);
  });

  it('still takes a message that comes again after it was dropped', async () => {
    await supervisor.stop();
    supervisor = await stage.supervise([source], { maxBufferedRecords: 10 });
    await stage.watch();
    await connect();
    stage.failure = new Error('away');
    for (let index = 0; index < 30; index += 1) source.say(said(`m${index}`));
    await stage.until(() => (supervisor.status()[0]?.missed ?? 0) > 0);
    stage.failure = undefined;
    await stage.pass(5_000, 50);
    source.say(said('m29'));
    await stage.until(async () => (await stage.all('MessagePosted')).at(-1)?.messageId === 'm29');
  });
});

describe('the ledger', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chatpulse-ledger-'));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  it('lists the key of every acknowledged message, one a line', async () => {
    const ledgerFile = join(folder, 'ledger');
    await supervisor.stop();
    supervisor = await stage.supervise([source], { ledgerFile });
    await stage.watch();
    await connect();
    source.say(said('a'), said('b'), { type: 'removed', messageId: 'a', by: null, sentAt: null });
    await stage.until(async () => (await stage.all('MessageRemoved')).length === 1);
    await supervisor.stop();
    expect(await readFile(ledgerFile, 'utf8')).toBe(`${BROADCAST_ID}/a\n${BROADCAST_ID}/b\n`);
  });
});

it('leaves no timer behind', async () => {
  await stage.watch();
  await connect();
  await supervisor.stop();
  const records = (await stage.records('chat.raw')).length;
  await stage.pass(120_000);
  expect((await stage.records('chat.raw')).length).toBe(records);
  expect(START).toBeLessThan(stage.clock.now());
});
