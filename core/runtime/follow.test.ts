import { expect, test } from 'vitest';
import { createMemoryLog } from '../log/memory.ts';
import type { EventLog } from '../log/port.ts';
import { createFakeClock } from '../../tests/support/fake-clock.ts';
import { follow } from './follow.ts';

const TOPIC = 'moderation.events';
const at = (partition: number) => ({ topic: TOPIC, partition });
const never = new AbortController().signal;

/** A log whose subscriptions a test can end. */
function breakable() {
  const log = createMemoryLog();
  const ends: ((error: Error) => void)[] = [];
  let refuse = 0;
  const subscribe: EventLog['subscribe'] = async (options) => {
    if (refuse > 0) {
      refuse -= 1;
      throw new Error('the log is away');
    }
    const subscription = await log.subscribe(options);
    const broken = new Promise<Error>((resolve) =>
      ends.push((error) => {
        void subscription.close();
        resolve(error);
      }),
    );
    return {
      ...subscription,
      ended: Promise.race([broken, subscription.ended]),
      close: () => subscription.close(),
    };
  };
  return {
    log: { ...log, subscribe },
    trim: (offset: number) => log.trim(at(0), offset),
    say: (text: string) => log.append([{ topic: TOPIC, key: 'k', partition: 0, value: Buffer.from(text) }]),
    end: (failures: number) => {
      refuse = failures;
      ends.pop()?.(new Error('the log went away'));
    },
  };
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
}

/** Follows a log of one record, which it has taken. */
async function followFromOne() {
  const clock = createFakeClock(1_000_000);
  const { log, ...hands } = breakable();
  const taken: string[] = [];
  const following = await follow({
    log,
    topics: [TOPIC],
    name: 'test',
    clock,
    startAt: () => Promise.resolve('start'),
    take: (_partition, records) =>
      void taken.push(...records.map(({ value }) => Buffer.from(value).toString())),
  });
  await hands.say('one');
  await following.reached(at(0), 0, never);
  return { clock, following, taken, ...hands };
}

test('goes on where it was when the log comes back, and says meanwhile why it does not read', async () => {
  const { clock, following, taken, say, end } = await followFromOne();
  end(2);
  await settled();
  expect(following.problem()).toContain('went away');
  await say('two');
  clock.advance(10_000);
  await settled();
  expect(following.problem()).toContain('is away');
  clock.advance(10_000);
  await settled();
  clock.advance(10_000);
  await following.reached(at(0), 1, never);
  expect(taken).toEqual(['one', 'two']);
  await settled();
  expect(following.problem()).toBeUndefined();
  await following.close();
});

test('starts anew where its place is no longer kept', async () => {
  const { clock, following, taken, say, end, trim } = await followFromOne();
  end(0);
  await settled();
  for (const text of ['two', 'three', 'four']) await say(text);
  trim(3);
  clock.advance(10_000);
  await following.reached(at(0), 3, never);
  expect(taken).toEqual(['one', 'four']);
  await following.close();
});

test('waiting for a position ends with its signal', async () => {
  const { log } = breakable();
  const following = await follow({
    log,
    topics: [TOPIC],
    name: 'test',
    clock: createFakeClock(1_000_000),
    startAt: () => Promise.resolve('start'),
    take: () => undefined,
  });
  const waiting = new AbortController();
  const reached = following.reached(at(0), 5, waiting.signal);
  waiting.abort(new Error('too late'));
  await expect(reached).rejects.toThrow('too late');
  await following.close();
});

test('closed while it is coming back, it leaves no reading behind', async () => {
  const clock = createFakeClock(1_000_000);
  const log = createMemoryLog();
  const open = new Set<number>();
  let subscriptions = 0;
  let lose: (error: Error) => void = () => undefined;
  let letIn: () => void = () => undefined;
  const subscribe: EventLog['subscribe'] = async (options) => {
    const number = (subscriptions += 1);
    if (number === 2) await new Promise<void>((resolve) => (letIn = resolve));
    const subscription = await log.subscribe(options);
    open.add(number);
    return {
      ...subscription,
      ended: new Promise<Error>((resolve) => (lose = resolve)),
      close: async () => {
        open.delete(number);
        await subscription.close();
      },
    };
  };
  const following = await follow({
    log: { ...log, subscribe },
    topics: [TOPIC],
    name: 'test',
    clock,
    startAt: () => Promise.resolve('start'),
    take: () => undefined,
  });
  open.delete(1);
  lose(new Error('the log went away'));
  await settled();
  clock.advance(10_000);
  await settled();
  expect(subscriptions).toBe(2);
  await following.close();
  letIn();
  await settled();
  expect([...open]).toEqual([]);
});
