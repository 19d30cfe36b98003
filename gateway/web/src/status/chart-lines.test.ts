import { expect, test } from 'vitest';
import { highestLines, newestValue } from './chart-lines.ts';

const line = (name: string, ...values: (number | null)[]) => ({ name, values });

test('the lines that rise highest are drawn, in their order (it was the first six, however far behind others were)', () => {
  const lines = [line('a', 0, 0), line('b', 5, 900), line('c', null, null), line('d', 7_000, 1)];
  expect(highestLines(lines, 2).map(({ name }) => name)).toEqual(['b', 'd']);
  expect(highestLines(lines, 3).map(({ name }) => name)).toEqual(['a', 'b', 'd']);
  expect(highestLines(lines, 8)).toEqual(lines);
});

test('the newest value is of the last minutes, or there is none of now', () => {
  const empty = (count: number): null[] => Array.from({ length: count }, () => null);
  expect(newestValue([1, 2, ...empty(17)])).toBe(2);
  expect(newestValue([1, 2, ...empty(18)])).toBeUndefined();
  expect(newestValue([])).toBeUndefined();
});
