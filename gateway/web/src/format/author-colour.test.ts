import { describe, expect, it } from 'vitest';
import { AUTHOR_COLOURS, MINIMUM_CONTRAST, NAME_GROUNDS, authorColour, contrast } from './author-colour.ts';

describe('contrast', () => {
  it('agrees with known pairs', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  });
});

describe('authorColour', () => {
  it('reads on every ground of both themes', () => {
    for (const colour of AUTHOR_COLOURS) {
      expect(contrast(colour.dark, NAME_GROUNDS.dark)).toBeGreaterThanOrEqual(MINIMUM_CONTRAST);
      expect(contrast(colour.dark, '#101317')).toBeGreaterThanOrEqual(MINIMUM_CONTRAST);
      expect(contrast(colour.light, NAME_GROUNDS.light)).toBeGreaterThanOrEqual(MINIMUM_CONTRAST);
      expect(contrast(colour.light, '#ffffff')).toBeGreaterThanOrEqual(MINIMUM_CONTRAST);
    }
  });

  it('is stable for an author and spreads over authors', () => {
    expect(authorColour('하늘')).toBe(authorColour('하늘'));
    const used = new Set(Array.from({ length: 200 }, (_, i) => authorColour(`viewer${i}`).dark));
    expect(used.size).toBeGreaterThan(18);
  });
});
