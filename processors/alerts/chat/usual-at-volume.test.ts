import { describe, expect, it } from 'vitest';
import type { Kept } from './figures.ts';
import { usualAtVolume } from './usual-at-volume.ts';

const USUAL = { share: 0.3, spread: 0.02, perVoice: 2 };

/** Ten seconds in which `authors` people wrote so many messages together. */
function step(start: number, messages: number, authors: number): Kept {
  const marked = { negative: authors, profane: 0, negativeAuthors: authors, profaneAuthors: 0 };
  return { start, messages, authors, ...marked, closed: false, stamp: 0, unusual: false };
}

describe('the usual share of people with a negative message', () => {
  const shareAt = (messages: number, authors: number): number => {
    const figures = { steps: [step(0, 900, 10), step(10_000, messages, authors)] };
    return usualAtVolume({ figures, since: 10_000, usual: USUAL, share: 'negative' }).share;
  };

  it('is higher where each writes more than usual: of three times as many messages one is negative sooner', () => {
    expect(shareAt(60, 10)).toBeCloseTo(1 - 0.7 ** 3, 10);
  });

  it('stays where each writes as much as usual or less, also where more people do', () => {
    expect(shareAt(200, 100)).toBe(0.3);
    expect(shareAt(10, 10)).toBe(0.3);
  });
});
