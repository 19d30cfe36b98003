import { expect, test } from 'vitest';
import { createGate } from './gate.ts';

test('runs so many tasks at once and no more, also after failures', async () => {
  const gate = createGate(2);
  let running = 0;
  let most = 0;
  const task = (fails: boolean) => async () => {
    running += 1;
    most = Math.max(most, running);
    await new Promise(setImmediate);
    running -= 1;
    if (fails) throw new Error('failed');
  };
  const outcomes = await Promise.allSettled(
    Array.from({ length: 9 }, (_, index) => gate(task(index % 3 === 0))),
  );
  expect(most).toBe(2);
  expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(3);
});
