import { afterEach, expect, test } from 'vitest';
import { createMeter } from '../../core/telemetry/meter.ts';
import { DeliveryError } from '../../sinks/notify/delivery-error.ts';
import { createMemoryNotifier } from '../../sinks/notify/memory.ts';
import { createNotifyRig, type NotifyRig } from '../../sinks/notify/testing/notify-rig.ts';
import { tellNotices } from './tell-notices.ts';

let rig: NotifyRig;
afterEach(() => rig.close());

test('notices that wait, for how long, and what is open are told; and that there are none any more', async () => {
  rig = createNotifyRig();
  let away = true;
  const slack = createMemoryNotifier({
    name: 'slack',
    before: () => {
      if (away) throw new DeliveryError({ message: 'away', refused: false });
    },
  });
  const notify = await rig.start([slack]);
  const figures = (): Readonly<Record<string, number | undefined>> => {
    const meter = createMeter();
    tellNotices(meter, notify);
    return Object.fromEntries(
      meter.drain().gauges.map(({ name, tags, value }) => [[name, ...Object.values(tags)].join(' '), value]),
    );
  };
  await rig.raise('a');
  await rig.raise('b', { severity: 'warning' });
  await slack.asked(2);
  expect(figures()).toMatchObject({
    'notices.pending': 2,
    'alerts.open critical': 1,
    'alerts.open warning': 1,
    'alerts.open info': 0,
  });
  expect(figures()['notices.oldest']).toBeGreaterThan(0);

  away = false;
  await notify.settled();
  await rig.resolve('b');
  await notify.settled();
  expect(figures()).toMatchObject({
    'notices.pending': 0,
    'notices.oldest': 0,
    'alerts.open critical': 1,
    'alerts.open warning': 0,
  });
});

test('what is read of alerts is told (the drawing of the pipeline had no flow through the notices)', async () => {
  rig = createNotifyRig();
  const notify = await rig.start([createMemoryNotifier({ name: 'slack' })]);
  const meter = createMeter();
  tellNotices(meter, notify);
  await rig.raise('a');
  await notify.settled();
  await expect
    .poll(() => meter.drain().counters.filter(({ tags }) => tags['part'] === 'notify'), { timeout: 10_000 })
    .toEqual([expect.objectContaining({ name: 'reader.records' })]);
});
