/** No notice holds up the others, and none counts as told that was not. */
import { afterEach, expect, test } from 'vitest';
import { createFakeClock, passSeconds } from '../../tests/support/fake-clock.ts';
import { createGate } from '../../tests/support/gate.ts';
import { DeliveryError, type DeliveryErrorOptions } from './delivery-error.ts';
import { createMemoryNotifier, type MemoryNotifier } from './memory.ts';
import type { Notice } from './port.ts';
import { createNotifyRig, toldBy, type NotifyRig } from './testing/notify-rig.ts';

let rig: NotifyRig;
afterEach(() => rig.close());

const holds = ({ items }: Notice, id: string): boolean => items.some(({ alert }) => alert.id === id);

/** What a destination does that never answers of some alerts. */
function neverAnswers({ items }: Notice, prefix: string): void {
  if (items.some(({ alert }) => alert.id.startsWith(prefix)))
    throw new DeliveryError({ message: 'no answer in time', refused: false });
}

/** A destination that fails notices in which one alert is. */
function failingFor(id: string, how: Omit<DeliveryErrorOptions, 'message'>): MemoryNotifier {
  return createMemoryNotifier({
    name: 'slack',
    before: (notice) => {
      if (holds(notice, id)) throw new DeliveryError({ message: 'not this one', ...how });
    },
  });
}

test.each([
  ['refused', { refused: true }],
  ['never answered', { refused: false }],
  ['taken by a part of the mailboxes', { refused: false, partly: true }],
] as const)('a notice that is %s holds up no other (nothing more was told there)', async (_, how) => {
  rig = createNotifyRig();
  const slack = failingFor('bad', how);
  await rig.start([slack]);
  await rig.raise('bad');
  await slack.asked(1);
  for (const id of ['b', 'c']) await rig.raise(id);
  await slack.taking(2);
  await rig.raise('d');
  await slack.taking(3);
  expect(toldBy(slack).sort()).toEqual(['raised b', 'raised c', 'raised d']);
});

test('three that are never answered hold up what comes then for the longest pause at most (it waited for ever)', async () => {
  const clock = createFakeClock(Date.now());
  rig = createNotifyRig({ clock });
  const slack = createMemoryNotifier({ name: 'slack', before: (notice) => neverAnswers(notice, 'bad') });
  await rig.start([slack], { lanes: {} });
  for (const id of ['bad-1', 'bad-2', 'bad-3']) {
    await rig.raise(id);
    await passSeconds(clock, 20);
  }
  for (const id of ['a', 'b']) await rig.raise(id);
  await passSeconds(clock, 300);
  expect(toldBy(slack)).toEqual(['raised a', 'raised b']);
  expect(slack.taken).toHaveLength(1);
  await rig.raise('c');
  await passSeconds(clock, 20);
  expect(toldBy(slack).at(-1)).toBe('raised c');
});

/** Alerts of an hour, one a minute, for a destination that is away and comes back: all are told, in so many notices. */
async function noticesAfterAnHour(away: (notice: Notice) => void): Promise<number> {
  const clock = createFakeClock(Date.now());
  rig = createNotifyRig({ clock });
  let well = false;
  const slack = createMemoryNotifier({
    name: 'slack',
    before: (notice) => {
      if (!well) away(notice);
    },
  });
  await rig.start([slack], { lanes: {} });
  const ids = Array.from({ length: 60 }, (_, number) => `a-${number}`);
  for (const id of ids) {
    await rig.raise(id);
    await passSeconds(clock, 60);
  }
  well = true;
  await passSeconds(clock, 330);
  expect(toldBy(slack).sort()).toEqual(ids.map((id) => `raised ${id}`).sort());
  return slack.taken.length;
}

test('an hour of alerts for a destination that is away is some notices when it is back, not one for each', async () => {
  expect(await noticesAfterAnHour((notice) => neverAnswers(notice, 'a'))).toBeLessThan(20);
});

test('an hour of alerts for a destination where nobody listens is a handful of notices when somebody does', async () => {
  const refuse = (): never => {
    throw new DeliveryError({ message: 'connect ECONNREFUSED', refused: false, untaken: true });
  };
  // One that finds out, and three of twenty.
  expect(await noticesAfterAnHour(refuse)).toBeLessThanOrEqual(4);
});

test('what may have been taken goes again as it was, also after attempts that found nobody', async () => {
  const clock = createFakeClock(Date.now());
  rig = createNotifyRig({ clock });
  const keys = new Set<string>();
  let attempts = 0;
  const slack = createMemoryNotifier({
    name: 'slack',
    before: ({ key }) => {
      keys.add(key);
      attempts += 1;
      if (attempts <= 4) throw new DeliveryError({ message: 'away', refused: false, untaken: attempts > 1 });
    },
  });
  for (const id of ['a', 'b', 'c', 'd', 'e']) await rig.raise(id);
  await rig.start([slack], { lanes: {} });
  await passSeconds(clock, 60);
  expect(toldBy(slack).sort()).toEqual(['a', 'b', 'c', 'd', 'e'].map((id) => `raised ${id}`));
  const [first] = keys;
  expect(slack.taken.filter(({ key }) => key === first)).toHaveLength(1);
});

