import { expect, it } from 'vitest';
import { createNaverShoppingSource } from '../producers/naver-shopping/source.ts';
import type { SourceEvent } from '../producers/port.ts';
import { comment } from './platforms/naver-payloads.ts';
import { startNaverSimulator } from './platforms/naver-simulator.ts';
import { seededRandom } from '../dashboards/seed/random.ts';
import { createFakeClock } from './support/fake-clock.ts';

const DAY_MS = 24 * 3_600_000;
const POLL_MS = 4_000;
const STATUS_MS = 15_000;
const START = Date.UTC(2026, 0, 1);
const CHANNEL = '1';

it(
  'a day of polling Naver Shopping Live: as many requests as asked, no drift, no timer or connection left',
  { timeout: 300_000 },
  async () => {
    const simulator = await startNaverSimulator();
    simulator.describe(CHANNEL, { status: 'ONAIR' });
    const clock = createFakeClock(START);
    const ending = new AbortController();
    const source = createNaverShoppingSource({ naverShoppingUrl: simulator.url });
    const options = { channel: CHANNEL, signal: ending.signal, clock, speed: '1', cursor: null };
    const batches = source.open(options)[Symbol.asyncIterator]();
    const random = seededRandom(1);
    const seen: string[] = [];
    let said = 0;
    let mostTimers = 0;
    let mostConnections = 0;

    function take(events: readonly SourceEvent[]): void {
      for (const event of events) if (event.type === 'message') seen.push(event.message.text);
    }

    const first = await batches.next();
    take(first.value ?? []);
    for (let due = START + POLL_MS; due <= START + DAY_MS; due += POLL_MS) {
      if (random() < 0.1) {
        simulator.say(CHANNEL, [comment({ message: `text ${said}`, at: clock.now() })]);
        said += 1;
      }
      const next = batches.next();
      while (clock.pending() === 0) await new Promise(setImmediate);
      mostTimers = Math.max(mostTimers, clock.pending());
      // The process is never quite in time; that must not add up.
      clock.advance(due - clock.now() + Math.floor(random() * 900));
      take((await next).value ?? []);
      mostConnections = Math.max(mostConnections, simulator.connections());
    }
    await batches.return?.();

    expect(simulator.requests('recent-comments')).toBe(DAY_MS / POLL_MS + 1);
    // The description is asked for with the first poll after its time has come.
    const statusTurns = Math.ceil(STATUS_MS / POLL_MS) * POLL_MS;
    expect(simulator.requests('broadcast')).toBeGreaterThan(DAY_MS / statusTurns);
    expect(simulator.requests('broadcast')).toBeLessThanOrEqual(DAY_MS / STATUS_MS + 1);
    expect(seen).toEqual(Array.from({ length: said }, (_, index) => `text ${index}`));
    expect(said).toBeGreaterThan(2_000);
    expect(mostTimers).toBe(1);
    // Two polls may follow each other faster than the first connection is free again.
    expect(mostConnections).toBeLessThanOrEqual(2);
    expect(clock.pending()).toBe(0);
    await expect.poll(() => simulator.connections()).toBe(0);
    await simulator.close();
  },
);
