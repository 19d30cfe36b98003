import { expect, test } from 'vitest';
import type { ProcessHealth } from '../../core/events/generated.ts';
import { createHistoryBook, HISTORY_STEP_MS } from './history.ts';

function report(ratePerSecond: number): ProcessHealth {
  return {
    elements: [{ id: 'sink:archive', kind: 'sink', state: 'ok', ratePerSecond, lag: 3, detail: null }],
    processId: 'all-1',
  } as unknown as ProcessHealth;
}

test('history changes with each step of ten seconds, and not with each report in it', () => {
  const book = createHistoryBook();
  const begin = 1_000 * HISTORY_STEP_MS;
  book.take(report(5), begin + 1);
  const told = book.until(begin + HISTORY_STEP_MS);
  expect(told.elements).toMatchObject([{ id: 'sink:archive' }]);
  expect(told.elements[0]?.rate.at(-1)).toBe(5);
  book.take(report(7), begin + HISTORY_STEP_MS + 1);
  expect(book.until(begin + 2 * HISTORY_STEP_MS - 1)).toEqual(told);
  expect(book.until(begin + 2 * HISTORY_STEP_MS).elements[0]?.rate.slice(-2)).toEqual([5, 7]);
});

test('a canary belongs to the step in which it came through (it was told again in each that followed)', () => {
  const book = createHistoryBook();
  const begin = 1_000 * HISTORY_STEP_MS;
  const canary = { id: 'canary:pipeline', kind: 'canary', detail: '12 ms', lastRecordAt: begin + 9_000 };
  const told = { elements: [canary], processId: 'all-1' } as unknown as ProcessHealth;
  for (let at = begin + 10_500; at < begin + 60_000; at += 5_000) book.take(told, at);
  expect(book.until(begin + 6 * HISTORY_STEP_MS).canaryMs.slice(-6)).toEqual([
    12,
    null,
    null,
    null,
    null,
    null,
  ]);
});
