import { expect, test } from 'vitest';
import { HandClock } from '../testing/hand-clock.ts';
import { sample, startShedding } from './shedding.ts';

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

test('asks evenly over the time, each one once and in order', async () => {
  const clock = new HandClock();
  const asked: number[] = [];
  const shedding = startShedding({
    targets: numbers(100),
    overMs: 1_000,
    clock,
    ask: (one) => asked.push(one),
  });
  expect(asked).toHaveLength(5);
  clock.turn(450);
  expect(shedding.progress()).toEqual({ planned: 100, done: 50 });
  clock.turn(10_000);
  expect(asked).toEqual(numbers(100));
  await shedding.over;
});

test('without a time, and of nobody, it is over at once', async () => {
  const clock = new HandClock();
  const asked: number[] = [];
  await startShedding({ targets: numbers(40), overMs: 0, clock, ask: (one) => asked.push(one) }).over;
  expect(asked).toHaveLength(40);
  await startShedding({ targets: [], overMs: 60_000, clock, ask: () => undefined }).over;
});

test('cancelled, the others stay', async () => {
  const clock = new HandClock();
  const asked: number[] = [];
  const shedding = startShedding({
    targets: numbers(100),
    overMs: 1_000,
    clock,
    ask: (one) => asked.push(one),
  });
  clock.turn(200);
  shedding.cancel();
  await shedding.over;
  clock.turn(10_000);
  expect(asked).toHaveLength(25);
});

test('a sample has everyone once, and by chance', () => {
  expect(sample(numbers(10), 10).sort((a, b) => a - b)).toEqual(numbers(10));
  expect(sample(numbers(10), 3, () => 0.999)).toEqual([9, 0, 1]);
  expect(sample(numbers(10), 3, () => 0)).toEqual([0, 1, 2]);
  expect(sample([], 3)).toEqual([]);
});
