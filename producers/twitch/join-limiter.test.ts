import { expect, it } from 'vitest';
import { createFakeClock } from '../../tests/support/fake-clock.ts';
import { createJoinLimiter } from './join-limiter.ts';

it('lets 20 JOINs out in any 10 seconds, in order', () => {
  const clock = createFakeClock(0);
  const limiter = createJoinLimiter();
  const joined: { id: number; at: number }[] = [];
  for (let id = 0; id < 70; id += 1) limiter.whenFree(clock, () => joined.push({ id, at: clock.now() }));
  for (let second = 0; second < 60; second += 1) clock.advance(1_000);
  expect(joined.map((join) => join.id)).toEqual(Array.from({ length: 70 }, (_, id) => id));
  for (let first = 0; first + 20 < joined.length; first += 1)
    expect((joined[first + 20]?.at ?? 0) - (joined[first]?.at ?? 0)).toBeGreaterThanOrEqual(10_000);
  expect(joined.at(-1)?.at).toBe(30_000);
});

it('does not call back a turn that was given back', () => {
  const clock = createFakeClock(0);
  const limiter = createJoinLimiter();
  const joined: number[] = [];
  const turns = Array.from({ length: 30 }, (_, id) => limiter.whenFree(clock, () => joined.push(id)));
  for (const giveBack of turns.slice(20)) giveBack();
  clock.advance(60_000);
  expect(joined).toHaveLength(20);
});
