import { expect, it } from 'vitest';
import { pipelineAt, takeHealth } from '../../core/health/pipeline.ts';
import { sampleElement, sampleHealth } from '../../core/health/sample.ts';
import type { HeardProcesses } from '../../core/health/views.ts';
import { isWayClear } from './way.ts';

const parts = (lag: number) =>
  ['analyze', 'windows', 'alerts'].map((name) => sampleElement(`processor:${name}`, { lag }));

function clear(options: { readonly lag?: number; readonly producersHeardAt?: number }): boolean {
  const heard: HeardProcesses = new Map();
  const { lag = 0, producersHeardAt = 60_000 } = options;
  takeHealth(heard, sampleHealth('p', parts(lag), { at: 60_000 }), 60_000);
  const producers = sampleHealth('c', [sampleElement('producers:c')], { at: producersHeardAt });
  takeHealth(heard, producers, producersHeardAt);
  return isWayClear(pipelineAt(heard, { now: 61_000 }));
}

it('is clear while all on it is well, and not where a part is behind', () => {
  expect(clear({})).toBe(true);
  expect(clear({ lag: 5_000 })).toBe(false);
});

it('is not clear while a process that captures is silent: its chats were told as silent beside it', () => {
  expect(clear({ producersHeardAt: 20_000 })).toBe(false);
});
