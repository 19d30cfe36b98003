import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Supervisor } from '../producers/supervisor.ts';
import { OFF_AIR_MS } from '../producers/youtube/session.ts';
import { createYoutubeSource } from '../producers/youtube/source.ts';
import { createStage, START, type Stage } from './platforms/supervised.ts';
import {
  chatMessage,
  hostileActions,
  remove,
  removeAuthor,
  replayed,
  tickerCopy,
} from './platforms/youtube-payloads.ts';
import { startYoutubeSimulator, type YoutubeSimulator } from './platforms/youtube-simulator.ts';

const VIDEO = 'liveVideo01';
const CHANNEL_ID = `youtube-${VIDEO}`;
const BACKLOG = 40;

let stage: Stage;
let simulator: YoutubeSimulator;
let supervisor: Supervisor;

beforeEach(async () => {
  stage = createStage();
  simulator = await startYoutubeSimulator({ backlog: BACKLOG, pauseMs: 500 });
  supervisor = await stage.supervise([
    createYoutubeSource({ youtubeUrl: simulator.url, userAgent: 'Chatpulse/test' }),
  ]);
});

afterEach(async () => {
  await supervisor.stop();
  await simulator.close();
});

function watch(channel = VIDEO): Promise<void> {
  return stage.watch({
    platform: 'youtube',
    channel,
    channelId: CHANNEL_ID,
    broadcastId: `${CHANNEL_ID}-1`,
    url: `https://www.youtube.com/watch?v=${channel}`,
  });
}

/** Says messages of these ids now. */
function say(ids: readonly string[], video = VIDEO): void {
  simulator.say(
    video,
    ids.map((id) => chatMessage({ id, sentAt: stage.clock.now() })),
  );
}

