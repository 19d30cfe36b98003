import { afterEach, expect, test } from 'vitest';
import { createMemoryLog } from '../../core/log/memory.ts';
import type { SubscriptionHandler } from '../../core/log/port.ts';
import { createFakeClock } from '../../tests/support/fake-clock.ts';
import { createGate } from '../../tests/support/gate.ts';
import { DeliveryError } from './delivery-error.ts';
import { createMemoryNotifier, type MemoryNotifier } from './memory.ts';
import { createNotifyRig, toldBy, type NotifyRig } from './testing/notify-rig.ts';

let rig: NotifyRig;
afterEach(() => rig.close());

function failingSlack({ refused }: { readonly refused: boolean }): MemoryNotifier {
  return createMemoryNotifier({
    name: 'slack',
    before: () => {
      throw new DeliveryError({ message: 'status 500', refused });
    },
  });
}

test('an alert is told, its end is told where its beginning was, and both are in the log', async () => {
  rig = createNotifyRig();
  const slack = createMemoryNotifier({ name: 'slack' });
  const mail = createMemoryNotifier({ name: 'mail' });
  const notify = await rig.start([slack, mail]);
  await rig.raise('a');
  await notify.settled();
  await rig.resolve('a');
  await notify.settled();
  expect(toldBy(slack)).toEqual(['raised a', 'resolved a']);
  expect(toldBy(mail)).toEqual([]);
  expect(await rig.events('AlertDelivered')).toMatchObject([
    { notice: 'raised', destination: 'slack', attempts: 1 },
    { notice: 'resolved', destination: 'slack', attempts: 1 },
  ]);
});

test('alerts that come before the group has formed wait for it (a process ended of it)', async () => {
  const clock = createFakeClock(Date.now());
  const log = createMemoryLog({ clock });
  const read = createGate();
  const formed = createGate();
  rig = createNotifyRig({
    clock,
    log: {
      ...log,
      async subscribe(options) {
        if (options.group !== undefined) {
          await formed.opened;
          return log.subscribe(options);
        }
        return log.subscribe({ ...options, handler: told(options.handler, read.open) });
      },
    },
  });
  await rig.raise('a');
  const slack = createMemoryNotifier({ name: 'slack' });
  const starting = rig.start([slack]);
  await read.opened;
  // Whoever looked at what is owed would do so now.
  clock.advance(2_000);
  formed.open();
  await starting;
  clock.advance(250);
  await slack.taking(1);
  expect(toldBy(slack)).toEqual(['raised a']);
});

/** A handler that tells when it has dealt with a batch. */
function told(handler: SubscriptionHandler, done: () => void): SubscriptionHandler {
  return {
    ...handler,
    async batch(records) {
      await handler.batch(records);
      done();
    },
  };
}

test('a second process tells nothing again, and one that takes over tells what the first did not', async () => {
  rig = createNotifyRig();
  const first = createMemoryNotifier({ name: 'slack' });
  const notify = await rig.start([first]);
  await rig.raise('a');
  await notify.settled();
  await notify.close();
  await rig.raise('b');
  const second = createMemoryNotifier({ name: 'slack' });
  const later = await rig.start([second]);
  await later.settled();
  expect(toldBy(first)).toEqual(['raised a']);
  expect(toldBy(second)).toEqual(['raised b']);
});

test('while the first of a chain fails the next tells it; the first is then let go, and the log says so', async () => {
  rig = createNotifyRig();
  const slack = failingSlack({ refused: true });
  const mail = createMemoryNotifier({ name: 'mail' });
  const notify = await rig.start([slack, mail]);
  await rig.raise('a');
  await notify.settled();
  expect(toldBy(mail)).toEqual(['raised a']);
  const failures = await rig.events('AlertDeliveryFailed');
  expect(failures[0]).toMatchObject({
    destination: 'slack',
    reason: 'status 500',
    final: false,
    attempts: 1,
  });
  expect(failures.at(-1)).toMatchObject({ destination: 'slack', final: true });
});

test('what was tried at a destination that the settings no longer name has failed for good (it stayed "trying")', async () => {
  rig = createNotifyRig();
  const gone = failingSlack({ refused: false });
  const first = rig.begin([gone]);
  await first.ready;
  await rig.raise('a');
  await expect.poll(() => rig.events('AlertDeliveryFailed')).not.toEqual([]);
  await first.close();
  const mail = createMemoryNotifier({ name: 'mail' });
  const next = await rig.start([mail]);
  await next.settled();
  expect(toldBy(mail)).toEqual(['raised a']);
  const final = (await rig.events('AlertDeliveryFailed')).filter((one) => one.final);
  expect(final).toMatchObject([{ destination: 'slack', notice: 'raised', reason: 'status 500' }]);
});

