import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { createFakeClock, settle } from '../../tests/support/fake-clock.ts';
import { createMemoryLog } from '../log/memory.ts';
import type { ReaderHealth } from '../runtime/topic-reader.ts';
import { createReaderObserver } from './readers.ts';
import { createResourceMeter } from './resources.ts';
import { sourceElements, type CaptureStatus } from './sources.ts';
import { probeStore } from './store-probe.ts';
import { observeTopics } from './topics.ts';

const reader = (more: Partial<ReaderHealth> = {}): ReaderHealth => ({
  name: 'analyze',
  state: 'running',
  error: null,
  records: 10,
  deadLetters: 0,
  lag: 0,
  lastAppendTime: 5,
  ...more,
});
const capture = (more: Partial<CaptureStatus> = {}): CaptureStatus => ({
  broadcastIds: ['show'],
  state: 'live',
  reason: null,
  logAway: null,
  messages: 7,
  unparsed: 1,
  lastMessageAt: 9,
  ...more,
});

describe('what a process sees of its elements', () => {
  it('calls a reader stuck that has something to read and does not move, and well when it moves on', () => {
    const observer = createReaderObserver();
    const state = (records: number, lag: number, now: number): string | undefined =>
      observer.observe([reader({ records, lag })], now)[0]?.state;
    expect(state(10, 5, 0)).toBe('ok');
    expect(state(10, 5, 7_000)).toBe('ok');
    expect(state(10, 9, 8_000)).toBe('degraded');
    expect(state(11, 8, 9_000)).toBe('ok');
    expect(state(11, 0, 60_000)).toBe('ok');
  });

  it('names sinks and processors, and says why they wait', () => {
    const [analyze, archive] = createReaderObserver().observe(
      [reader(), reader({ name: 'archive', state: 'retrying', error: 'refused', deadLetters: 2 })],
      0,
    );
    expect(analyze).toMatchObject({ id: 'processor:analyze', state: 'ok', total: 10, lastRecordAt: 5 });
    expect(archive).toMatchObject({ id: 'sink:archive', state: 'degraded', detail: 'refused', errors: 2 });
  });

  it('tells of every broadcast, and fails the producers alone where the log takes nothing', () => {
    const elements = sourceElements('p1', [
      capture({ broadcastIds: ['a', 'b'] }),
      capture({ broadcastIds: ['c'], state: 'reconnecting', logAway: 'refused' }),
      capture({ broadcastIds: ['d'], state: 'ended' }),
    ]);
    expect(elements.map(({ id, state, total }) => [id, state, total])).toEqual([
      ['producers:p1', 'failed', 21],
      ['source:a', 'ok', 7],
      ['source:b', 'ok', 0],
      ['source:c', 'degraded', 7],
    ]);
  });

  it('takes a store that hangs for away, asks it nothing more meanwhile, and sees it come back', async () => {
    const clock = createFakeClock(0);
    let answer: () => void = () => undefined;
    let asked = 0;
    const probe = probeStore({
      name: 'archive',
      clock,
      logger: pino({ level: 'silent' }),
      ask: () => {
        asked += 1;
        return new Promise<void>((resolve) => {
          answer = resolve;
        });
      },
    });
    expect(probe.elements()[0]).toMatchObject({ id: 'store:archive', state: 'ok' });
    clock.advance(9_000);
    expect(asked).toBe(1);
    expect(probe.elements()[0]).toMatchObject({ state: 'failed', detail: 'no answer within 3 s', errors: 1 });
    answer();
    await settle();
    expect(probe.elements()[0]).toMatchObject({ state: 'ok', detail: null });
    probe.close();
  });

  it('says what a store refused with', async () => {
    const clock = createFakeClock(0);
    const probe = probeStore({
      name: 'metrics',
      clock,
      logger: pino({ level: 'silent' }),
      ask: () => Promise.reject(new Error('refused')),
    });
    await settle();
    expect(probe.elements()[0]).toMatchObject({ state: 'failed', detail: 'refused' });
    probe.close();
  });

  it('sees topics grow, and counts their dead letters', async () => {
    const clock = createFakeClock(100);
    const log = createMemoryLog();
    const topics = observeTopics({ log, clock });
    await settle(200);
    const value = new Uint8Array([1]);
    await log.append([
      { topic: 'chat.raw', key: 'a', value },
      { topic: 'chat.raw', key: 'b', value },
      { topic: 'chat.raw.dlq', key: 'a', value },
    ]);
    clock.advance(5_000);
    await settle(200);
    expect(topics.elements().find(({ id }) => id === 'topic:chat.raw')).toMatchObject({
      total: 2,
      errors: 1,
      lastRecordAt: 5_100,
    });
    expect(topics.elements().some(({ id }) => id.endsWith('.dlq'))).toBe(false);
    topics.close();
  });

  it('measures this process', () => {
    const meter = createResourceMeter();
    const figures = meter.read();
    expect(figures.rssBytes).toBeGreaterThan(figures.heapBytes);
    expect(figures.heapBytes).toBeGreaterThan(1_000_000);
    expect(figures.gcShare).toBeLessThanOrEqual(1);
    meter.close();
  });
});
