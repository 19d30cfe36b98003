import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KeySet } from '../features/key-set.ts';
import { encodeTable, FeatureTable } from './feature-table.ts';
import { KEY_MASK } from './key-index.ts';

describe('a table of features', () => {
  it('finds every key it was made of, with its weights, and no other', () => {
    const keyList = fc.uniqueArray(fc.integer({ min: 0, max: KEY_MASK }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(keyList, fc.integer({ min: 1, max: 7 }), (list, columns) => {
        const keys = Uint32Array.from(list).sort();
        const weights = Float32Array.from({ length: keys.length * columns }, (_, i) => Math.sin(i));
        const table = FeatureTable.decode('test', encodeTable(keys, weights, columns, 8));
        expect(table.size).toBe(keys.length);
        keys.forEach((key, row) => {
          expect(table.find(key)).toBe(row);
          for (let c = 0; c < columns; c++) {
            expect(Math.abs(table.raw(row, c) * table.scale(c) - Math.sin(row * columns + c))).toBeLessThan(
              0.02,
            );
          }
        });
        const known = new Set(list);
        for (const key of list)
          if (key < KEY_MASK && !known.has(key + 1)) expect(table.find(key + 1)).toBe(-1);
      }),
      { numRuns: 50 },
    );
  });

  it('sums only the features it knows', () => {
    const table = FeatureTable.decode(
      'test',
      encodeTable(Uint32Array.of(5, 9), Float32Array.of(1, -0.5), 1, 8),
    );
    const set = new KeySet(8);
    for (const key of [9, 5, 9, 7]) set.add(key);
    expect(set.count).toBe(3);
    expect(table.sum(set)).toBeCloseTo(0.5, 1);
  });

  it('sums both columns of a pair as it does one by one', () => {
    const weights = Float32Array.of(1, -0.5, 0.25, 2, -1, 0.75);
    const table = FeatureTable.decode('test', encodeTable(Uint32Array.of(5, 9, 40), weights, 2, 8), 2);
    const set = new KeySet(8);
    for (const key of [9, 40, 7]) set.add(key);
    const [pair, apart] = [new Float64Array(2), new Float64Array(2)];
    table.sumPair(set, pair);
    table.addTo(apart, set);
    expect(pair).toEqual(apart);
    expect(table.sum(set)).toBe(pair[0]);
  });

  it('is refused with another number of columns than its reader needs', () => {
    const bytes = encodeTable(Uint32Array.of(5), Float32Array.of(1), 1, 8);
    expect(() => FeatureTable.decode('test', bytes, 2)).toThrow(/1 weights a feature instead of 2/);
  });

  it('says so when it ends too early', () => {
    const bytes = encodeTable(Uint32Array.of(5, 9, 12), Float32Array.of(1, 2, 3), 1, 8);
    expect(() => FeatureTable.decode('test', bytes.subarray(0, bytes.length - 3))).toThrow(/ends too early/);
  });
});
