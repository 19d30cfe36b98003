import { expect, test } from 'vitest';
import { stepsFrom } from './axis-steps.ts';

test('no mark of an axis says the same as the one before, since none is finer than what figures show', () => {
  expect(stepsFrom(1).slice(0, 5)).toEqual([1, 2, 5, 10, 20]);
  expect(stepsFrom(0.1).slice(0, 5)).toEqual([0.1, 0.2, 0.5, 1, 2]);
  expect(stepsFrom(1e6)[0]).toBe(1_000_000);
});
