import { expect, it } from 'vitest';
import type { AnalyzeAnswer } from '../../../../http/contract.ts';
import { candidatesOf } from './rule-candidates.ts';

function answer(
  text: string,
  named: Partial<Pick<NonNullable<AnalyzeAnswer['explain']>, 'matches' | 'allowed'>> = {},
): AnalyzeAnswer {
  const words = [...text.matchAll(/\S+/g)].map(({ index, 0: word }) => ({
    start: index,
    end: index + word.length,
  }));
  return { text, explain: { matches: [], allowed: [], words, ...named } } as unknown as AnalyzeAnswer;
}

it('words of a message are offered once each, without the marks around them', () => {
  expect(candidatesOf(answer('보스! 또 보스... 🍆 ???'), []).map(({ word }) => word)).toEqual([
    '보스',
    '또',
    '🍆',
    '???',
  ]);
});

it('of a disguised word the word behind it is offered, and stays hidden', () => {
  const match = {
    start: 2,
    end: 5,
    reason: 'x',
    severity: 3,
    entry: '시발',
    by: 'list',
    masked: true,
  } as const;
  expect(candidatesOf(answer('아 시1발놈아', { matches: [match] }), [match])).toEqual([
    { shown: '아', word: '아' },
    { shown: '***놈아', word: '시발' },
  ]);
});

it('of a word that a rule allows the word of the rule is offered', () => {
  const allowed = [{ start: 0, end: 2, entry: '병신', by: 'channel' } as const];
  expect(candidatesOf(answer('병신아', { allowed }), [])).toEqual([{ shown: '병신아', word: '병신' }]);
});

it('words that no rule can have are not offered, nor too many', () => {
  expect(candidatesOf(answer(`${'가'.repeat(51)} 나`), []).map(({ word }) => word)).toEqual(['나']);
  const many = Array.from({ length: 40 }, (_, i) => `w${i}`).join(' ');
  expect(candidatesOf(answer(many), [])).toHaveLength(12);
});
