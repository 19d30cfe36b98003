import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import type { RunningReader } from '../../core/runtime/topic-reader.ts';
import { createFakeClock, settle } from '../../tests/support/fake-clock.ts';
import { keepReading } from './lasting-reader.ts';

const logger = pino({ level: 'silent' });

/** Readers that end when they are told to. */
function makeReaders(): {
  start: () => Promise<RunningReader>;
  fail: (error: Error) => void;
  started: () => number;
  closed: () => number;
} {
  let fail: (error: Error) => void = () => undefined;
  let started = 0;
  let closed = 0;
  return {
    fail: (error) => fail(error),
    started: () => started,
    closed: () => closed,
    async start() {
      started += 1;
      return {
        failed: new Promise((resolve) => {
          fail = resolve;
        }),
        health: () => ({
          name: 'windows',
          state: 'running',
          error: null,
          records: 5,
          deadLetters: 0,
          lag: 2,
          lastAppendTime: 0,
        }),
        whenCaughtUp: async () => undefined,
        async close() {
          closed += 1;
        },
      };
    },
  };
}

describe('a reader that lasts', () => {
  it('is begun again when it ends by an error, and fails readiness until then', async () => {
    const clock = createFakeClock(0);
    const readers = makeReaders();
    const part = keepReading({ name: 'windows', clock, logger, random: () => 0, start: readers.start });
    await settle();
    expect(part.health()).toEqual([{ name: 'windows', state: 'ok', detail: '5 records, 2 behind' }]);
    readers.fail(new Error('the group is gone'));
    await settle();
    expect(part.health()[0]).toMatchObject({
      state: 'failed',
      detail: expect.stringContaining('the group is gone'),
    });
    expect(readers.closed()).toBe(1);
    clock.advance(1_000);
    await settle();
    expect(readers.started()).toBe(2);
    expect(part.health()[0]).toMatchObject({ state: 'ok' });
    await part.close();
    expect(readers.closed()).toBe(2);
  });

  it('is closed while its start waits for a log that is away, and closes what starts too late', async () => {
    const readers = makeReaders();
    let logIsBack: () => void = () => undefined;
    const away = new Promise<void>((resolve) => {
      logIsBack = resolve;
    });
    const part = keepReading({
      name: 'windows',
      clock: createFakeClock(0),
      logger,
      start: () => away.then(() => readers.start()),
    });
    await part.close();
    expect(readers.started()).toBe(0);
    logIsBack();
    await settle();
    expect([readers.started(), readers.closed()]).toEqual([1, 1]);
  });

  it('waits longer each time, and stops waiting when it is closed', async () => {
    const clock = createFakeClock(0);
    let tries = 0;
    const part = keepReading({
      name: 'windows',
      clock,
      logger,
      random: () => 0,
      start: async () => {
        tries += 1;
        throw new Error('no broker');
      },
    });
    await settle();
    clock.advance(1_000);
    await settle();
    clock.advance(1_000);
    await settle();
    expect(tries).toBe(2);
    clock.advance(1_000);
    await settle();
    expect(tries).toBe(3);
    await part.close();
  });
});
