import { expect, it } from 'vitest';
import { BoundedCache } from './bounded-cache.ts';

it('keeps what is asked for again and never more than two generations', () => {
  const cache = new BoundedCache<number>(100);
  cache.set('kept', 1);
  for (let i = 0; i < 10_000; i++) {
    cache.set(`word ${i}`, i);
    expect(cache.get('kept')).toBe(1);
    expect(cache.size).toBeLessThanOrEqual(200);
  }
  expect(cache.get('word 0')).toBeUndefined();
});
