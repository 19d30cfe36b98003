import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fittingSize, layoutCloud, type CloudWord, type PlacedWord } from './cloud-layout.ts';

const options = { width: 320, height: 200, measure: (word: string) => word.length * 0.9 };
const none = new Map<string, PlacedWord>();
const word = (text: string, count: number): CloudWord => ({ word: text, count, profane: false });
const byWord = (placed: readonly PlacedWord[]): Map<string, PlacedWord> =>
  new Map(placed.map((item) => [item.word, item]));

describe('layoutCloud', () => {
  it('gives the most frequent word the middle and the largest size', () => {
    const placed = layoutCloud([word('작게', 1), word('크게', 50), word('보통', 10)], none, options);
    expect(placed[0]).toMatchObject({ word: '크게', x: 160, y: 100, size: 32 });
    expect(placed.at(-1)).toMatchObject({ word: '작게', size: 12 });
  });

  it('keeps every place when only the counts of the small ones change a little', () => {
    const words = ['하나', '둘둘', '셋셋', '넷넷', '다섯'].map((text, i) => word(text, 50 - i * 10));
    const first = byWord(layoutCloud(words, none, options));
    const second = layoutCloud(
      words.map((item) => ({ ...item, count: item.count + 1 })),
      first,
      options,
    );
    for (const item of second)
      expect(item).toMatchObject({ x: first.get(item.word)?.x, y: first.get(item.word)?.y });
  });

  it('drops a word that is gone and one that cannot fit', () => {
    const first = byWord(layoutCloud([word('있음', 5), word('사라짐', 3)], none, options));
    expect(layoutCloud([word('있음', 5)], first, options).map((item) => item.word)).toEqual(['있음']);
    expect(layoutCloud([word('아주'.repeat(200), 5)], none, options)).toEqual([]);
    expect(layoutCloud([word('있음', 5)], none, { ...options, width: 0 })).toEqual([]);
  });

  it('never overlaps two words nor leaves the box, from any start', () => {
    const words = fc.uniqueArray(
      fc.record({ word: fc.string({ minLength: 1, maxLength: 8 }), count: fc.nat(99) }),
      {
        selector: (item) => item.word,
        maxLength: 40,
      },
    );
    fc.assert(
      fc.property(words, words, (before, after) => {
        const plain = (list: typeof before): CloudWord[] => list.map((item) => ({ ...item, profane: false }));
        const first = byWord(layoutCloud(plain(before), none, options));
        const placed = layoutCloud(plain(after), first, options);
        const rects = placed.map((item) => {
          const w = Math.max(24, options.measure(item.word) * item.size) / 2;
          const h = Math.max(24, item.size * 1.15) / 2;
          return { left: item.x - w, right: item.x + w, top: item.y - h, bottom: item.y + h };
        });
        rects.forEach((a, i) => {
          expect(a.left).toBeGreaterThanOrEqual(0);
          expect(a.right).toBeLessThanOrEqual(options.width);
          expect(a.top).toBeGreaterThanOrEqual(0);
          expect(a.bottom).toBeLessThanOrEqual(options.height);
          for (const b of rects.slice(i + 1)) {
            expect(a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom).toBe(false);
          }
        });
      }),
      { numRuns: 60 },
    );
  });
});

describe('fittingSize', () => {
  it('grows with the box and shrinks with the words', () => {
    const few = ['하나', '둘', '셋'].map((text, i) => word(text, i + 1));
    const many = Array.from({ length: 40 }, (_, i) => word(`아무말${i}`, i + 1));
    const large = { ...options, width: 900, height: 500 };
    expect(fittingSize(few, large)).toBe(56);
    expect(fittingSize(many, options)).toBe(20);
    expect(fittingSize(many, large)).toBeGreaterThan(20);
  });
});
