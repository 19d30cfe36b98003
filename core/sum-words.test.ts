import { expect, it } from 'vitest';
import { sumWords } from './sum-words.ts';

const word = (text: string, count: number, copied = 0, profane = false) => ({
  word: text,
  count,
  profane,
  copied,
});

it('words of minutes are added up, the most frequent first and of equals by the word', () => {
  const minutes = [[word('a', 1, 1), word('b', 2)], [word('a', 4, 2)], [word('d', 2), word('c', 2)]];
  expect(sumWords(minutes, 3)).toEqual([word('a', 5, 3), word('b', 2), word('c', 2)]);
});

it('a word that one minute masks stays masked, and the lists given stay as they are', () => {
  const first = word('**', 1, 1);
  expect(sumWords([[first], [word('**', 2, 0, true)]], 9)).toEqual([word('**', 3, 1, true)]);
  expect(first).toEqual(word('**', 1, 1));
});
