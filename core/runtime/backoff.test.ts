import { expect, it } from 'vitest';
import { onNewReason } from './backoff.ts';

it('tells of the first failure and of a new reason, not of the same one with other numbers', () => {
  const told: unknown[] = [];
  const tell = onNewReason((error) => told.push((error as Error).message));
  for (const reason of [
    'connection 3 closed',
    'connection 12 closed',
    'disk full',
    'disk full',
    'connection 3 closed',
  ])
    tell(new Error(reason));
  expect(told).toEqual(['connection 3 closed', 'disk full', 'connection 3 closed']);
});
