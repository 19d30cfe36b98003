import { expect, test } from 'vitest';
import { createFakeClock, settle } from '../../tests/support/fake-clock.ts';
import { DeliveryError } from './delivery-error.ts';
import { createLane, LANE_SETTINGS } from './lane.ts';
import { createMemoryNotifier } from './memory.ts';
import type { Consignment } from './queue.ts';
import { sampleAlert } from './testing/sample-notices.ts';

const consignment = (key: string): Consignment => ({
  key,
  item: { kind: 'raised', alert: sampleAlert({ id: key }), links: {} },
});

test('a notice that is given up for a busy mailbox is no sign that the destination is well again', async () => {
  const clock = createFakeClock(0);
  const delivered: string[] = [];
  const lane = createLane({
    notifier: createMemoryNotifier({
      before: ({ key }) => {
        throw new DeliveryError({ message: 'not now', refused: false, partly: key === 'busy' });
      },
    }),
    clock,
    random: () => 0,
    settings: LANE_SETTINGS,
    delivered: (sent, attempts) => delivered.push(...sent.map(({ key }) => `${key} ${attempts}`)),
    failed: () => undefined,
  });
  const pass = async (seconds: number, ...keys: readonly string[]): Promise<void> => {
    for (let second = 0; second < seconds; second += 1) {
      lane.offer(keys.map(consignment));
      await settle();
      clock.advance(1_000);
    }
  };
  // 511 s for the first ten attempts, then one in five minutes: the last but one.
  await pass(512 + 8 * 300 + 1, 'busy');
  await pass(100, 'busy', 'away');
  expect(delivered).toEqual([]);
  const failures = lane.failures();
  expect(failures).toBeGreaterThan(1);
  while (delivered.length === 0) await pass(1, 'busy', 'away');
  expect(delivered).toEqual(['busy 20']);
  expect(lane.failures()).toBeGreaterThanOrEqual(failures);
  await lane.close();
});
