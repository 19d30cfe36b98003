/** What is owed while settings, hours and people change it. */
import { afterEach, expect, test } from 'vitest';
import { createFakeClock, passSeconds } from '../../tests/support/fake-clock.ts';
import { DeliveryError } from './delivery-error.ts';
import { createMemoryNotifier, type MemoryNotifier } from './memory.ts';
import type { Route } from './routes/routes.ts';
import { createNotifyRig, toldBy, type NotifyRig } from './testing/notify-rig.ts';

const SECOND = 1_000;

let rig: NotifyRig;
afterEach(() => rig.close());

/** A destination that fails until it is well: it says no, or is away. */
function failing(
  name: string,
  refused: boolean,
): {
  readonly notifier: MemoryNotifier;
  well: boolean;
  readonly keys: string[];
} {
  const keys: string[] = [];
  const one = {
    well: false,
    keys,
    notifier: createMemoryNotifier({
      name,
      before: ({ key }) => {
        keys.push(key);
        if (!one.well) throw new DeliveryError({ message: 'status 500', refused });
      },
    }),
  };
  return one;
}

const to = (...chains: string[][]): Route => ({
  severities: ['warning', 'critical'],
  recordings: false,
  to: chains,
});

test('what quiet hours hold back is not given up, and is told at their end (the log said that it was given up)', async () => {
  // 22:59:50 in Seoul.
  const clock = createFakeClock(Date.UTC(2026, 0, 1, 13, 59, 50));
  rig = createNotifyRig({ clock });
  const slack = failing('slack', true);
  const quietHours = { from: 23 * 60, to: 23 * 60 + 5, zone: 'Asia/Seoul' };
  await rig.start([slack.notifier], { quietHours });
  await rig.raise('a', { severity: 'warning' });
  await passSeconds(clock, 5);
  expect(slack.keys.length).toBeGreaterThan(0);
  await passSeconds(clock, 30);
  const asked = slack.keys.length;
  await passSeconds(clock, 30);
  expect(slack.keys).toHaveLength(asked);
  expect((await rig.events('AlertDeliveryFailed')).filter(({ final }) => final)).toEqual([]);
  slack.well = true;
  await passSeconds(clock, 245);
  await passSeconds(clock, 40);
  expect(toldBy(slack.notifier)).toEqual(['raised a']);
  expect(new Set(slack.keys).size).toBe(1);
});

test('a mute that runs out by itself ends, and what is open still is told then', async () => {
  const clock = createFakeClock(Date.now());
  rig = createNotifyRig({ clock });
  const slack = createMemoryNotifier({ name: 'slack' });
  await rig.append('AlertMuted', {
    alertId: 'a',
    rule: 'negative-surge',
    subject: 'chzzk-ada-a',
    by: 'link',
    at: clock.now(),
    until: clock.now() + 30 * SECOND,
  });
  await rig.raise('a');
  await rig.start([slack]);
  await passSeconds(clock, 20);
  expect(toldBy(slack)).toEqual([]);
  await passSeconds(clock, 15);
  expect(toldBy(slack)).toEqual(['raised a']);
});

test('of several alerts in one notice the one that is acknowledged is told no more, the others under the same key', async () => {
  rig = createNotifyRig();
  const slack = failing('slack', false);
  const ids = ['a', 'b', 'c', 'd', 'e'];
  for (const id of ids) await rig.raise(id);
  const notify = await rig.start([slack.notifier], { lanes: { retryMs: 50, longestRetryMs: 50 } });
  await slack.notifier.asked(2);
  await rig.acknowledge('c');
  await slack.notifier.asked(slack.keys.length + 2);
  slack.well = true;
  await notify.settled();
  expect(toldBy(slack.notifier).sort()).toEqual(['raised a', 'raised b', 'raised d', 'raised e']);
  expect(slack.notifier.taken).toHaveLength(1);
  expect(new Set(slack.keys).size).toBe(1);
});

test('two routes to one destination are one notice there (many alerts at once came twice each)', async () => {
  rig = createNotifyRig();
  const slack = createMemoryNotifier({ name: 'slack' });
  const mail = createMemoryNotifier({ name: 'mail' });
  const ids = ['a', 'b', 'c', 'd'];
  for (const id of ids) await rig.raise(id);
  const notify = await rig.start([slack, mail], { routes: [to(['slack', 'mail']), to(['slack'])] });
  await notify.settled();
  expect(toldBy(slack).sort()).toEqual(ids.map((id) => `raised ${id}`));
  expect(toldBy(mail)).toEqual([]);
  expect(await rig.events('AlertDelivered')).toHaveLength(ids.length);
});

test('an end that the first notice told is not told once more when the log gives that notice back (it was)', async () => {
  rig = createNotifyRig();
  await rig.raise('a');
  await rig.resolve('a');
  const slack = createMemoryNotifier({ name: 'slack' });
  const notify = await rig.start([slack]);
  await notify.settled();
  // A look after all that was recorded is known.
  await notify.settled();
  await notify.close();
  const later = await rig.start([slack]);
  await later.settled();
  expect(toldBy(slack)).toEqual(['raised a']);
});

test('a destination that the settings no longer name owes nothing more (its notices were on the way for ever)', async () => {
  rig = createNotifyRig();
  const slack = createMemoryNotifier({ name: 'slack' });
  const first = await rig.start([slack]);
  await rig.raise('a');
  await first.settled();
  await first.close();
  await rig.resolve('a');
  const mail = createMemoryNotifier({ name: 'mail' });
  const second = await rig.start([mail]);
  await second.settled();
  expect(second.health()).toMatchObject({ state: 'ok', pending: 0, oldestMs: 0 });
  expect(toldBy(slack)).toEqual(['raised a']);
  // It was over just now: who is named instead hears of it, once and with its end.
  expect(toldBy(mail)).toEqual(['raised a']);
  expect(mail.taken[0]?.items[0]?.alert.resolution).toBe('recovered');
});