function series(name: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${name}-${index}`);
}

/** Lets time pass quickly, yet slowly enough for requests on this machine, until it holds. */
async function until(holds: () => boolean | Promise<boolean>, stepMs = 20): Promise<void> {
  while (!(await holds())) {
    stage.clock.advance(stepMs);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

async function untilRecorded(id: string): Promise<void> {
  await until(async () => (await stage.messageIds()).includes(id));
}

function state(): string | undefined {
  return supervisor.status()[0]?.state;
}

function reason(): string {
  return supervisor.status()[0]?.reason ?? '';
}

async function untilLive(): Promise<void> {
  await until(() => state() === 'live' || state() === 'quiet');
}

async function broadcastEnd(): Promise<string> {
  await until(async () => (await stage.all('WatchStopped')).length === 1);
  return (await stage.all('BroadcastEnded'))[0]?.reason ?? '';
}

describe('a live video', () => {
  it('is read from its backlog on, the whole chat and not the top of it, with removals', async () => {
    simulator.video(VIDEO, 'live');
    say(['before']);
    await watch();
    await untilRecorded('before');
    simulator.say(VIDEO, [tickerCopy('a'), chatMessage({ id: 'a' }), remove('before'), removeAuthor('UCx')]);
    say(['end']);
    await untilRecorded('end');
    expect((await stage.events('chat.raw')).map((event) => event.type).filter(isChat)).toEqual([
      'MessagePosted',
      'MessagePosted',
      'MessageRemoved',
      'PlatformSanctioned',
      'MessagePosted',
    ]);
    expect(await stage.all('BroadcastStarted')).toContainEqual(
      expect.objectContaining({ platformBroadcastId: VIDEO }),
    );
    expect(simulator.requests.some((request) => request.continuation?.includes('top-chat'))).toBe(false);
    expect(new Set(simulator.requests.map((request) => request.userAgent))).toEqual(
      new Set(['Chatpulse/test']),
    );
    expect(simulator.requests.filter((request) => request.kind === 'page')).toHaveLength(1);
  });

  it.each(['nothing', 'reload'] as const)('ends when the platform answers with %s', async (way) => {
    simulator.video(VIDEO, 'live');
    await watch();
    await untilLive();
    say(['last words']);
    simulator.end(VIDEO, way);
    expect(await broadcastEnd()).toBe('ended');
    expect(await stage.messageIds()).toEqual(['last words']);
  });

  it('tells how many watch with its progress, and reads the chat on where that is refused', async () => {
    simulator.video(VIDEO, 'live');
    simulator.seat(VIDEO, 12_345);
    await watch();
    const told = async () => (await stage.all('SourceProgress')).at(-1)?.viewers;
    await until(async () => (await told()) === 12_345);
    simulator.fail(403, { kind: 'audience', times: 100 });
    await until(async () => (await told()) === null, 100);
    say(['still read']);
    await untilRecorded('still read');
    expect(supervisor.status()[0]?.reconnects).toBe(0);
  });

  it('keeps messages of earlier times that come late', async () => {
    simulator.video(VIDEO, 'live');
    await watch();
    await untilLive();
    const sentAt = stage.clock.now();
    simulator.say(
      VIDEO,
      [3, 1, 2].map((second) => chatMessage({ id: `at-${second}`, sentAt: sentAt + second })),
    );
    await untilRecorded('at-2');
    expect(await stage.messageIds()).toEqual(['at-3', 'at-1', 'at-2']);
  });
});

interface Fault {
  readonly name: string;
  inject(): void;
  /** Where the fault lasts until it is taken back. */
  mend?(): void;
  /** What the capture shows meanwhile. */
  readonly shows?: string;
  readonly deadLetters?: number;
}

const FAULTS: readonly Fault[] = [
  { name: 'three answers with 500', inject: () => simulator.fail(500, { times: 3 }) },
  { name: 'three answers with 503', inject: () => simulator.fail(503, { times: 3, retryAfter: 1 }) },
  {
    name: 'seven answers with 500',
    inject: () => simulator.fail(500, { times: 7 }),
    shows: 'reconnecting',
  },
  { name: '429 with a short pause', inject: () => simulator.fail(429, { retryAfter: 3 }) },
  {
    name: '429 with a long pause',
    inject: () => simulator.fail(429, { retryAfter: 25 }),
    shows: 'reconnecting',
  },
  { name: 'a reset in the middle of a body', inject: () => simulator.resetInBody(2) },
  {
    name: 'a way on of an unknown kind, which is no end of the chat',
    inject: () => simulator.changeForm(1),
    deadLetters: 1,
    shows: 'reconnecting',
  },
  { name: 'a page in place of JSON', inject: () => simulator.garble(1), deadLetters: 1 },
  { name: 'closed connections', inject: () => simulator.drop() },
  {
    name: 'a server that is away',
    inject: () => {
      simulator.refuse(true);
      simulator.drop();
    },
    mend: () => simulator.refuse(false),
    shows: 'reconnecting',
  },
  {
    name: 'open connections without an answer',
    inject: () => simulator.stall(true),
    mend: () => simulator.stall(false),
    shows: 'reconnecting',
  },
  { name: 'an expired continuation', inject: () => simulator.expire(), shows: 'reconnecting' },
  {
    name: 'payloads that nobody understands',
    inject: () => simulator.say(VIDEO, hostileActions()),
    deadLetters: hostileActions().length,
  },
];

describe('a fault of the platform', () => {
  it.each(FAULTS)('$name: nothing is lost that the backlog holds, nothing doubled', async (fault) => {
    simulator.video(VIDEO, 'live');
    await watch();
    await untilLive();
    say(series('before', 15));
    await untilRecorded('before-14');
    fault.inject();
    say(series('during', 10));
    if (fault.shows) await until(() => state() === fault.shows);
    fault.mend?.();
    await untilRecorded('during-9');
    say(series('after', 10));
    await untilRecorded('after-9');
    expect(await stage.messageIds()).toEqual([
      ...series('before', 15),
      ...series('during', 10),
      ...series('after', 10),
    ]);
    expect(await stage.all('GapRecorded')).toEqual([]);
    expect(await stage.records('chat.raw.dlq')).toHaveLength(fault.deadLetters ?? 0);
  });

  it('is told as the reason while it lasts, and no longer', async () => {
    simulator.video(VIDEO, 'live');
    await watch();
    await untilLive();
    for (const [status, told] of [
      [500, 'the platform answered with status 500'],
      [429, 'the platform asks for a pause of 3 s'],
    ] as const) {
      simulator.fail(status, status === 429 ? { retryAfter: 3 } : {});
      await until(() => reason() === told);
      await until(() => reason() === '');
      expect(state()).toBe('live');
    }
  });

  it('brings back the backlog of a quiet chat, whose messages are old and yet not recorded again', async () => {
    simulator.askForPause(10_000);
    simulator.video(VIDEO, 'live');
    await watch();
    await untilLive();
    for (const id of ['a', 'b', 'c']) {
      say([id]);
      await untilRecorded(id);
      for (let second = 0; second < 190; second += 1) {
        stage.clock.advance(1_000);
        await new Promise((resolve) => setTimeout(resolve, 3));
      }
    }
    simulator.expire();
    await until(() => state() === 'reconnecting');
    say(['d']);
    await untilRecorded('d');
    expect(await stage.messageIds()).toEqual(['a', 'b', 'c', 'd']);
  });

  it('that lasts longer than the backlog reaches leaves out only what lies in the gap it records', async () => {
    simulator.video(VIDEO, 'live');
    await watch();
    await untilLive();
    say(['before']);
    await untilRecorded('before');
    simulator.refuse(true);
    simulator.drop();
    const sentAt = new Map<string, number>();
    for (const id of series('during', 3 * BACKLOG)) {
      await stage.pass(100, 100);
      sentAt.set(id, stage.clock.now());
      say([id]);
    }
    await until(() => state() === 'reconnecting');
    simulator.refuse(false);
    await untilRecorded(`during-${3 * BACKLOG - 1}`);
    const received = await stage.messageIds();
    const [gap, ...more] = await stage.all('GapRecorded');
    expect(more).toEqual([]);
    const missing = [...sentAt].filter(([id]) => !received.includes(id));
    expect(missing).toHaveLength(2 * BACKLOG);
    for (const [, at] of missing) expect(at).toBeGreaterThanOrEqual(gap?.from ?? Infinity);
    // The gap ends where the backlog begins, not where the connection did.
    expect(gap?.to).toBe(sentAt.get(`during-${2 * BACKLOG}`));
    expect(new Set(received).size).toBe(received.length);
  });

  it('that keeps the connection open and says nothing is told as a stall', async () => {
    simulator.video(VIDEO, 'live');
    await watch();
    await untilLive();
    simulator.stall(true);
    const stalledAt = stage.clock.now();
    await until(async () => (await stage.all('SourceStalled')).length === 1);
    const keepAlive = supervisor.status()[0]?.capabilities.keepAliveMs ?? 0;
    expect(stage.clock.now() - stalledAt).toBeLessThanOrEqual(keepAlive + 5_000);
    simulator.stall(false);
  });
});

describe('a video that is not for the public', () => {
  it.each([
    ['private', /private/],
    ['members', /members/i],
    ['adult', /login/],
    ['deleted', /deleted/],
    ['no-chat', /no live chat/],
  ] as const)('%s: the capture ends and says why', async (kind, why) => {
    simulator.video(VIDEO, kind);
    await watch();
    const ended = await broadcastEnd();
    expect(ended).toMatch(/^failed: /);
    expect(ended).toMatch(why);
  });

  it.each([
    ['private', /private/],
    ['deleted', /deleted/],
  ] as const)('becoming %s during the show ends the capture', async (kind, why) => {
    simulator.video(VIDEO, 'live');
    await watch();
    await untilLive();
    simulator.video(VIDEO, kind);
    expect(await broadcastEnd()).toMatch(why);
  });
});

describe('another host', () => {
  it.each(['page', 'poll'] as const)(
    'to which a %s redirects is not contacted, and that is told',
    async (kind) => {
      const stranger = await startYoutubeSimulator();
      simulator.video(VIDEO, 'live');
      simulator.fail(kind === 'page' ? 302 : 307, { kind, location: `${stranger.url}/consent` });
      await watch();
      expect(await broadcastEnd()).toMatch(/is not a host of this platform/);
      expect(stranger.requests).toEqual([]);
      await stranger.close();
    },
  );
});

describe('a video that has ended', () => {
  const SAID_AT = START - 30 * 24 * 3_600_000;
  const all = series('old', 120);

  beforeEach(() => {
    simulator.video(VIDEO, 'archived', '지난 방송');
    simulator.say(
      VIDEO,
      all.map((id, index) =>
        replayed(index * 1_000, chatMessage({ id, sentAt: SAID_AT + index * 1_000 }), tickerCopy(id)),
      ),
    );
  });

  it('is read as a recording: all of it, at the times of the platform', async () => {
    await watch();
    expect(await broadcastEnd()).toBe('ended');
    const messages = await stage.all('MessagePosted');
    expect(messages.map((message) => message.messageId)).toEqual(all);
    for (const [index, { eventTime, clock }] of messages.entries())
      expect({ eventTime, clock }).toEqual({ eventTime: SAID_AT + index * 1_000, clock: 'recorded' });
    expect((await stage.all('BroadcastStarted')).at(-1)).toMatchObject({ title: '지난 방송' });
    expect((await stage.all('SourceProgress')).at(-1)).toMatchObject({ final: true, clock: 'recorded' });
  });

  it('goes on where it was after a lost connection, without a gap', async () => {
    await watch();
    await untilRecorded('old-49');
    simulator.fail(500, { times: 6 });
    await until(() => state() === 'reconnecting');
    expect(await broadcastEnd()).toBe('ended');
    expect(await stage.messageIds()).toEqual(all);
    expect(await stage.all('GapRecorded')).toEqual([]);
    const begun = simulator.requests.filter((request) => request.continuation?.endsWith('/begin'));
    expect(begun).toHaveLength(1);
  });

  it('goes on where it was after a restart, without a gap', async () => {
    await watch();
    await untilRecorded('old-49');
    await supervisor.stop();
    supervisor = await stage.supervise([createYoutubeSource({ youtubeUrl: simulator.url })]);
    expect(await broadcastEnd()).toBe('ended');
    expect(await stage.messageIds()).toEqual(all);
    expect(await stage.all('GapRecorded')).toEqual([]);
    expect((await stage.all('MessagePosted')).every(({ clock }) => clock === 'recorded')).toBe(true);
    const begun = simulator.requests.filter((request) => request.continuation?.endsWith('/begin'));
    expect(begun).toHaveLength(1);
  });

  it('waits for a log that is away, however long, and leaves nothing out', async () => {
    await supervisor.stop();
    supervisor = await stage.supervise([createYoutubeSource({ youtubeUrl: simulator.url })], {
      maxBufferedRecords: 10,
    });
    await watch();
    await until(() => (supervisor.status()[0]?.messages ?? 0) > 0);
    stage.failure = new Error('away');
    await stage.pass(120_000, 200);
    stage.failure = undefined;
    expect(await broadcastEnd()).toBe('ended');
    expect(await stage.messageIds()).toEqual(all);
    expect(await stage.all('GapRecorded')).toEqual([]);
    expect(await stage.all('SourceStalled')).toEqual([]);
  });

  it('begins anew, and doubles nothing, when its place is not valid any more', async () => {
    await watch();
    await untilRecorded('old-49');
    simulator.fail(500, { times: 6 });
    await until(() => state() === 'reconnecting');
    simulator.expire();
    expect(await broadcastEnd()).toBe('ended');
    expect(await stage.messageIds()).toEqual(all);
  });

  it('that was captured live is another broadcast, read whole', async () => {
    const live = 'wasLive0001';
    simulator.video(live, 'live');
    await watch(live);
    await untilLive();
    say(['live'], live);
    await untilRecorded('live');
    simulator.refuse(true);
    simulator.drop();
    await until(() => state() === 'reconnecting');
    simulator.video(live, 'archived');
    simulator.refuse(false);
    expect(await broadcastEnd()).toBe('ended');
    const messages = await stage.all('MessagePosted');
    expect(messages.map(({ messageId, clock }) => [messageId, clock])).toEqual([
      ['live', 'live'],
      ['live', 'recorded'],
    ]);
    expect(new Set(messages.map((message) => message.broadcastId)).size).toBe(2);
  });
});

describe('a channel', () => {
  const HANDLE = '@haram';

  it('is waited for while it is off air, and followed from show to show', async () => {
    simulator.onAir(HANDLE, null);
    await watch(HANDLE);
    await until(() => reason().includes('not live'));
    expect(state()).toBe('connecting');
    simulator.video('show0000001', 'live', 'First');
    simulator.onAir(HANDLE, 'show0000001');
    say(['one'], 'show0000001');
    await stage.pass(OFF_AIR_MS);
    await untilRecorded('one');
    expect(reason()).toBe('');
    simulator.onAir(HANDLE, null);
    simulator.end('show0000001');
    await until(async () => (await stage.all('BroadcastEnded')).length === 1);
    await stage.pass(OFF_AIR_MS);
    await until(() => reason().includes('not live'));
    simulator.video('show0000002', 'live', 'Second');
    simulator.onAir(HANDLE, 'show0000002');
    say(['two'], 'show0000002');
    await stage.pass(OFF_AIR_MS);
    await untilRecorded('two');
    const broadcasts = (await stage.all('MessagePosted')).map((message) => message.broadcastId);
    expect(broadcasts[0]).toBe(`${CHANNEL_ID}-1`);
    expect(broadcasts[1]).not.toBe(broadcasts[0]);
    expect((await stage.all('BroadcastStarted')).map(({ title }) => title)).toEqual([
      null,
      'First',
      'Second',
    ]);
    expect((await stage.all('SourceConnected')).map(({ attempt }) => attempt)).toEqual([1, 1]);
    expect(await stage.all('GapRecorded')).toEqual([]);
    expect(await stage.all('SourceStalled')).toEqual([]);
    expect(supervisor.status()[0]).toMatchObject({ reconnects: 0, state: 'live' });
  });

  it('that does not exist is refused', async () => {
    await watch('@nobody');
    expect(await broadcastEnd()).toMatch(/no such channel/);
  });

  it('goes on waiting when what it has on air is for members', async () => {
    simulator.video('show0000001', 'members');
    simulator.onAir(HANDLE, 'show0000001');
    await watch(HANDLE);
    await until(() => reason().includes('members'));
    simulator.video('show0000001', 'live');
    say(['now open'], 'show0000001');
    await stage.pass(OFF_AIR_MS);
    await untilRecorded('now open');
  });
});

function isChat(type: string): boolean {
  return type !== 'SourceProgress';
}
