import { expect, it } from 'vitest';
import { createRecentIds } from './recent-ids.ts';

it('remembers as many ids as promised, and at most twice as many', () => {
  const ids = createRecentIds({ capacity: 100 });
  for (let id = 0; id < 1_000; id += 1) {
    ids.add(String(id), 0);
    for (let back = 0; back < 100 && back <= id; back += 1) expect(ids.has(String(id - back))).toBe(true);
    expect(ids.has(String(id - 200))).toBe(false);
  }
});

it('may forget what is too old, never what is young', () => {
  const ids = createRecentIds({ capacity: 100, maxAgeMs: 1_000 });
  for (let id = 0; id < 50; id += 1) {
    ids.add(String(id), id * 500);
    expect(ids.has(String(id - 1))).toBe(id > 0);
    expect(ids.has(String(id - 10))).toBe(false);
  }
});

it('remembers the last ids however old they are, where it is told to', () => {
  const ids = createRecentIds({ capacity: 100, maxAgeMs: 1_000, always: 20 });
  for (let id = 0; id < 200; id += 1) {
    ids.add(String(id), id * 60_000);
    for (let back = 0; back < 20 && back <= id; back += 1) expect(ids.has(String(id - back))).toBe(true);
    expect(ids.has(String(id - 40))).toBe(false);
  }
});
