import { expect, test } from 'vitest';
import type { ReaderHealth } from '../../core/runtime/topic-reader.ts';
import { createFakeClock, passSeconds, settle } from '../../tests/support/fake-clock.ts';
import { createHealthWatch } from './health.ts';

const reader = (name: string): ReaderHealth => ({
  name,
  state: 'running',
  error: null,
  records: 1,
  deadLetters: 0,
  lag: 0,
  lastAppendTime: 5,
});

test('the parts of a thread that does not answer fail by their own names, which are well again when it answers', async () => {
  const clock = createFakeClock(0);
  let hangs = false;
  const health = createHealthWatch({
    clock,
    supervisor: { status: () => [] },
    threads: {
      analysis: {
        health: () => (hangs ? new Promise(() => undefined) : Promise.resolve([reader('analyze')])),
      },
      // This one never answers: what it runs is known all the same.
      projections: { health: () => new Promise(() => undefined) },
    },
  });
  const states = (): string[] => health.report().parts.map(({ name, state }) => `${name} ${state}`);
  await settle();
  expect(states()).toEqual(['analyze ok', 'log ok']);
  hangs = true;
  await passSeconds(clock, 10);
  expect(states()).toEqual([
    'analyze failed',
    'windows failed',
    'words failed',
    'alerts failed',
    'archive failed',
    'metrics failed',
    'log ok',
  ]);
  expect(health.elements().map(({ state }) => state)).toEqual(Array(6).fill('failed'));
  hangs = false;
  await passSeconds(clock, 1);
  expect(states()[0]).toBe('analyze ok');
  health.close();
});
