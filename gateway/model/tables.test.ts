import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { WindowUpdated } from '../../core/events/generated.ts';
import { sampleWindow, sampleWords } from '../testing/sample-events.ts';
import { Rate } from './rate.ts';
import { WindowTable } from './window-table.ts';
import { WordTable } from './word-table.ts';

const MINUTE = 60_000;

describe('windows', () => {
  const version = fc.record({ start: fc.constantFrom(0, MINUTE), stamp: fc.nat(5), closed: fc.boolean() });

  test('end the same in whatever order their versions arrive: closed beats provisional, then the higher stamp', () => {
    const arrive = (versions: readonly { start: number; stamp: number; closed: boolean }[]) => {
      const table = new WindowTable();
      for (const { start, stamp, closed } of versions)
        // One stamp is one content, as of one publisher.
        table.take(sampleWindow('b', start, { stamp, closed, messages: stamp * 2 + Number(closed) }));
      return table
        .range(MINUTE)
        .map(({ start, stamp, closed, messages }) => ({ start, stamp, closed, messages }));
    };
    fc.assert(
      fc.property(
        fc
          .array(version, { maxLength: 12 })
          .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([versions, shuffled]) => {
          expect(arrive(shuffled)).toEqual(arrive(versions));
        },
      ),
    );
  });

  test('are bounded, and tell each viewer what is new to it', () => {
    const table = new WindowTable();
    for (let minute = 0; minute < 100; minute += 1) table.take(sampleWindow('b', minute * MINUTE));
    expect(table.range(MINUTE).map(({ start }) => start / MINUTE)).toEqual(
      Array.from({ length: 60 }, (_, index) => index + 40),
    );
    const seen = table.version;
    expect(table.jsonSince(seen)).toEqual([]);
    expect(table.take(sampleWindow('b', 99 * MINUTE))).toBe(false);
    expect(table.take(sampleWindow('b', 99 * MINUTE, { stamp: 2 }))).toBe(true);
    expect(table.jsonSince(seen).map((text) => (JSON.parse(text) as WindowUpdated).start)).toEqual([
      99 * MINUTE,
    ]);
    expect(table.take(sampleWindow('b', 0, { sizeMs: 3_600_000 }))).toBe(false);
  });
});

describe('words', () => {
  test('of ten minutes do not reach further back, however quiet the minutes between', () => {
    const table = new WordTable();
    for (const minute of [0, 5, 14])
      table.take(
        sampleWords('b', minute * MINUTE, [{ word: `w${minute}`, count: 1, profane: false, copied: 0 }]),
      );
    expect(table.words('10m', 9).words.map(({ word }) => word)).toEqual(['w14', 'w5']);
    expect(table.words('1m', 9)).toMatchObject({ from: 14 * MINUTE, to: 15 * MINUTE });
    expect(new WordTable().words('10m', 9)).toEqual({ span: '10m', from: null, to: null, words: [] });
  });
});

test('a rate counts the five whole seconds before now', () => {
  const rate = new Rate();
  for (let time = 0; time < 20_000; time += 100) rate.add(time);
  expect(rate.perSecond(20_000)).toBe(10);
  expect(rate.perSecond(22_500)).toBe(6);
  expect(rate.perSecond(60_000)).toBe(0);
});
