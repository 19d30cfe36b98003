import { expect, it } from 'vitest';
import { loadMorphemeAnalyser } from './morphemes.ts';

it('reads a word the same way each time', async () => {
  const analyse = await loadMorphemeAnalyser();
  for (const word of ['강력', '몇', '당연', '자세', '인하', '재미있었어요', '먹는다']) {
    const readings = Array.from({ length: 40 }, () => JSON.stringify(analyse(word)));
    expect([word, new Set(readings).size]).toEqual([word, 1]);
  }
});

it('takes words apart into morphemes with their tags', async () => {
  const analyse = await loadMorphemeAnalyser();
  expect(analyse('밥을')).toEqual([
    { text: '밥', pos: 'NNG' },
    { text: '을', pos: 'JKO' },
  ]);
});
