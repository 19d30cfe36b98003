import fc from 'fast-check';
import { expect, it } from 'vitest';
import { searchTerms } from '../search-text.ts';
import { searchUnits, textCondition } from './search-units.ts';

/** What the server does with a condition. */
function matches(search: string, text: string): boolean {
  const condition = textCondition(text);
  if (!condition) return true;
  const units = new Set(searchUnits(search));
  return (
    condition.units.every((unit) => units.has(unit)) &&
    condition.patterns.every((pattern) => new RegExp(pattern, 'u').test(search))
  );
}

it('takes characters and pairs of a word, and none across words', () => {
  expect(searchUnits('방송사 ok')).toEqual(['방', '송', '방송', '사', '송사', 'o', 'k', 'ok']);
  expect(searchUnits('ㅋㅋㅋ')).toEqual(['ㅋ', 'ㅋㅋ']);
  expect(searchUnits('😂😂')).toEqual(['😂', '😂😂']);
  expect(searchUnits('')).toEqual([]);
});

it('asks by units alone where a term is one', () => {
  expect(textCondition('방송')).toEqual({ units: ['방송'], patterns: [] });
  expect(textCondition('늘 OK')).toEqual({ units: ['늘', 'ok'], patterns: [] });
  expect(textCondition('방송사고')).toEqual({ units: ['방송', '송사', '사고'], patterns: ['방송사고'] });
  expect(textCondition('  ')).toBeUndefined();
});

it('escapes what a pattern takes for something else', () => {
  expect(textCondition('[a]*')?.patterns).toEqual(['\\[a\\]\\*']);
  expect(textCondition('a\u0000b')?.patterns).toEqual(['a\\x00b']);
});

it('finds exactly the texts in which all terms occur', () => {
  const word = fc.string({
    unit: fc.constantFrom('방', '송', 'ㅋ', 'a', '*', '.', '\\', '😂'),
    maxLength: 20,
  });
  const text = fc.array(word, { maxLength: 4 }).map((words) => words.join(' '));
  fc.assert(
    fc.property(text, text, (search, query) => {
      expect(matches(search, query)).toBe(searchTerms(query).every((term) => search.includes(term)));
    }),
    { numRuns: 500 },
  );
});
