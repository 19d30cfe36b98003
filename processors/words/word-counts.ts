import type { MessageAnalyzed, RankedWord, WordsRanked } from '../../core/events/generated.ts';
import { isCopy } from '../../core/events/ids.ts';
import type { OpenWindow } from '../../core/runtime/tumbling-windows.ts';
import { isStopWord } from './stop-words.ts';

/** Words given out per minute. */
export const TOP_WORDS = 300;
/** Different words kept in an open minute; past it the rarest are forgotten. */
const MAX_WORDS = 20_000;
/** Longer ones are noise, and would make a list unbounded in bytes. */
const MAX_WORD_LENGTH = 40;

/** How often each word was said in one open minute. */
export interface WordCounts {
  channelId: string;
  messages: number;
  total: number;
  counts: Map<string, number>;
  /** Of these, said in copies of messages of other channels. */
  readonly copied: Map<string, number>;
  /** Masked forms among the keys of `counts`. */
  readonly profane: Set<string>;
}

export function emptyWordCounts(): WordCounts {
  return { channelId: '', messages: 0, total: 0, counts: new Map(), copied: new Map(), profane: new Set() };
}

export function countWords(state: WordCounts, analyzed: MessageAnalyzed): void {
  state.channelId = analyzed.message.channelId;
  state.messages += 1;
  const profane = analyzed.profaneWords;
  const copy = isCopy(analyzed.message);
  analyzed.words.forEach((word, index) => {
    if (word.length > MAX_WORD_LENGTH) return;
    const isProfane = profane.length > 0 && profane.includes(index);
    if (!isProfane && isStopWord(word)) return;
    const shown = isProfane ? maskWord(word) : word;
    if (isProfane) state.profane.add(shown);
    state.total += 1;
    addOne(state.counts, shown);
    if (copy) addOne(state.copied, shown);
  });
  if (state.counts.size > MAX_WORDS) forgetRarest(state);
}

function addOne(counts: Map<string, number>, word: string): void {
  counts.set(word, (counts.get(word) ?? 0) + 1);
}

/** Keeps the more frequent half, by count and then by word, so that reading again forgets the same ones. */
function forgetRarest(state: WordCounts): void {
  state.counts = new Map([...state.counts].sort(byCountThenWord).slice(0, MAX_WORDS / 2));
  for (const kept of [state.copied, state.profane])
    for (const word of kept.keys()) if (!state.counts.has(word)) kept.delete(word);
}

function byCountThenWord(a: readonly [string, number], b: readonly [string, number]): number {
  if (a[1] !== b[1]) return b[1] - a[1];
  return a[0] < b[0] ? -1 : 1;
}

/** The first letter stays, so that a reader can tell one masked word from another. */
function maskWord(word: string): string {
  const letters = [...word];
  return `${letters[0] ?? ''}${'*'.repeat(Math.max(1, letters.length - 1))}`;
}

export function toWordsRanked(window: OpenWindow<WordCounts>, closed: boolean): WordsRanked {
  const { state } = window;
  const words: RankedWord[] = [...state.counts]
    .sort(byCountThenWord)
    .slice(0, TOP_WORDS)
    .map(([word, count]) => ({
      word,
      count,
      profane: state.profane.has(word),
      copied: state.copied.get(word) ?? 0,
    }));
  return {
    broadcastId: window.broadcastId,
    channelId: state.channelId,
    start: window.start,
    closed,
    stamp: window.stamp,
    messages: state.messages,
    total: state.total,
    words,
  };
}
