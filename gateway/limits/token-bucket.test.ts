import { expect, test } from 'vitest';
import { HandClock } from '../testing/hand-clock.ts';
import { createAddressLimiter, createTokenBucket } from './token-bucket.ts';

test('a bucket gives its burst at once, then as fast as it is refilled, and says how long to wait', () => {
  const clock = new HandClock();
  const take = createTokenBucket({ perSecond: 2, burst: 3, clock });
  expect([take(), take(), take()]).toEqual([0, 0, 0]);
  expect(take()).toBe(500);
  clock.turn(400);
  expect(take()).toBe(100);
  clock.turn(100);
  expect(take()).toBe(0);
  clock.turn(60_000);
  expect([take(), take(), take(), take()]).toEqual([0, 0, 0, 500]);
});

test('addresses do not share a bucket, and those used longest ago are forgotten', () => {
  const clock = new HandClock();
  const admit = createAddressLimiter({ perSecond: 0.001, burst: 1, clock, maxAddresses: 2 });
  expect(admit('a')).toBe(0);
  expect(admit('b')).toBe(0);
  expect(admit('a')).toBeGreaterThan(0);
  expect(admit('c')).toBe(0);
  expect(admit('a')).toBeGreaterThan(0);
  expect(admit('b')).toBe(0);
});
