import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { figuresOf } from './audience-figures.ts';
import { MoodClock } from './mood-clock.ts';
import { SharedChat } from './shared-chat.ts';
import { someMessage } from './testing.ts';

const NOW = 60_000;

describe('a chat that channels share', () => {
  it('counts once in the figures of a group, whichever channel has a message first', () => {
    const origin = fc.integer({ min: 0, max: 30 }).map((n) => (n === 0 ? undefined : `o${n}`));
    const said = fc.array(fc.record({ channel: fc.constantFrom('a', 'b', 'c'), origin }), { maxLength: 120 });
    fc.assert(
      fc.property(said, (lines) => {
        const shared = new SharedChat();
        const clocks = new Map(['a', 'b', 'c'].map((channel) => [channel, new MoodClock()]));
        const once = new Set<string>();
        lines.forEach((line, index) => {
          // A channel has an original once.
          const key = `${line.channel} ${line.origin ?? index}`;
          if (once.has(key)) return;
          once.add(key);
          const message = someMessage(index, { at: NOW, ...(line.origin && { originId: line.origin }) });
          clocks.get(line.channel)?.add([message], shared.take(line.channel, [message], NOW));
        });
        const { together } = figuresOf(
          [...clocks.values()].map((clock) => ({
            platform: 'twitch',
            sums: clock.sums(NOW, true),
            words: null,
          })),
        );
        const distinct = new Set(lines.map((line, index) => line.origin ?? `own ${index}`));
        expect(together.reading.messages).toBe(distinct.size);
      }),
    );
  });

  it('counts the same messages when they come again, after a reconnect', () => {
    const shared = new SharedChat();
    const message = someMessage(1, { originId: 'o1' });
    expect(shared.take('a', [message], NOW).size).toBe(1);
    expect(shared.take('b', [message], NOW).size).toBe(0);
    expect(shared.take('a', [message], NOW).size).toBe(1);
    expect(shared.take('b', [message], NOW).size).toBe(0);
  });

  it('takes its copies off the rate of the group, over the same five seconds as the rate', () => {
    const shared = new SharedChat();
    for (let index = 0; index < 20; index += 1) {
      const message = someMessage(index, { at: NOW, originId: `o${index}` });
      shared.take('a', [message], NOW);
      shared.take('b', [message], NOW);
    }
    expect(shared.copiesPerSecond(NOW + 999)).toBe(0);
    expect(shared.copiesPerSecond(NOW + 1_000)).toBe(4);
    expect(shared.copiesPerSecond(NOW + 5_999)).toBe(4);
    expect(shared.copiesPerSecond(NOW + 6_000)).toBe(0);
  });

  it('takes nothing off for what was said before the page opened', () => {
    const shared = new SharedChat();
    const old = [1, 2, 3].map((n) => someMessage(n, { at: NOW - 60_000 + n, originId: `o${n}` }));
    shared.take('a', old, NOW);
    shared.take('b', old, NOW);
    expect(shared.copiesPerSecond(NOW + 1_000)).toBe(0);
  });

  it('moves the clock of a channel also by what counts elsewhere', () => {
    const clock = new MoodClock();
    const message = someMessage(1, { at: NOW, originId: 'o1' });
    clock.add([message], new Set());
    expect(clock.now(0, true)).toBe(NOW);
    expect(clock.sums(NOW, true).messages).toBe(0);
  });
});
