import { expect, test } from 'vitest';
import { plural } from './plural.ts';

test('one is one, and none and more are several', () => {
  expect([0, 1, 2, 21].map((count) => `${count} ${plural(count, 'capture')}`)).toEqual([
    '0 captures',
    '1 capture',
    '2 captures',
    '21 captures',
  ]);
  expect(plural(1, 'record waits', 'records wait')).toBe('record waits');
});
