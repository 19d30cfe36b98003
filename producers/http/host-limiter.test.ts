import { describe, expect, it } from 'vitest';
import { createFakeClock, settle } from '../../tests/support/fake-clock.ts';
import { createHostLimiter } from './host-limiter.ts';

const signal = new AbortController().signal;

describe('the limiter of a host', () => {
  it('lets a burst out at once and then keeps the rate, each host by itself', async () => {
    const clock = createFakeClock(0);
    const limiter = createHostLimiter({ perSecond: 2, burst: 3 });
    const sent: number[] = [];
    const turns = Array.from({ length: 7 }, () =>
      limiter.turn('a', { clock, signal, patienceMs: 60_000 }).then(() => sent.push(clock.now())),
    );
    await settle();
    expect(sent).toEqual([0, 0, 0]);
    expect(await limiter.turn('b', { clock, signal, patienceMs: 0 })).toEqual({ granted: true });
    for (let step = 0; step < 8; step += 1) {
      clock.advance(250);
      await settle();
    }
    await Promise.all(turns);
    expect(sent).toEqual([0, 0, 0, 500, 1_000, 1_500, 2_000]);
  });

  it('leaves a host alone as long as it asks, and tells the caller when', async () => {
    const clock = createFakeClock(0);
    const limiter = createHostLimiter({ perSecond: 10, burst: 10 });
    limiter.answered('a', { clock, overloaded: true, retryAfterMs: 30_000 });
    expect(await limiter.turn('a', { clock, signal, patienceMs: 5_000 })).toEqual({
      granted: false,
      waitMs: 30_000,
    });
    clock.advance(30_000);
    expect(await limiter.turn('a', { clock, signal, patienceMs: 0 })).toEqual({ granted: true });
  });

  it('backs off further with each refusal, and forgets them with the first success', async () => {
    const clock = createFakeClock(0);
    const limiter = createHostLimiter({ perSecond: 10, burst: 10, random: () => 0 });
    const waits: number[] = [];
    async function refuse(): Promise<void> {
      limiter.answered('a', { clock, overloaded: true, retryAfterMs: null });
      const turn = await limiter.turn('a', { clock, signal, patienceMs: 0 });
      if (!turn.granted) waits.push(turn.waitMs);
      clock.advance(60_000);
    }
    for (let time = 0; time < 8; time += 1) await refuse();
    limiter.answered('a', { clock, overloaded: false, retryAfterMs: null });
    await refuse();
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 1_000]);
  });

  it('stops waiting when the request is given up', async () => {
    const clock = createFakeClock(0);
    const limiter = createHostLimiter({ perSecond: 1, burst: 1 });
    const given = new AbortController();
    await limiter.turn('a', { clock, signal, patienceMs: 0 });
    const turn = limiter.turn('a', { clock, signal: given.signal, patienceMs: 5_000 });
    given.abort();
    await expect(turn).resolves.toEqual({ granted: true });
  });
});
