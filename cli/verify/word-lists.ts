import { isDeepStrictEqual } from 'node:util';
import type { RankedWord, WordsRanked } from '../../core/events/generated.ts';
import type { ChatpulseEvent, EventCodec } from '../../core/events/codec.ts';
import {
  countWords,
  emptyWordCounts,
  toWordsRanked,
  type WordCounts,
} from '../../processors/words/word-counts.ts';
import { plural } from '../../core/plural.ts';
import { decode } from './analyzed-stream.ts';
import type { WordsRow } from './sources.ts';
import type { ClosedWindow } from './window-rule.ts';
import { isCanaryEvent } from './canary-rule.ts';

/**
 * What counts as a word, and which ones a list has room for, is the processor's definition and is taken from it; which
 * messages belong into which minute is not.
 */
export const emptyWordList = emptyWordCounts;

export function countsAsWords(event: ChatpulseEvent): boolean {
  return event.type === 'MessageAnalyzed' && !isCanaryEvent(event);
}

export function countWordsOf(state: WordCounts, event: ChatpulseEvent): void {
  if (event.type === 'MessageAnalyzed') countWords(state, event.data);
}

/** What differs between a minute's list as recomputed and as stored. */
export function differentWords(
  codec: EventCodec,
): (window: ClosedWindow<WordCounts>, row: WordsRow) => string | undefined {
  return (window, row) => {
    const event = decode(codec, row.value);
    if (event?.type !== 'WordsRanked') return 'the stored list cannot be read';
    const { broadcastId, sizeMs, start, state, stamp } = window;
    const expected = toWordsRanked(
      { broadcastId, sizeMs, start, state, stamp, firstOffset: 0, stampBefore: 0, dirty: false },
      true,
    );
    const found = event.data;
    const different = (['messages', 'total', 'stamp', 'channelId', 'closed', 'broadcastId', 'start'] as const)
      .filter((name) => found[name] !== expected[name])
      .map((name) => `${name} is ${found[name]} and should be ${expected[name]}`);
    const plain = countsCopies(found) ? withCopies : withoutCopies;
    if (!isDeepStrictEqual(found.words.map(plain), expected.words.map(plain))) {
      const at = expected.words.findIndex(
        (word, i) => !isDeepStrictEqual(plain(word), plain(found.words[i])),
      );
      const shown = expected.words[at];
      different.push(
        shown
          ? `the word in place ${at + 1} should be said ${tellCount(shown)} and is said ${tellCount(found.words[at])}`
          : `there ${plural(found.words.length, 'is', 'are')} ${found.words.length} ${plural(found.words.length, 'word')} and should be ${expected.words.length}`,
      );
    }
    return different.length > 0 ? different.join(', ') : undefined;
  };
}

function tellCount(word: RankedWord | undefined): string {
  const { count, copied } = word ?? { count: 0, copied: 0 };
  return `${count} ${plural(count, 'time')} (in copies ${copied})`;
}

/** Lists written before copies were counted say 0 of every word. */
function countsCopies({ words }: WordsRanked): boolean {
  return words.some(({ copied }) => copied > 0);
}

/** Decoded records are instances of a class of their own. */
function withCopies(word: RankedWord | undefined): unknown {
  return word && { ...word };
}

function withoutCopies(word: RankedWord | undefined): unknown {
  return word && { ...word, copied: 0 };
}
