import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RawRecords } from './raw-records.ts';

/** A value whose bytes tell its record apart; some are larger than a chunk. */
function valueOf(number: number, length: number): Buffer {
  return Buffer.alloc(length, `${number};`);
}

describe('records as they came', () => {
  test('come out as they went in, whatever was forgotten between', () => {
    const step = fc.oneof(
      { weight: 12, arbitrary: fc.record({ push: fc.nat(900) }) },
      { weight: 1, arbitrary: fc.constant({ push: 70_000 }) },
      { weight: 3, arbitrary: fc.record({ forget: fc.nat(12) }) },
      { weight: 1, arbitrary: fc.constant('drain' as const) },
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const raw = new RawRecords();
        const kept: { offset: number; value: Buffer }[] = [];
        let pushed = 0;
        for (const one of [...steps, 'drain' as const]) {
          if (one === 'drain') {
            raw.drain((offset, value, appendedAt) => {
              const expected = kept.shift();
              expect(offset).toBe(expected?.offset);
              expect(appendedAt).toBe(offset + 7);
              expect(expected?.value.equals(value)).toBe(true);
            });
            expect(kept).toEqual([]);
          } else if ('push' in one) {
            const record = { offset: pushed * 3, value: valueOf(pushed, one.push) };
            pushed += 1;
            raw.push(record.offset, record.value, record.offset + 7);
            kept.push(record);
          } else {
            const gone = kept.splice(0, one.forget);
            expect(raw.forget(one.forget)).toBe(gone.at(-1)?.offset);
          }
          expect(raw.length).toBe(kept.length);
        }
      }),
    );
  });

  test('a copy is taken: the bytes given may change', () => {
    const raw = new RawRecords();
    const value = Uint8Array.of(1, 2, 3);
    raw.push(0, value, 0);
    value.fill(9);
    raw.drain((_, kept) => expect([...kept]).toEqual([1, 2, 3]));
  });
});
