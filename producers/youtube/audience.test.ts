import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { audienceAnswer } from '../../tests/platforms/youtube-pages.ts';
import { watchingOf } from './audience.ts';

function answer(count: object): unknown {
  return {
    actions: [{ updateViewershipAction: { viewCount: { videoViewCountRenderer: count } } }],
  };
}

describe('how many watch a video', () => {
  it('is what the platform counts', () => {
    fc.assert(
      fc.property(fc.nat(), (viewers) => {
        expect(watchingOf(audienceAnswer({ isLive: true, viewers }))).toBe(viewers);
      }),
    );
  });

  it('is not known of a video that is not live: there the same field counts every view', () => {
    expect(watchingOf(audienceAnswer({ isLive: false, viewers: 1_000_000 }))).toBeUndefined();
  });

  it.each([
    [{ isLive: true, viewCount: { simpleText: '1,625 watching now' } }, 1_625],
    [{ isLive: true, viewCount: { runs: [{ text: '7' }, { text: ' watching now' }] } }, 7],
    [{ isLive: true, unlabeledViewCountValue: { simpleText: '12,345,678' } }, 12_345_678],
    [{ isLive: true, originalViewCount: '0' }, 0],
    [{ isLive: true, viewCount: { simpleText: '1.6K watching now' } }, undefined],
    [{ isLive: true, viewCount: { simpleText: '1.6 K watching now' } }, undefined],
    [{ isLive: true, viewCount: { simpleText: 'watching now' } }, undefined],
    [{ isLive: true }, undefined],
    [{ viewCount: { simpleText: '5 watching now' } }, undefined],
  ])('is read from %o as %s', (count, expected) => {
    expect(watchingOf(answer(count))).toBe(expected);
  });

  it('is told of the first action that is about a live video', () => {
    const actions = [
      audienceAnswer({ isLive: false, viewers: 9 }),
      audienceAnswer({ isLive: true, viewers: 4 }),
    ];
    expect(watchingOf({ actions: actions.flatMap((one) => (one as { actions: unknown[] }).actions) })).toBe(
      4,
    );
  });

  it('is unknown where the answer is anything else, and never throws', () => {
    fc.assert(fc.property(fc.jsonValue(), (body) => watchingOf(body) === undefined));
  });
});
