import { expect, it } from 'vitest';
import type { Clock } from '../core/clock.ts';
import type { SourceEvent } from '../producers/port.ts';
import { AUDIENCE_MS } from '../producers/audience-pace.ts';
import { createYoutubeSource } from '../producers/youtube/source.ts';
import { START } from './platforms/supervised.ts';
import { chatMessage } from './platforms/youtube-payloads.ts';
import { startYoutubeSimulator } from './platforms/youtube-simulator.ts';
import { createFakeClock, settle, type FakeClock } from './support/fake-clock.ts';

const VIDEO = 'wholeDay001';
const DAY_MS = 24 * 3_600_000;
const PAUSE_MS = 10_000;
/** A message comes once in so many polls. */
const EVERY = 100;

interface WatchedClock extends FakeClock {
  pending(): number;
}

/** Counts the timers that wait. */
function watchedClock(): WatchedClock {
  const clock = createFakeClock(START);
  const waiting = new Set<object>();
  const after: Clock['after'] = (ms, callback) => {
    const timer = {};
    waiting.add(timer);
    const cancel = clock.after(ms, () => {
      waiting.delete(timer);
      callback();
    });
    return () => {
      waiting.delete(timer);
      cancel();
    };
  };
  return { ...clock, after, pending: () => waiting.size };
}

it('polls for a day as often as the platform asks, without drift and without a timer too many', async () => {
  const simulator = await startYoutubeSimulator({ pauseMs: PAUSE_MS });
  simulator.video(VIDEO, 'live');
  const clock = watchedClock();
  const ending = new AbortController();
  const source = createYoutubeSource({ youtubeUrl: simulator.url });
  const options = { channel: VIDEO, signal: ending.signal, clock, speed: '1', cursor: null };
  const session = source.open(options)[Symbol.asyncIterator]();
  const polledAt: number[] = [];
  const events: SourceEvent[] = [];
  let mostTimers = 0;

  while (clock.now() < START + DAY_MS) {
    if (polledAt.length % EVERY === EVERY - 1)
      simulator.say(VIDEO, [chatMessage({ id: `m-${polledAt.length}` })]);
    const next = session.next();
    if (polledAt.length > 0) {
      // The session goes on from its last answer to the pause that the platform asked for.
      // A question how many watch is under way beside it for a moment, with a timer of its own.
      while (clock.pending() !== 1) await settle(1);
      clock.advance(PAUSE_MS);
    }
    events.push(...((await next).value ?? []));
    polledAt.push(clock.now());
    mostTimers = Math.max(mostTimers, clock.pending());
  }

  const polls = simulator.requests.filter((request) => request.kind === 'poll');
  expect(polls).toHaveLength(DAY_MS / PAUSE_MS + 1);
  const audience = simulator.requests.filter((request) => request.kind === 'audience');
  expect(audience.length).toBeLessThanOrEqual(DAY_MS / AUDIENCE_MS + 1);
  expect(simulator.requests).toHaveLength(polls.length + audience.length + 1);
  expect(polledAt.map((at) => at - START)).toEqual(polls.map((_, index) => index * PAUSE_MS));
  expect(events.filter((event) => event.type === 'message')).toHaveLength(Math.floor(polls.length / EVERY));
  expect(events.filter((event) => event.type === 'ended')).toEqual([]);
  expect(mostTimers).toBeLessThanOrEqual(1);
  // Those of the polls, and one more for the question that runs beside them.
  expect(simulator.connections()).toBeLessThanOrEqual(3);

  ending.abort();
  expect((await session.next()).done).toBe(true);
  expect(clock.pending()).toBe(0);
  await expect.poll(() => simulator.connections()).toBe(0);
  await simulator.close();
}, 180_000);
