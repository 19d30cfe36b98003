import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeWords, wordsOfPlatform } from './audience-words.ts';

const word = (text: string, count: number, copied = 0, profane = false) => ({
  word: text,
  count,
  profane,
  copied,
});

/** The lists of channels that are here, when these words were said in these channels. */
function listsOf(
  said: readonly { readonly channel: string; readonly text: string }[],
  { here, sharing }: { readonly here: readonly string[]; readonly sharing: readonly string[] },
) {
  return here.map((channel) => {
    const words = new Map<string, ReturnType<typeof word>>();
    for (const one of said) {
      const copied = one.channel !== channel;
      if (copied && !(sharing.includes(channel) && sharing.includes(one.channel))) continue;
      const held = words.get(one.text) ?? word(one.text, 0);
      words.set(one.text, word(one.text, held.count + 1, held.copied + (copied ? 1 : 0)));
    }
    return [...words.values()];
  });
}

const countsOf = (words: readonly { word: string; count: number }[]) =>
  Object.fromEntries(words.map((one) => [one.word, one.count]));

function counted(said: readonly { readonly text: string }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { text } of said) counts[text] = (counts[text] ?? 0) + 1;
  return counts;
}

const saidIn = (channels: readonly string[]) =>
  fc.array(
    fc.record({ channel: fc.constantFrom(...channels), text: fc.constantFrom('boss', 'song', '물약') }),
  );

describe('words of channels that share a chat', () => {
  it('count once, though each channel has a copy of what was said in the other', () => {
    const words = wordsOfPlatform([
      [word('boss', 5, 2), word('song', 1, 0)],
      [word('boss', 5, 3), word('song', 1, 1), word('hello', 2)],
    ]);
    expect(words).toEqual([
      { word: 'boss', count: 5, profane: false },
      { word: 'hello', count: 2, profane: false },
      { word: 'song', count: 1, profane: false },
    ]);
  });

  it('are those of the messages, once each, also of a channel that shares and is not here', () => {
    fc.assert(
      fc.property(saidIn(['a', 'b', 'c', 'elsewhere']), (said) => {
        const channels = { here: ['a', 'b', 'c'], sharing: ['a', 'b', 'c', 'elsewhere'] };
        expect(countsOf(wordsOfPlatform(listsOf(said, channels)))).toEqual(counted(said));
      }),
    );
  });

  it('are those of the messages where nobody shares', () => {
    fc.assert(
      fc.property(saidIn(['a', 'b', 'c']), (said) => {
        const lists = listsOf(said, { here: ['a', 'b', 'c'], sharing: [] });
        expect(countsOf(wordsOfPlatform(lists))).toEqual(counted(said));
      }),
    );
  });

  it('never count twice where only some share, and what was said here counts in full', () => {
    fc.assert(
      fc.property(saidIn(['a', 'b', 'alone', 'elsewhere']), (said) => {
        const channels = { here: ['a', 'b', 'alone'], sharing: ['a', 'b', 'elsewhere'] };
        const counts = countsOf(wordsOfPlatform(listsOf(said, channels)));
        const here = counted(said.filter(({ channel }) => channel !== 'elsewhere'));
        for (const [text, most] of Object.entries(counted(said))) {
          expect(counts[text] ?? 0).toBeLessThanOrEqual(most);
          expect(counts[text] ?? 0).toBeGreaterThanOrEqual(here[text] ?? 0);
        }
      }),
    );
  });
});

it('a word that one chat masks stays masked together', () => {
  expect(mergeWords([[word('**', 1, 0, true)], [word('**', 2)]])).toEqual([
    { word: '**', count: 3, profane: true },
  ]);
});
