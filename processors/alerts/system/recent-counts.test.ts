import { expect, it } from 'vitest';
import type { ProcessHealth } from '../../../core/events/generated.ts';
import { createRecentCounts } from './recent-counts.ts';

const START = 1_800_000_000_000;

function report(processId: string, at: number, responses: number): ProcessHealth {
  return {
    processId,
    startedAt: START,
    at,
    state: 'ok',
    responses,
    slowResponses: 0,
    failedResponses: 0,
    elements: [],
  } as unknown as ProcessHealth;
}

it('the reports of the last minutes alone are held, also where nobody asks for their sums', () => {
  const counts = createRecentCounts();
  for (let second = 0; second < 3_600; second += 5) {
    counts.take(report('a', START + second * 1_000, second), START + second * 1_000);
    if (second < 600) counts.take(report('gone', START + second * 1_000, 1), START + second * 1_000);
  }
  expect(counts.held()).toBeLessThanOrEqual(62);
  expect(counts.at(START + 3_595_000).responses.responses).toBe(300);
});
