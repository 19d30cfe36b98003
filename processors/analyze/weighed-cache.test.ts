import fc from 'fast-check';
import { expect, it } from 'vitest';
import { WeighedCache } from './weighed-cache.ts';

it('never holds more than its weight, save for a single entry, and drops what was longest unused', () => {
  const act = fc.record({ key: fc.constantFrom('a', 'b', 'c', 'd'), weight: fc.integer({ min: 1, max: 8 }) });
  fc.assert(
    fc.property(fc.array(act), (acts) => {
      const cache = new WeighedCache<{ readonly weight: number }>({
        most: 10,
        weightOf: ({ weight }) => weight,
      });
      for (const { key, weight } of acts) {
        const value = { weight };
        cache.set(key, value);
        expect(cache.get(key)).toBe(value);
      }
      const held = ['a', 'b', 'c', 'd'].flatMap((key) => cache.get(key) ?? []);
      if (held.length > 1) expect(held.reduce((sum, { weight }) => sum + weight, 0)).toBeLessThanOrEqual(10);
    }),
  );
  const cache = new WeighedCache<number>({ most: 3, weightOf: () => 1 });
  for (const key of ['a', 'b', 'c']) cache.set(key, 1);
  cache.get('a');
  cache.set('d', 1);
  expect(['a', 'b', 'c', 'd'].map((key) => cache.get(key) !== undefined)).toEqual([true, false, true, true]);
});
