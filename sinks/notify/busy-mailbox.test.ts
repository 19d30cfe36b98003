/** Of a list of mailboxes some have a notice, others are busy: neither holds up the other, and none is forgotten. */
import { afterEach, expect, test } from 'vitest';
import { createFakeClock, passSeconds } from '../../tests/support/fake-clock.ts';
import { DeliveryError } from './delivery-error.ts';
import { createMemoryNotifier } from './memory.ts';
import { createNotifyRig, toldBy, type NotifyRig } from './testing/notify-rig.ts';

let rig: NotifyRig;
afterEach(() => rig.close());

function fail(how: 'busy' | 'away'): never {
  throw new DeliveryError({ message: how, refused: false, partly: how === 'busy' });
}

test('what some mailboxes do not take within an hour is delivered to the others', async () => {
  const clock = createFakeClock(Date.now());
  rig = createNotifyRig({ clock });
  const mail = createMemoryNotifier({ name: 'mail', before: () => fail('busy') });
  await rig.start([mail], { lanes: {} });
  await rig.raise('a');
  await passSeconds(clock, 3_600);
  await passSeconds(clock, 2_400);
  expect(await rig.events('AlertDelivered')).toMatchObject([{ alertId: 'a', attempts: 20 }]);
});

test('hours in which the mail server was away are no attempts that a busy mailbox has had (its mail was given up at once)', async () => {
  const clock = createFakeClock(Date.now());
  rig = createNotifyRig({ clock });
  let now: 'busy' | 'away' | 'well' = 'busy';
  const mail = createMemoryNotifier({
    name: 'mail',
    before: () => {
      if (now !== 'well') fail(now);
    },
  });
  await rig.start([mail], { lanes: {} });
  await rig.raise('a');
  await passSeconds(clock, 2);
  now = 'away';
  await passSeconds(clock, 7_200);
  now = 'busy';
  await passSeconds(clock, 600);
  expect(await rig.events('AlertDelivered')).toEqual([]);
  now = 'well';
  await passSeconds(clock, 300);
  expect(toldBy(mail)).toEqual(['raised a']);
});

test('three notices for a busy mailbox do not hold up the others after a failure (each waited for five minutes)', async () => {
  const clock = createFakeClock(Date.now());
  rig = createNotifyRig({ clock });
  const told = new Set<string>();
  let isAway = true;
  const mail = createMemoryNotifier({
    name: 'mail',
    before: ({ items }) => {
      if (isAway) fail('away');
      for (const { alert } of items) told.add(alert.id);
      fail('busy');
    },
  });
  await rig.start([mail], { lanes: {} });
  await rig.raise('a');
  await passSeconds(clock, 2);
  isAway = false;
  for (const id of ['b', 'c', 'd', 'e']) {
    await rig.raise(id);
    await passSeconds(clock, 20);
  }
  expect([...told].sort()).toEqual(['a', 'b', 'c', 'd', 'e']);
});
