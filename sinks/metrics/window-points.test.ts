import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WindowUpdated } from '../../core/events/generated.ts';
import { createMemoryMetrics } from './memory.ts';
import { windowFromPoint, windowPoints, windowQuery } from './window-points.ts';

const count = fc.nat(100_000);
const anyWindow: fc.Arbitrary<WindowUpdated> = fc.record({
  broadcastId: fc.constantFrom('b1', 'b2'),
  platform: fc.constant('twitch'),
  channelId: fc.constant('twitch-sample'),
  sizeMs: fc.constantFrom(10_000, 60_000),
  start: fc.nat(3).map((n) => n * 60_000),
  closed: fc.boolean(),
  stamp: fc.nat(50),
  messages: count,
  positive: count,
  negative: count,
  neutral: count,
  profane: count,
  emotions: fc.tuple(count, count, count, count, count, count, count),
  positiveSum: fc.double({ min: 0, max: 1e6, noNaN: true }).map((sum) => sum + 0),
  authors: count,
  paid: count,
  removed: count,
  sanctions: count,
  negativeAuthors: fc.constant(0),
  voices: fc.constant(0),
  negativeVoices: fc.constant(0),
  profaneVoices: fc.constant(0),
  profaneAuthors: fc.constant(0),
  recorded: fc.constant(false),
});

describe('window points', () => {
  it('carry a closed window there and back', () => {
    fc.assert(
      fc.property(anyWindow, (window) => {
        const [point] = windowPoints([{ ...window, closed: true }]);
        expect(point && windowFromPoint(point)).toEqual({ ...window, closed: true });
      }),
    );
  });

  it('leave out provisional windows and sizes that are not kept', () => {
    const [window] = fc.sample(anyWindow, { numRuns: 1, seed: 1 });
    if (!window) throw new Error('no sample');
    expect(windowPoints([{ ...window, closed: false }])).toEqual([]);
    expect(windowPoints([{ ...window, closed: true, sizeMs: 1000 }])).toEqual([]);
  });

  it('end with the highest stamp of each window, whatever the order and the batches', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyWindow, { maxLength: 30 }), fc.nat(5), async (windows, cut) => {
        const store = createMemoryMetrics();
        for (const part of [windows.slice(0, cut), windows.slice(cut)])
          await store.write({
            topic: 'chat.windows',
            partition: 0,
            points: windowPoints(part),
            nextOffset: 0,
          });
        for (const broadcastId of ['b1', 'b2'])
          for (const size of ['10s', '1m'] as const) {
            const sizeMs = size === '1m' ? 60_000 : 10_000;
            const closed = windows.filter(
              (window) => window.closed && window.broadcastId === broadcastId && window.sizeMs === sizeMs,
            );
            const stored = (await store.query(windowQuery(broadcastId, size))).map(windowFromPoint);
            expect(stored.map((window) => window?.start)).toEqual(
              [...new Set(closed.map(({ start }) => start))].sort((a, b) => a - b),
            );
            for (const window of stored)
              expect(window?.stamp).toBe(
                Math.max(...closed.filter(({ start }) => start === window?.start).map(({ stamp }) => stamp)),
              );
          }
      }),
    );
  });

  it('are not made of what is no window', () => {
    expect(windowFromPoint({ measurement: 'lag', tags: {}, time: 0, fields: {} })).toBeUndefined();
    const tags = { broadcast: 'b1', size: '5m' };
    expect(windowFromPoint({ measurement: 'chat_window', tags, time: 0, fields: {} })).toBeUndefined();
  });
});
