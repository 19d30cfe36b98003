import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addSums, MoodMeter, toReading } from '../now/mood.ts';
import { figuresOf } from './audience-figures.ts';

const word = (text: string, count: number) => ({ word: text, count, profane: false, copied: 0 });

function sumsOf(...sentiments: readonly ('positive' | 'neutral' | 'negative')[]) {
  const meter = new MoodMeter();
  for (const sentiment of sentiments) meter.add({ at: 60_000, sentiment, emotion: 1 });
  return meter.sums(60_000);
}

describe('the figures of an audience', () => {
  it('are per platform and together', () => {
    const words = (...list: ReturnType<typeof word>[]) =>
      ({ span: '10m', from: 0, to: 1, words: list }) as const;
    const { together, platforms } = figuresOf([
      { platform: 'twitch', sums: sumsOf('positive', 'positive'), words: words(word('boss', 3)) },
      { platform: 'demo', sums: sumsOf('negative'), words: null },
      { platform: 'twitch', sums: sumsOf('neutral'), words: words(word('song', 4), word('boss', 2)) },
    ]);
    expect(
      platforms.map(({ platform, broadcasts, reading }) => [platform, broadcasts, reading.messages]),
    ).toEqual([
      ['twitch', 2, 3],
      ['demo', 1, 1],
    ]);
    expect(together).toMatchObject({
      platform: null,
      broadcasts: 3,
      reading: { messages: 4, positive: 2, negative: 1 },
    });
    expect(together.words).toMatchObject([
      { word: 'boss', count: 5 },
      { word: 'song', count: 4 },
    ]);
    expect(platforms[1]?.reading.mood).toBe(-100);
  });

  it('of nobody are silent', () => {
    const { together, platforms } = figuresOf([]);
    expect(platforms).toEqual([]);
    expect(together.reading).toMatchObject({ messages: 0, mood: null, emotions: [0, 0, 0, 0, 0, 0, 0] });
  });

  it('of messages split over several chats are those of the messages in one', () => {
    const message = fc.record({
      at: fc.integer({ min: 0, max: 59 }).map((second) => second * 1_000),
      sentiment: fc.constantFrom('positive' as const, 'neutral' as const, 'negative' as const),
      emotion: fc.integer({ min: 0, max: 6 }),
      chat: fc.integer({ min: 0, max: 2 }),
    });
    fc.assert(
      fc.property(fc.array(message, { minLength: 20 }), (messages) => {
        const whole = new MoodMeter();
        const parts = [new MoodMeter(), new MoodMeter(), new MoodMeter()];
        for (const one of messages) {
          whole.add(one);
          parts[one.chat]?.add(one);
        }
        const together = toReading(addSums(parts.map((meter) => meter.sums(59_000))));
        const { change, ...expected } = whole.read(59_000);
        expect(together).toMatchObject(expected);
        // With few seconds in each the trend may stay unsaid; said, it is the same.
        if (together.change !== null) expect(together.change).toBeCloseTo(change ?? NaN, 6);
      }),
    );
  });
});
