import { describe, expect, it } from 'vitest';
import { PARTITIONS } from '../events/topics.ts';
import { partitionOf } from '../log/partitioner.ts';
import { canaryBroadcast, isCanary, withoutCanaries } from './canary.ts';
import { CANARY_LOST_AFTER_MS, createCanaryWatch } from './watch.ts';

describe('canaries', () => {
  it('have a broadcast for every partition, which is known for what it is', () => {
    for (let partition = 0; partition < PARTITIONS; partition += 1) {
      const id = canaryBroadcast(partition);
      expect(partitionOf(id, PARTITIONS)).toBe(partition);
      expect(isCanary(id)).toBe(true);
    }
    const records = [{ key: canaryBroadcast(3) }, { key: 'twitch-someone-1' }];
    expect(withoutCanaries(records)).toEqual([{ key: 'twitch-someone-1' }]);
  });

  it('are lost when they do not come in time, once, and well again when one comes', () => {
    const watch = createCanaryWatch();
    watch.sent('a', 0);
    expect(watch.giveUp(CANARY_LOST_AFTER_MS)).toBe(0);
    expect(watch.giveUp(CANARY_LOST_AFTER_MS + 1)).toBe(1);
    watch.sent('a', CANARY_LOST_AFTER_MS + 2);
    expect(watch.giveUp(10 * CANARY_LOST_AFTER_MS)).toBe(0);
    expect(watch.figures()).toMatchObject({ state: 'failed', lost: 1, seen: 0 });
    expect(watch.seen('b', 99, 12)).toBe(true);
    expect(watch.figures()).toMatchObject({ state: 'ok', lastMs: 12, lastSeenAt: 99, lost: 1, seen: 1 });
  });

  it('count once, also where they come before the word that they were sent', () => {
    const watch = createCanaryWatch();
    expect(watch.seen('a', 5, 3)).toBe(true);
    watch.sent('a', 6);
    expect(watch.seen('a', 7, 4)).toBe(false);
    expect(watch.giveUp(10 * CANARY_LOST_AFTER_MS)).toBe(0);
    expect(watch.figures()).toMatchObject({ seen: 1, lost: 0, lastMs: 3 });
  });
});
