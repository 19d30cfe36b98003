import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseEmotes } from './emotes.ts';

it('reads ranges of several emotes, in order of their place', () => {
  expect(parseEmotes('1902:6-10/25:0-4,12-16', 'Kappa Keepo Kappa')).toEqual([
    { id: '25', name: 'Kappa', start: 0, end: 5 },
    { id: '1902', name: 'Keepo', start: 6, end: 11 },
    { id: '25', name: 'Kappa', start: 12, end: 17 },
  ]);
});

it('counts code points in the tag and UTF-16 units in the answer', () => {
  expect(parseEmotes('25:3-7', '😀👍 Kappa')).toEqual([{ id: '25', name: 'Kappa', start: 5, end: 10 }]);
});

it.each(['', 'x', ':0-1', '25:', '25:a-b', '25:3-1', '25:0-99', '25:-1-2', '/', '25:0'])(
  'finds nothing in %j',
  (tag) => {
    expect(parseEmotes(tag, 'Kappa')).toEqual([]);
  },
);

it('cuts out of any text what stands at the code points named', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'grapheme', minLength: 1 }), { minLength: 1 }),
      fc.nat(),
      (words, pick) => {
        const chosen = pick % words.length;
        const text = words.join(' ');
        const first = [
          ...words
            .slice(0, chosen)
            .map((word) => `${word} `)
            .join(''),
        ].length;
        const word = words[chosen] ?? '';
        const last = first + [...word].length - 1;
        expect(parseEmotes(`7:${first}-${last}`, text)[0]?.name).toBe(word);
      },
    ),
  );
});
