import { expect } from 'vitest';
import type { Clock } from '../../core/clock.ts';
import type { ChatSource, SourceEvent } from '../../producers/port.ts';
import { createFakeClock, settle } from '../support/fake-clock.ts';

const DAY_MS = 24 * 3_600_000;

export interface DayOfPolling {
  readonly source: ChatSource;
  readonly channel: string;
  /** How often the platform wishes to be asked, in ms. */
  readonly periodMs: number;
  /** Called before each question after the first. */
  readonly beforeAsked?: (question: number) => void;
  /** The event by which the source shows that it has an answer. */
  readonly answered: (event: SourceEvent) => boolean;
}

/** One session through a day of a clock turned by hand. Answers how many questions there were to ask. */
export async function pollForADay(options: DayOfPolling): Promise<number> {
  const { source, channel, periodMs, answered } = options;
  const clock = countTimers(createFakeClock(Date.UTC(2026, 0, 1)));
  const ending = new AbortController();
  const session = source.open({ channel, clock, signal: ending.signal, speed: '1', cursor: null });
  const iterator = session[Symbol.asyncIterator]();

  async function untilAnswered(): Promise<void> {
    for (;;) {
      const { value, done } = await iterator.next();
      if (done) throw new Error('the session ended');
      if (value.some(answered)) return;
    }
  }

  await untilAnswered();
  const questions = DAY_MS / periodMs;
  let most = 0;
  for (let question = 1; question <= questions; question += 1) {
    options.beforeAsked?.(question);
    await settle(2);
    clock.advance(periodMs);
    await untilAnswered();
    most = Math.max(most, clock.pending());
  }
  // The status, the connection and one request: no more, however long it goes on.
  expect(most).toBeLessThanOrEqual(4);
  ending.abort();
  while (!(await iterator.next()).done);
  expect(clock.pending()).toBe(0);
  return questions + 1;
}

interface CountingClock extends Clock {
  advance(ms: number): void;
  pending(): number;
}

function countTimers(clock: Clock & { advance(ms: number): void }): CountingClock {
  let pending = 0;
  return {
    now: () => clock.now(),
    advance: (ms) => {
      clock.advance(ms);
    },
    after(ms, callback) {
      let waits = true;
      const settleOnce = (): void => {
        if (waits) pending -= 1;
        waits = false;
      };
      pending += 1;
      const cancel = clock.after(ms, () => {
        settleOnce();
        callback();
      });
      return () => {
        settleOnce();
        cancel();
      };
    },
    pending: () => pending,
  };
}