test('what nobody knows of goes again as soon as the destination takes something (it waited for minutes)', async () => {
  const clock = createFakeClock(Date.now());
  rig = createNotifyRig({ clock });
  let asked = 0;
  let well = false;
  const slack = createMemoryNotifier({
    name: 'slack',
    before: (notice) => {
      asked += 1;
      neverAnswers(notice, well ? 'none' : 'a');
    },
  });
  await rig.start([slack], { lanes: {}, random: () => 0 });
  await rig.raise('a');
  while (asked < 11) await passSeconds(clock, 1);
  well = true;
  await rig.raise('b');
  await passSeconds(clock, 20);
  expect(toldBy(slack)).toEqual(['raised b', 'raised a']);
});

test('a destination that takes all but one notice has one trouble until that is settled (it came and went)', async () => {
  rig = createNotifyRig();
  const slack = failingFor('bad', { refused: true });
  const notify = await rig.start([slack]);
  await rig.raise('bad');
  await slack.asked(1);
  await rig.raise('b');
  await slack.taking(1);
  expect(notify.health()).toMatchObject({ state: 'degraded', detail: 'slack: not this one' });
  await rig.acknowledge('bad');
  await notify.settled();
  expect(notify.health().state).toBe('ok');
});

test('one of twenty that is refused does not keep the others from being told within a minute and a half (it took ten)', async () => {
  const clock = createFakeClock(Date.now());
  rig = createNotifyRig({ clock });
  const slack = failingFor('bad', { refused: true });
  const ids = Array.from({ length: 19 }, (_, number) => `a-${number}`);
  for (const id of [...ids.slice(0, 9), 'bad', ...ids.slice(9)]) await rig.raise(id);
  await rig.start([slack], { lanes: {} });
  await passSeconds(clock, 90);
  expect(toldBy(slack).sort()).toEqual(ids.map((id) => `raised ${id}`).sort());
});

test('no notice is of more alerts than it names, and what is critical is in the first (the others counted as told)', async () => {
  rig = createNotifyRig();
  const slack = createMemoryNotifier({ name: 'slack' });
  for (let number = 0; number < 30; number += 1) await rig.raise(`mild-${number}`, { severity: 'warning' });
  await rig.raise('grave');
  const notify = await rig.start([slack]);
  await notify.settled();
  expect(Math.max(...slack.taken.map(({ items }) => items.length))).toBe(20);
  expect(slack.taken[0]?.items[0]?.alert.id).toBe('grave');
  expect(new Set(toldBy(slack)).size).toBe(31);
});

test('a destination that asks to be left alone for a day is tried after a quarter of an hour', async () => {
  const clock = createFakeClock(Date.now());
  rig = createNotifyRig({ clock });
  let asked = 0;
  const slack = createMemoryNotifier({
    name: 'slack',
    before: () => {
      asked += 1;
      if (asked === 1)
        throw new DeliveryError({ message: 'status 503', refused: true, retryAfterMs: 86_400_000 });
    },
  });
  await rig.start([slack], { lanes: {} });
  await rig.raise('a');
  await passSeconds(clock, 890);
  expect(asked).toBe(1);
  await passSeconds(clock, 20);
  expect(toldBy(slack)).toEqual(['raised a']);
});

test('once another has told it a destination that failed is no trouble any more (it stayed one for ever)', async () => {
  rig = createNotifyRig();
  const slack = failingFor('a', { refused: true });
  const mail = createMemoryNotifier({ name: 'mail' });
  const notify = await rig.start([slack, mail]);
  await rig.raise('a');
  await mail.taking(1);
  await notify.settled();
  await expect.poll(() => notify.health().state).toBe('ok');
});

test('an end is told where an attempt that may have been taken said that the alert is open (it was not)', async () => {
  rig = createNotifyRig();
  let well = false;
  const slack = createMemoryNotifier({
    name: 'slack',
    before: () => {
      if (!well) throw new DeliveryError({ message: 'no answer in time', refused: false });
    },
  });
  const notify = await rig.start([slack]);
  await rig.raise('a');
  await slack.asked(1);
  await rig.resolve('a');
  await slack.asked(2);
  well = true;
  await notify.settled();
  expect(toldBy(slack)).toEqual(['raised a', 'resolved a']);
});

test('a second outage of the log within a minute is told too (nobody heard of it)', async () => {
  rig = createNotifyRig();
  const slack = createMemoryNotifier({ name: 'slack' });
  const notify = await rig.start([slack]);
  const minute = Math.floor(Date.now() / 60_000) * 60_000;
  for (const second of [2, 40]) {
    notify.logAway(minute + second * 1_000, 'no broker answers');
    await notify.settled();
    notify.logBack(minute + (second + 10) * 1_000);
    await notify.settled();
  }
  expect(toldBy(slack).map((one) => one.split(' ')[0])).toEqual(['raised', 'resolved', 'raised', 'resolved']);
  const raised = await rig.events('AlertRaised');
  expect(new Set(raised.map(({ alertId }) => alertId)).size).toBe(2);
});

test('what is under way when a process ends is taken and recorded before it leaves (it was told twice)', async () => {
  rig = createNotifyRig();
  const asked = createGate();
  const answer = createGate();
  const slack = createMemoryNotifier({
    name: 'slack',
    before: async () => {
      asked.open();
      await answer.opened;
    },
  });
  const first = await rig.start([slack], { lanes: {} });
  await rig.raise('a');
  await asked.opened;
  const closed = first.close();
  answer.open();
  await closed;
  expect(await rig.events('AlertDelivered')).toMatchObject([{ alertId: 'a', destination: 'slack' }]);
  const second = await rig.start([slack]);
  await second.settled();
  expect(toldBy(slack)).toEqual(['raised a']);
});
