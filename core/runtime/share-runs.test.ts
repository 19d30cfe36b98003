import { expect, test } from 'vitest';
import { shareRuns } from './share-runs.ts';

test('everyone gets a run that begins after they asked, and few are run', async () => {
  let runs = 0;
  const release: (() => void)[] = [];
  const ask = shareRuns(async () => {
    runs += 1;
    await new Promise<void>((resolve) => release.push(resolve));
  });
  const first = ask();
  const others = Promise.all([ask(), ask(), ask()]);
  expect(runs).toBe(1);
  release.shift()?.();
  await first;
  await Promise.resolve();
  expect(runs).toBe(2);
  release.shift()?.();
  await others;
  expect(runs).toBe(2);
});

test('a run that fails does not spoil the next', async () => {
  let runs = 0;
  const ask = shareRuns(() => {
    runs += 1;
    return runs === 1 ? Promise.reject(new Error('away')) : Promise.resolve();
  });
  const [first, second] = [ask(), ask()];
  await expect(first).rejects.toThrow('away');
  await second;
  await ask();
  expect(runs).toBe(3);
});
