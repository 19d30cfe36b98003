import { expect, test } from 'vitest';
import { MoodClock } from './mood-clock.ts';
import { someMessage, someWindow } from './testing.ts';

const NOW = 100_000;
const ten = (start: number, closed: boolean) => someWindow(start, { size: 10_000, messages: 1, closed });

test('a message that a window under way knew before it came counts once (a group counted it twice)', () => {
  const clock = new MoodClock();
  clock.restart([ten(90_000, false)], []);
  clock.add([someMessage(1, { at: 95_000 })]);
  clock.heardAt(NOW);
  expect(clock.sums(NOW, false).messages).toBe(1);
});

test('windows that are closed count for messages that are not at hand, those before the first message at hand as well', () => {
  const alone = new MoodClock();
  alone.restart([ten(80_000, true), ten(90_000, false)], []);
  expect(alone.sums(NOW, false).messages).toBe(1);
  const beside = new MoodClock();
  beside.restart([ten(80_000, false), ten(90_000, false)], [someMessage(1, { at: 95_000 })]);
  expect(beside.sums(NOW, false).messages).toBe(2);
});
