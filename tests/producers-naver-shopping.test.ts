import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MessagePosted } from '../core/events/generated.ts';
import { createNaverShoppingSource } from '../producers/naver-shopping/source.ts';
import type { Supervisor } from '../producers/supervisor.ts';
import type { SourceStatus } from '../producers/supervisor/status.ts';
import { comment, HOSTILE_COMMENTS } from './platforms/naver-payloads.ts';
import { startNaverSimulator, type NaverFault, type NaverSimulator } from './platforms/naver-simulator.ts';
import { settle } from './support/fake-clock.ts';
import { createStage, START, type Stage } from './platforms/supervised.ts';

const CHANNEL = '1234567';
const WATCH = { platform: 'naver-shopping', url: 'https://view.shoppinglive.naver.com/lives/1234567' };

/** With so many records waiting for the log, a source that can wait is read no further. */
const ROOM_RECORDS = 2_000;

let stage: Stage;
let simulator: NaverSimulator;
let supervisor: Supervisor;
let said: string[];

function source() {
  return createNaverShoppingSource({ naverShoppingUrl: simulator.url, userAgent: 'Chatpulse/test' });
}

/** Says so many new comments, and remembers them. */
function say(count: number, at = stage.clock.now()): void {
  const texts = Array.from({ length: count }, (_, index) => `text ${said.length + index}`);
  said.push(...texts);
  simulator.say(
    CHANNEL,
    texts.map((message) => comment({ message, at })),
  );
}

function status(): SourceStatus | undefined {
  return supervisor.status()[0];
}

/** Waits until it holds, while time passes fast enough for polls, and slow enough for the answers between them. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) {
    stage.clock.advance(50);
    await settle(20);
  }
}

/** Lets the time to the next poll pass, and waits for its request. */
async function nextPoll(): Promise<void> {
  const before = simulator.requests('recent-comments');
  stage.clock.advance(3_900);
  await until(() => simulator.requests('recent-comments') > before);
}

async function watch(): Promise<void> {
  await stage.watch({ ...WATCH, channel: CHANNEL });
}

/** Watches, and waits until the first page has been read: it holds no more than the last that was said. */
async function watchLive(): Promise<void> {
  await watch();
  say(1);
  await untilAllSaid();
}

async function untilAllSaid(): Promise<void> {
  await until(async () => (await stage.texts()).length >= said.length);
}

beforeEach(async () => {
  stage = createStage();
  said = [];
  simulator = await startNaverSimulator();
  simulator.describe(CHANNEL, { status: 'ONAIR', title: '봄 특가' });
  supervisor = await stage.supervise([source()]);
});

afterEach(async () => {
  await supervisor.stop();
  await simulator.close();
});

