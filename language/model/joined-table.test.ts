import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KeySet } from '../features/key-set.ts';
import { encodeTable, FeatureTable } from './feature-table.ts';
import { JoinedTable } from './joined-table.ts';
import { KEY_MASK } from './key-index.ts';

/** Keys close to each other, so that tables share some and groups hold several. */
const key = fc.oneof(fc.integer({ min: 0, max: 600 }), fc.integer({ min: KEY_MASK - 60, max: KEY_MASK }));
const tableOf = fc
  .record({
    keys: fc.uniqueArray(key, { minLength: 1, maxLength: 500 }),
    columns: fc.integer({ min: 1, max: 5 }),
    seed: fc.integer({ min: 1, max: 1000 }),
  })
  .map(({ keys, columns, seed }) => {
    const weights = Float32Array.from({ length: keys.length * columns }, (_, i) => Math.sin(seed * (i + 1)));
    return FeatureTable.decode('test', encodeTable(Uint32Array.from(keys).sort(), weights, columns, 8));
  });

const tablesAndKeys = fc
  .record({
    tables: fc.array(tableOf, { minLength: 1, maxLength: 3 }),
    asked: fc.array(key, { maxLength: 600 }),
  })
  .map((made) => {
    const features = new KeySet(2048);
    for (const each of made.asked) features.add(each);
    return { ...made, features };
  });

describe('tables joined into one', () => {
  it('sums exactly as the tables do one by one', () => {
    fc.assert(
      fc.property(tablesAndKeys, ({ tables, features }) => {
        const columns = tables.reduce((sum, table) => sum + table.columns, 0);
        const joined = new Float64Array(columns);
        new JoinedTable(tables).sum(features, joined);
        const apart = tables.flatMap((table) => {
          const out = new Float64Array(table.columns);
          table.addTo(out, features);
          return [...out];
        });
        expect([...joined].map((value) => value + 0)).toEqual(apart.map((value) => value + 0));
      }),
    );
  });

  it('counts the features that each table has', () => {
    fc.assert(
      fc.property(tablesAndKeys, ({ tables, asked, features }) => {
        const counts = new Float64Array(tables.length + 1).fill(100);
        new JoinedTable(tables).countKnown(features, counts, 1);
        const own = tables.map((table) => [...new Set(asked)].filter((each) => table.find(each) >= 0).length);
        expect([...counts]).toEqual([100, ...own.map((count) => 100 + count)]);
        expect(tables.map((table) => table.countKnown(features))).toEqual(own);
      }),
    );
  });
});
