import fc from 'fast-check';
import { expect, it } from 'vitest';
import { allOrdinals, intersect, ordinalsOf, pairKey, PostingBuilder } from './postings.ts';

const texts = fc.array(
  fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\t', '　', '가', '😂'), maxLength: 8 }),
  {
    maxLength: 20,
  },
);

it('lead from every pair of units, and from every unit, to exactly the texts that have it', () => {
  fc.assert(
    fc.property(texts, (all) => {
      const builder = new PostingBuilder();
      for (const [ordinal, text] of all.entries()) builder.addText(text, ordinal);
      const rows = new Map(builder.rows().map(({ unit, data }) => [unit, data]));
      const having = (part: string): number[] => all.flatMap((text, i) => (text.includes(part) ? [i] : []));
      const units = [...new Set(['a', 'b', '가', ...'😂'.split('')])];
      for (const first of units) {
        const row = rows.get(first.charCodeAt(0));
        expect(row ? [...allOrdinals(row)] : []).toEqual(having(first));
        for (const second of units) {
          const key = pairKey(first.charCodeAt(0), second.charCodeAt(0));
          expect([...((row && ordinalsOf(row, key & 0xffff)) ?? [])]).toEqual(having(first + second));
        }
      }
      expect(rows.has(' '.charCodeAt(0))).toBe(false);
    }),
  );
});

it('take any keys, and more than the first buffer holds', () => {
  const builder = new PostingBuilder();
  for (let ordinal = 0; ordinal < 40_000; ordinal++)
    builder.add(ordinal % 2 ? 0xffff_ffff : ordinal % 3, ordinal);
  const rows = builder.rows();
  expect(rows.map(({ unit }) => unit)).toEqual([0, 0xffff]);
  const odd = rows[1] && ordinalsOf(rows[1].data, 0xffff);
  expect(odd?.length).toBe(20_000);
  expect(odd?.at(-1)).toBe(39_999);
});

it('intersect to what both lists have', () => {
  const list = fc.uniqueArray(fc.nat(40)).map((items) => Uint16Array.from(items).sort());
  fc.assert(
    fc.property(list, list, (left, right) => {
      expect([...intersect(left, right)]).toEqual([...left].filter((item) => right.includes(item)));
    }),
  );
});