describe('a broadcast of Naver Shopping Live', () => {
  it('is recorded from what was said before on, with its title, and by an honest client', async () => {
    say(3);
    await watch();
    await untilAllSaid();
    say(2);
    await untilAllSaid();
    expect(await stage.texts()).toEqual(said);
    const [first] = await stage.all('MessagePosted');
    expect(first).toMatchObject<Partial<MessagePosted>>({
      platform: 'naver-shopping',
      clock: 'live',
      sentAt: START,
    });
    expect((await stage.all('BroadcastStarted')).at(-1)).toMatchObject({
      platformBroadcastId: CHANNEL,
      title: '봄 특가',
    });
    expect([...simulator.userAgents]).toEqual(['Chatpulse/test']);
  });

  it('is read page after page while the pages are full', async () => {
    await watchLive();
    say(250);
    const before = simulator.requests('recent-comments');
    await until(() => simulator.requests('recent-comments') > before + 1);
    await untilAllSaid();
    expect(await stage.texts()).toEqual(said);
  });

  it('is waited for when it has not begun', async () => {
    simulator.describe(CHANNEL, { status: 'STANDBY' });
    await watch();
    await until(() => status()?.reason === 'The broadcast has not begun yet.');
    await until(() => simulator.requests('broadcast') >= 4);
    expect(status()?.state).toBe('connecting');
    expect(simulator.requests('recent-comments')).toBe(0);
    simulator.describe(CHANNEL, { status: 'ONAIR' });
    say(1);
    await untilAllSaid();
    expect(await stage.all('SourceStalled')).toEqual([]);
  });

  it('ends with the last that was said', async () => {
    await watchLive();
    say(100);
    simulator.describe(CHANNEL, { status: 'END' });
    await until(async () => (await stage.all('WatchStopped')).length === 1);
    expect(await stage.texts()).toEqual(said);
    expect((await stage.all('BroadcastEnded'))[0]?.reason).toBe('ended');
    expect((await stage.all('GapRecorded')).length).toBe(0);
  });

  it('that ended while the network was away is read to its end', async () => {
    await watchLive();
    simulator.fail({ kind: 'drop' }, { times: 3 });
    await until(() => status()?.state === 'reconnecting');
    await until(() => simulator.requests('broadcast') >= 3);
    expect(await stage.all('SourceConnected')).toHaveLength(1);
    say(40);
    simulator.describe(CHANNEL, { status: 'FINISHED' });
    await until(async () => (await stage.all('WatchStopped')).length === 1);
    expect(await stage.texts()).toEqual(said);
  });

  it.each<[string, () => void, RegExp]>([
    ['over', () => simulator.describe(CHANNEL, { status: 'END' }), /over.*\/replays\/1234567/],
    ['blocked', () => simulator.describe(CHANNEL, { status: 'BLOCK' }), /blocked/],
    ['deleted', () => simulator.remove(CHANNEL), /no such broadcast/],
    ['not for everybody', () => simulator.fail({ kind: 'status', status: 403 }), /everybody/],
  ])('that is %s is refused, with the reason', async (_, prepare, reason) => {
    prepare();
    await watch();
    await until(async () => (await stage.all('WatchStopped')).length === 1);
    expect((await stage.all('BroadcastEnded'))[0]?.reason).toMatch(/^failed: /);
    expect((await stage.all('BroadcastEnded'))[0]?.reason).toMatch(reason);
  });

  it.each<[string, () => void]>([
    ['blocked', () => simulator.describe(CHANNEL, { status: 'BLOCK' })],
    ['deleted', () => simulator.remove(CHANNEL)],
  ])('that is %s while it runs ends as failed, with what was said', async (_, act) => {
    await watch();
    say(5);
    await untilAllSaid();
    act();
    await until(async () => (await stage.all('WatchStopped')).length === 1);
    expect(await stage.texts()).toEqual(said);
    expect((await stage.all('BroadcastEnded'))[0]?.reason).toMatch(/^failed: /);
  });
});

