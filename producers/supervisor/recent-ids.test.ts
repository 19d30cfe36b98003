import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
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

it('keeps the ids and not the lines that they were cut from (a busy chat held 24 MB of lines)', () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const ids = createRecentIds({ capacity: 30_000 });
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  for (let id = 0; id < 30_000; id += 1) {
    const line = `@id=message-number-${id};rest=${String(id).padEnd(1_000, 'x')}`;
    ids.add(line.slice(4, line.indexOf(';')), 0);
  }
  collectGarbage();
  expect(ids.has('message-number-29999')).toBe(true);
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(10_000_000);
});