test('a destination that takes too long is helped by the next', async () => {
  rig = createNotifyRig();
  const slack = createMemoryNotifier({
    name: 'slack',
    before: (_notice, signal) =>
      new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true })),
  });
  const mail = createMemoryNotifier({ name: 'mail' });
  const notify = await rig.start([slack, mail], { patienceMs: 100, lanes: { attemptMs: 60_000 } });
  await rig.raise('a');
  await mail.taking(1);
  expect(toldBy(mail)).toEqual(['raised a']);
  await notify.close();
});

test('every attempt of a notice has the same key, and nothing is told after an acknowledgement', async () => {
  rig = createNotifyRig();
  const keys: string[] = [];
  let well = false;
  const slack = createMemoryNotifier({
    name: 'slack',
    before: ({ key }) => {
      keys.push(key);
      if (!well) throw new DeliveryError({ message: 'away', refused: false });
    },
  });
  const notify = await rig.start([slack]);
  await rig.raise('a');
  await slack.asked(3);
  await rig.acknowledge('a');
  await notify.settled();
  well = true;
  await rig.raise('b');
  await notify.settled();
  expect(new Set(keys.slice(0, 3)).size).toBe(1);
  expect(toldBy(slack)).toEqual(['raised b']);
  await rig.resolve('a');
  await notify.settled();
  expect(toldBy(slack)).toEqual(['raised b']);
});

test('many alerts at once are one notice, and each has its delivery', async () => {
  rig = createNotifyRig();
  const slack = createMemoryNotifier({ name: 'slack' });
  const notify = await rig.start([slack]);
  for (let number = 0; number < 40; number += 1) await rig.raise(`flood-${number}`);
  await notify.settled();
  expect(slack.taken.length).toBeLessThanOrEqual(6);
  expect(new Set(toldBy(slack)).size).toBe(40);
  expect(toldBy(slack)).toHaveLength(40);
  expect(await rig.events('AlertDelivered')).toHaveLength(40);
});

test('what was muted, is of a recording, or was over before an hour is not told', async () => {
  rig = createNotifyRig();
  const slack = createMemoryNotifier({ name: 'slack' });
  const long = Date.now() - 2 * 3_600_000;
  await rig.raise('old', { at: long, startedAt: long });
  await rig.append('AlertResolved', {
    alertId: 'old',
    rule: 'negative-surge',
    subject: 'chzzk-ada-old',
    value: 0,
    reason: 'recovered',
    at: long + 60_000,
  });
  await rig.raise('muted');
  const mute = { alertId: 'muted', rule: 'negative-surge', subject: 'chzzk-ada-muted', by: 'test' };
  await rig.append('AlertMuted', { ...mute, at: Date.now(), until: Date.now() + 60_000 });
  await rig.raise('recorded', { channelId: 'replay-x' });
  await rig.raise('mild', { severity: 'info' });
  const notify = await rig.start([slack]);
  await notify.settled();
  expect(toldBy(slack)).toEqual([]);
  await rig.append('AlertMuted', { ...mute, at: Date.now(), until: 0 });
  await notify.settled();
  expect(toldBy(slack)).toEqual(['raised muted']);
});

test('while the log is away the process that finds it tells at once and once, and records it when it is back', async () => {
  let away = false;
  rig = createNotifyRig({
    log: createMemoryLog({
      beforeAppend: () => {
        if (away) throw new Error('the brokers are away');
      },
    }),
  });
  const slack = createMemoryNotifier({ name: 'slack' });
  const notify = await rig.start([slack]);
  await notify.settled();
  away = true;
  notify.logAway(Date.now(), 'the brokers are away');
  notify.logAway(Date.now(), 'the brokers are away');
  await slack.taking(1);
  expect(slack.taken[0]?.items[0]?.alert).toMatchObject({ rule: 'log-away', detail: 'the brokers are away' });
  notify.logBack(Date.now() + 1);
  await slack.taking(2);
  away = false;
  await notify.settled();
  expect(toldBy(slack).map((one) => one.split(' ')[0])).toEqual(['raised', 'resolved']);
  expect(await rig.events('AlertRaised')).toHaveLength(1);
  expect(await rig.events('AlertResolved')).toHaveLength(1);
  expect(await rig.events('AlertDelivered')).toMatchObject([{ notice: 'raised' }, { notice: 'resolved' }]);
});

test('a log that is away when the process begins is told of too (nobody told before it was back)', async () => {
  const log = createMemoryLog();
  const back = createGate();
  rig = createNotifyRig({
    log: {
      ...log,
      async subscribe(options) {
        await back.opened;
        return log.subscribe(options);
      },
    },
  });
  const slack = createMemoryNotifier({ name: 'slack' });
  const notify = rig.begin([slack]);
  notify.logAway(Date.now(), 'no broker answers');
  await slack.taking(1);
  back.open();
  notify.logBack(Date.now() + 1);
  await notify.settled();
  expect(toldBy(slack).map((one) => one.split(' ')[0])).toEqual(['raised', 'resolved']);
  expect(await rig.events('AlertRaised')).toMatchObject([{ rule: 'log-away', detail: 'no broker answers' }]);
});
