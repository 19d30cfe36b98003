import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reload, replayNext, seek, timed } from '../../tests/platforms/youtube-pages.ts';
import { readAnswer } from './continuation.ts';

const SAID = [{ someAction: {} }];

describe('what follows an answer of the chat', () => {
  it.each([
    [{ continuations: [timed('a', 4_841)] }, { continuation: 'a', waitMs: 4_841 }],
    [{ continuations: [timed('a', 86_400_000)] }, { continuation: 'a', waitMs: 10_000 }],
    [{ continuations: [timed('a', 0)] }, { continuation: 'a', waitMs: 500 }],
    [
      { continuations: [{ timedContinuationData: { continuation: 'a' } }] },
      { continuation: 'a', waitMs: 5_000 },
    ],
    [
      { continuations: [reload('a')], actions: SAID },
      { continuation: 'a', waitMs: 5_000 },
    ],
    [{ continuations: [seek('s'), replayNext('a')] }, { continuation: 'a', waitMs: 500 }],
  ])('is asked for with the pause that the platform wants, within bounds: %j', (chat, next) => {
    expect(readAnswer(chat).next).toEqual(next);
  });

  it.each([
    undefined,
    {},
    { continuations: [] },
    { continuations: [reload('a')] },
    { continuations: [seek('s')] },
  ])('is nothing when the chat is over: %j', (chat) => {
    expect(readAnswer(chat).next).toBeUndefined();
  });

  it.each([
    [{ continuations: [{ newContinuationData: { continuation: 'a' } }] }, 'no known way on'],
    [{ continuations: 'a' }, 'no known way on'],
    [{ continuations: [null] }, 'no known way on'],
    [{ continuations: [timed('a', 500)], actions: { 0: SAID[0] } }, 'actions that are no list'],
  ])('of an unknown form is told, and is no end of the chat: %j', (chat, reason) => {
    expect(readAnswer(chat).strange?.reason).toContain(reason);
  });

  it.each([
    undefined,
    {},
    { continuations: null, actions: null },
    { continuations: [reload('a'), seek('s')] },
    { continuations: [{ newContinuationData: {} }, timed('a', 500)] },
  ])('of a known form is not: %j', (chat) => {
    expect(readAnswer(chat).strange).toBeUndefined();
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        for (const chat of [value, { continuations: value, actions: value }, { continuations: [value] }]) {
          const wait = readAnswer(chat).next?.waitMs ?? 500;
          expect(wait).toBeGreaterThanOrEqual(500);
          expect(wait).toBeLessThanOrEqual(10_000);
        }
      }),
    );
  });
});
