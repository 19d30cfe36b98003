import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMessageIds } from './message-ids.ts';

const KEY = { uid: 'u1', time: 1_800_000_000_000 };

describe('the ids of messages without one', () => {
  it('are made of sender and time, the same in every session', () => {
    const id = createMessageIds().idOf(KEY, 'hi');
    expect(createMessageIds().idOf(KEY, 'hi')).toBe(id);
    expect(createMessageIds().idsOf(KEY)).toEqual([id]);
    expect(createMessageIds().idOf({ ...KEY, uid: 'u2' }, 'hi')).not.toBe(id);
    expect(createMessageIds().idOf({ ...KEY, time: KEY.time + 1 }, 'hi')).not.toBe(id);
    expect(id).not.toContain('u1');
  });

  it('tell messages of one sender in one millisecond apart, and a removal covers all of them', () => {
    const ids = createMessageIds();
    const given = ['a', 'b', 'c', 'b'].map((text) => ids.idOf(KEY, text));
    expect(new Set(given).size).toBe(3);
    expect(given[3]).toBe(given[1]);
    expect(ids.idsOf(KEY)).toEqual(given.slice(0, 3));
    expect(given[0]).toBe(createMessageIds().idOf(KEY, 'whatever'));
  });

  it('are the same when the same messages come again, wherever the second telling begins', () => {
    const message = fc.record({
      uid: fc.constantFrom('u1', 'u2'),
      time: fc.constantFrom(1, 2),
      text: fc.constantFrom('a', 'b', 'c'),
    });
    fc.assert(
      fc.property(fc.array(message), fc.nat(10), (messages, from) => {
        const ids = createMessageIds();
        const first = messages.map(({ text, ...key }) => ids.idOf(key, text));
        const again = messages.slice(from).map(({ text, ...key }) => ids.idOf(key, text));
        expect(again).toEqual(first.slice(from));
        messages.forEach((key, index) => expect(ids.idsOf(key)).toContain(first[index]));
      }),
    );
  });
});
