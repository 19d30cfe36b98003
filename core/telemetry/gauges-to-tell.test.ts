import { expect, test } from 'vitest';
import { createGaugesToTell } from './gauges-to-tell.ts';

test('gauges that stand still are told every third time, and others at once', () => {
  const toTell = createGaugesToTell();
  const tell = (up: number, lag: number): string[] =>
    toTell([
      { name: 'part.up', tags: { part: 'log' }, value: up },
      { name: 'reader.lag', tags: { part: 'words', topic: 'chat.raw', partition: '0' }, value: lag },
    ]).map(({ name, value }) => `${name} ${value}`);
  expect(tell(1, 7)).toEqual(['part.up 1', 'reader.lag 7']);
  expect(tell(1, 8)).toEqual(['reader.lag 8']);
  expect(tell(0, 8)).toEqual(['part.up 0']);
  expect(tell(0, 8)).toEqual(['part.up 0', 'reader.lag 8']);
  expect(tell(0, 8)).toEqual([]);
});
