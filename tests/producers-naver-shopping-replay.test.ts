import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createNaverShoppingSource } from '../producers/naver-shopping/source.ts';
import type { Supervisor } from '../producers/supervisor.ts';
import { comment } from './platforms/naver-payloads.ts';
import { startNaverSimulator, type NaverFault, type NaverSimulator } from './platforms/naver-simulator.ts';
import { createStage, START, type Stage } from './platforms/supervised.ts';
import { settle } from './support/fake-clock.ts';

const BROADCAST = '1234567';
const WATCH = {
  platform: 'naver-shopping',
  channel: `replay-${BROADCAST}`,
  url: `https://view.shoppinglive.naver.com/replays/${BROADCAST}`,
};
/** Two months before the capture. */
const SAID_AT = START - 60 * 86_400_000;
const MESSAGES = 350;

let stage: Stage;
let simulator: NaverSimulator;
let supervisor: Supervisor;
let texts: readonly string[];

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) {
    stage.clock.advance(50);
    await settle(20);
  }
}

async function untilOver(): Promise<void> {
  await until(async () => (await stage.all('WatchStopped')).length === 1);
}

async function recorded(): Promise<string[]> {
  return (await stage.all('MessagePosted')).map((message) => message.text);
}

beforeEach(async () => {
  stage = createStage();
  simulator = await startNaverSimulator();
  simulator.describe(BROADCAST, { status: 'REPLAY', title: '지난 방송' });
  texts = Array.from({ length: MESSAGES }, (_, index) => `text ${index}`);
  simulator.say(
    BROADCAST,
    texts.map((message, index) => comment({ message, at: SAID_AT + index * 1_000 })),
  );
  supervisor = await stage.supervise([createNaverShoppingSource({ naverShoppingUrl: simulator.url })]);
});

afterEach(async () => {
  await supervisor.stop();
  await simulator.close();
});

describe('the replay of a broadcast of Naver Shopping Live', () => {
  it('is recorded chat: all of it, at the times when it was said', async () => {
    await stage.watch(WATCH);
    await untilOver();
    expect(await recorded()).toEqual(texts);
    const messages = await stage.all('MessagePosted');
    expect(messages.every((message) => message.clock === 'recorded')).toBe(true);
    expect(messages.map((message) => message.eventTime)).toEqual(
      texts.map((_, index) => SAID_AT + index * 1_000),
    );
    expect((await stage.all('BroadcastEnded'))[0]?.reason).toBe('ended');
    expect((await stage.all('BroadcastStarted')).at(-1)?.title).toBe('지난 방송');
    expect(simulator.requests('replays')).toBe(Math.ceil(MESSAGES / 100));
  });

  it('gives comments without a time that of the one before', async () => {
    simulator.say(BROADCAST, [{ ...comment({ message: 'no time', at: 0 }), commentCreatedAt: null }]);
    await stage.watch(WATCH);
    await untilOver();
    expect((await stage.all('MessagePosted')).at(-1)).toMatchObject({
      text: 'no time',
      sentAt: null,
      eventTime: SAID_AT + (MESSAGES - 1) * 1_000,
    });
  });

  it.each<[string, NaverFault]>([
    ['no answer', { kind: 'drop' }],
    ['a stall', { kind: 'stall' }],
    ['a reset inside the body', { kind: 'reset' }],
    ['status 503', { kind: 'status', status: 503 }],
    ['the same page again', { kind: 'repeat' }],
    ['another form', { kind: 'body', body: '{}' }],
  ])('goes on after %s, and leaves nothing out and nothing twice', async (_, fault) => {
    await stage.watch(WATCH);
    await until(() => simulator.requests('replays') >= 2);
    simulator.fail(fault, { times: 2, endpoint: 'replays' });
    await untilOver();
    expect(await recorded()).toEqual(texts);
  });

  it('goes on in another process where it was', async () => {
    await stage.watch(WATCH);
    await until(async () => (await recorded()).length >= 100);
    await supervisor.stop();
    supervisor = await stage.supervise([createNaverShoppingSource({ naverShoppingUrl: simulator.url })]);
    await untilOver();
    expect(await recorded()).toEqual(texts);
    expect(simulator.requests('replays')).toBeLessThanOrEqual(Math.ceil(MESSAGES / 100) + 1);
  });

  it('is refused while the broadcast runs, with the reason', async () => {
    simulator.describe(BROADCAST, { status: 'ONAIR' });
    await stage.watch(WATCH);
    await untilOver();
    expect((await stage.all('BroadcastEnded'))[0]?.reason).toMatch(/^failed: .*not over yet/);
  });
});
