import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NEW_YEAR } from '../testing/events.ts';
import {
  CLOSE_AFTER_MS,
  createTumblingWindows,
  type OpenWindow,
  type WindowedRecord,
} from './tumbling-windows.ts';

const MINUTE = 60_000;

function record(overrides: Partial<WindowedRecord>): WindowedRecord {
  const eventTime = overrides.eventTime ?? NEW_YEAR;
  return {
    broadcastId: 'b',
    offset: 0,
    eventTime,
    rawAppend: eventTime,
    stamp: overrides.offset ?? 0,
    recorded: false,
    ...overrides,
  };
}

function counting(): {
  windows: ReturnType<typeof createTumblingWindows<{ n: number }>>;
  closed: OpenWindow<{ n: number }>[];
} {
  const closed: OpenWindow<{ n: number }>[] = [];
  const windows = createTumblingWindows({
    sizes: [10_000, MINUTE],
    createState: () => ({ n: 0 }),
    stampBefore: -1,
    onClose: (window) => closed.push(window),
  });
  return { windows, closed };
}

describe('tumbling windows', () => {
  it('close when the event time of their broadcast passes their end', () => {
    const { windows, closed } = counting();
    const take = (at: WindowedRecord): void => {
      windows.advance(at);
      for (const window of windows.windowsAt(at)) window.state.n += 1;
    };
    take(record({ offset: 0, eventTime: NEW_YEAR + 9_999 }));
    expect(closed).toEqual([]);
    take(record({ offset: 1, eventTime: NEW_YEAR + 10_000 }));
    expect(closed.map((w) => [w.sizeMs, w.start - NEW_YEAR, w.state.n])).toEqual([[10_000, 0, 1]]);
    take(record({ offset: 2, eventTime: NEW_YEAR + MINUTE, broadcastId: 'other' }));
    expect(closed).toHaveLength(1);
    take(record({ offset: 3, eventTime: NEW_YEAR + MINUTE }));
    expect(closed.slice(1).map((w) => [w.sizeMs, w.start - NEW_YEAR, w.state.n])).toEqual([
      [MINUTE, 0, 2],
      [10_000, 10_000, 1],
    ]);
  });

  it('close when append times are ten minutes past their end, unless the clock is recorded', () => {
    const { windows, closed } = counting();
    const live = record({ broadcastId: 'live', offset: 0 });
    const replayed = record({ broadcastId: 'replayed', offset: 1, recorded: true });
    for (const at of [live, replayed]) {
      windows.advance(at);
      windows.windowsAt(at);
    }
    const due = NEW_YEAR + MINUTE + CLOSE_AFTER_MS;
    windows.advance(record({ broadcastId: 'third', offset: 2, eventTime: due, rawAppend: due }));
    expect(closed.map((w) => [w.broadcastId, w.sizeMs])).toEqual([['live', 10_000]]);
    windows.advance(record({ broadcastId: 'third', offset: 3, eventTime: due, rawAppend: due + 1 }));
    expect(closed.map((w) => [w.broadcastId, w.sizeMs])).toEqual([
      ['live', 10_000],
      ['live', MINUTE],
    ]);
  });

  it('commit the first record that an open window needs, with the stamp before it', () => {
    const { windows } = counting();
    windows.advance(record({ offset: 5, stamp: 50 }));
    expect(windows.commitPoint({ nextOffset: 6, stamp: 50 })).toEqual({ offset: 6, stamp: 50, readTo: 6 });
    const needed = record({ offset: 6, stamp: 51 });
    windows.advance(needed);
    windows.windowsAt(needed);
    windows.advance(record({ offset: 7, stamp: 53 }));
    expect(windows.commitPoint({ nextOffset: 8, stamp: 53 })).toEqual({ offset: 6, stamp: 50, readTo: 8 });
  });

  it('restored from any commit, end with the same closed windows', () => {
    const events = fc.array(
      fc.record({ gap: fc.integer({ min: 0, max: 40_000 }), broadcast: fc.constantFrom('a', 'b', 'c') }),
      { minLength: 1, maxLength: 60 },
    );
    fc.assert(
      fc.property(events, fc.nat(), (steps, at) => {
        let time = NEW_YEAR;
        const records = steps.map(({ gap, broadcast }, offset) => {
          time += gap;
          return record({ offset, eventTime: time, broadcastId: broadcast });
        });
        const crash = at % records.length;

        const summary = (closed: readonly OpenWindow<{ n: number }>[]): unknown =>
          closed.map((w) => [w.broadcastId, w.sizeMs, w.start, w.state.n, w.stamp]);
        const run = (from: number, stampBefore: number, quietUntil: number) => {
          const closed: OpenWindow<{ n: number }>[] = [];
          let quiet = true;
          const windows = createTumblingWindows({
            sizes: [10_000, MINUTE],
            createState: () => ({ n: 0 }),
            stampBefore,
            onClose: (window) => {
              if (!quiet) closed.push(window);
            },
          });
          return {
            closed,
            windows,
            take(until: number) {
              for (const each of records.slice(from, until)) {
                quiet = each.offset < quietUntil;
                windows.advance(each);
                for (const window of windows.windowsAt(each)) window.state.n += 1;
              }
            },
          };
        };

        const whole = run(0, -1, 0);
        whole.take(records.length);
        const first = run(0, -1, 0);
        first.take(crash);
        const commit = first.windows.commitPoint({ nextOffset: crash, stamp: crash - 1 });
        const second = run(commit.offset, commit.stamp, commit.readTo);
        second.take(records.length);
        expect(summary([...first.closed, ...second.closed])).toEqual(summary(whole.closed));
      }),
    );
  });
});