describe('a fault of the platform', () => {
  const breaking: readonly [string, NaverFault][] = [
    ['no answer and the connection gone', { kind: 'drop' }],
    ['no answer for ever', { kind: 'stall' }],
    ['a connection reset inside the body', { kind: 'reset' }],
    ['status 500', { kind: 'status', status: 500 }],
    ['status 503', { kind: 'status', status: 503 }],
    ['status 429 that asks for 20 s', { kind: 'status', status: 429, retryAfter: '20' }],
  ];

  it.each(breaking)('(%s) is shown and leaves nothing out and nothing twice', async (_, fault) => {
    await watchLive();
    say(45);
    await untilAllSaid();
    simulator.fail(fault, { times: 2, endpoint: 'recent-comments' });
    say(20);
    await until(() => status()?.state === 'reconnecting');
    expect(status()?.reason).not.toBeNull();
    say(70);
    await untilAllSaid();
    expect(status()?.state).toBe('live');
    say(1);
    await untilAllSaid();
    expect(await stage.texts()).toEqual(said);
    // It goes on at its cursor: what came in the meantime is there, so there is no gap to record.
    expect(await stage.all('GapRecorded')).toEqual([]);
    expect((await stage.all('SourceDisconnected')).length).toBeGreaterThanOrEqual(1);
  });

  it('(status 429) is left alone as long as it asks', async () => {
    await watchLive();
    simulator.fail({ kind: 'status', status: 429, retryAfter: '90' }, { endpoint: 'recent-comments' });
    await until(() => status()?.state === 'reconnecting');
    const count = (): number => simulator.requests('broadcast') + simulator.requests('recent-comments');
    const [asked, askedAt] = [count(), stage.clock.now()];
    await until(() => count() > asked);
    // A request waits at most its 5 s for a turn that is near.
    expect(stage.clock.now() - askedAt).toBeGreaterThan(89_000);
  });

  it.each<[string, NaverFault]>([
    ['a page in another order', { kind: 'disorder' }],
    ['the page before once more', { kind: 'repeat' }],
    ['a page without a cursor', { kind: 'null-next' }],
  ])('(%s) goes by unseen', async (_, fault) => {
    await watchLive();
    for (let time = 0; time < 4; time += 1) {
      say(20, stage.clock.now());
      simulator.fail(fault, { times: 2, endpoint: 'recent-comments' });
      await untilAllSaid();
    }
    expect([...(await stage.texts())].sort()).toEqual([...said].sort());
    expect(await stage.all('SourceDisconnected')).toEqual([]);
  });

  it('(no cursor, so that in a slow chat the same comments come for a quarter of an hour) doubles nothing', async () => {
    await watchLive();
    simulator.fail({ kind: 'null-next' }, { times: 100_000, endpoint: 'recent-comments' });
    simulator.say(CHANNEL, [null]);
    for (let minute = 0; minute < 15; minute += 1) {
      say(1);
      for (let poll = 0; poll < 15; poll += 1) await nextPoll();
    }
    expect(await stage.texts()).toEqual(said);
    expect(await stage.records('chat.raw.dlq')).toHaveLength(1);
  });

  it('(more than a page said before there is a cursor) records a gap for what is not given', async () => {
    await watch();
    await until(() => simulator.requests('recent-comments') >= 2);
    const from = stage.clock.now();
    say(100);
    await until(async () => (await stage.texts()).includes('text 99'));
    say(1);
    await until(async () => (await stage.texts()).includes('text 100'));
    expect(await stage.texts()).toEqual(said.slice(70));
    const [gap, ...others] = await stage.all('GapRecorded');
    expect(others).toEqual([]);
    expect(gap).toMatchObject({ to: from, reason: expect.stringContaining('cursor') });
    expect(gap?.from).toBeGreaterThan(from - 5_000);
    expect(gap?.from).toBeLessThanOrEqual(from);
  });

  it.each<[string, NaverFault]>([
    ['a page that is no JSON', { kind: 'body', body: '<html>maintenance</html>' }],
    ['a page of another form', { kind: 'body', body: '{"items":[]}' }],
  ])('(%s) is a dead letter, and the next page is read', async (_, fault) => {
    await watchLive();
    say(5);
    await untilAllSaid();
    simulator.fail(fault, { endpoint: 'recent-comments' });
    simulator.fail(fault, { endpoint: 'broadcast' });
    say(5);
    await untilAllSaid();
    await until(async () => (await stage.records('chat.raw.dlq')).length === 2);
    expect(await stage.texts()).toEqual(said);
    expect(status()).toMatchObject({ state: 'live', unparsed: 2 });
  });

  it('(comments that nobody understands) are dead letters among the others', async () => {
    await watchLive();
    say(5);
    simulator.say(CHANNEL, HOSTILE_COMMENTS);
    say(5);
    await untilAllSaid();
    expect([...(await stage.texts())].sort()).toEqual([...said].sort());
    await until(async () => (await stage.records('chat.raw.dlq')).length === HOSTILE_COMMENTS.length);
  });

  it('(comments without number and author) tells apart what was said, and nobody', async () => {
    await watchLive();
    const made = ['네', '네', '아니요'].map((message, index) =>
      comment({ message, at: START + index, viewer: 'kim', idNo: null }),
    );
    simulator.say(CHANNEL, made, false);
    await until(async () => (await stage.texts()).length === 4);
    simulator.fail({ kind: 'repeat' }, { times: 3, endpoint: 'recent-comments' });
    say(1);
    await until(async () => (await stage.texts()).length === 5);
    const posted = await stage.all('MessagePosted');
    expect(posted.map((message) => message.author.id)).toEqual(['id-viewer', '', '', '', 'id-viewer']);
    expect(posted.map((message) => message.author.identifiable)).toEqual([true, false, false, false, true]);
  });
});

describe('the capture of a broadcast', () => {
  it('goes on at its cursor in another process, and misses and doubles nothing', async () => {
    await watchLive();
    say(50);
    await untilAllSaid();
    await supervisor.stop();
    say(120);
    stage.clock.advance(600_000);
    supervisor = await stage.supervise([source()]);
    await untilAllSaid();
    say(1);
    await untilAllSaid();
    expect(await stage.texts()).toEqual(said);
    expect(await stage.all('GapRecorded')).toEqual([]);
  });

  it('is not taken for stalled while the log is away and nothing more is read, and goes on when it is back', async () => {
    await watchLive();
    stage.failure = new Error('away');
    say(ROOM_RECORDS + 500);
    await nextPoll();
    await until(() => (status()?.buffered ?? 0) >= ROOM_RECORDS);
    const asked = simulator.requests('recent-comments');
    for (let second = 0; second < 120; second += 1) {
      stage.clock.advance(1_000);
      await settle();
    }
    expect(simulator.requests('recent-comments')).toBeLessThanOrEqual(asked + 1);
    expect(status()?.state).toBe('quiet');
    stage.failure = undefined;
    await untilAllSaid();
    expect(await stage.texts()).toEqual(said);
    expect(await stage.all('SourceStalled')).toEqual([]);
  });

  it('leaves no connection when it is stopped', async () => {
    await watchLive();
    await stage.stopWatch();
    await until(() => simulator.connections() === 0);
  });
});
