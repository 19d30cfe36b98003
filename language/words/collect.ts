/** The words of a message for lists and search, and which of them are profane. */
import type { NormalisedText } from '../text/normalise.ts';
import type { EmoteSpan } from '../types.ts';
import type { WordEntry } from './word-entry.ts';

interface Span {
  readonly start: number;
  readonly end: number;
}

export interface CollectedWords {
  readonly words: readonly string[];
  readonly profaneWords: readonly number[];
}

const NONE: readonly number[] = [];

/**
 * @param spans profanity in the text, sorted
 * @param isListed whether a single word is profane by itself
 */
export function collectWords(
  text: NormalisedText,
  entries: readonly WordEntry[],
  emotes: readonly EmoteSpan[],
  spans: readonly Span[],
  isListed: (word: string) => boolean,
): CollectedWords {
  const words: string[] = [];
  const profane: number[] = spans.length === 0 ? (NONE as number[]) : [];
  let nextEmote = 0;
  for (let i = 0; i < text.wordCount; i++) {
    const start = text.sourceStarts[i] as number;
    for (; nextEmote < emotes.length && (emotes[nextEmote] as EmoteSpan).start < start; nextEmote++)
      words.push((emotes[nextEmote] as EmoteSpan).name);
    const { lemmas } = entries[i] as WordEntry;
    const first = words.length;
    for (const lemma of lemmas) words.push(lemma);
    if (spans.length > 0 && lemmas.length > 0 && touches(spans, start, text.sourceEnds[i] as number)) {
      markProfane(profane, lemmas, first, isListed);
    }
  }
  for (; nextEmote < emotes.length; nextEmote++) words.push((emotes[nextEmote] as EmoteSpan).name);
  return { words, profaneWords: profane };
}

function touches(spans: readonly Span[], start: number, end: number): boolean {
  return spans.some((span) => span.start < end && span.end > start);
}

/** The lemmas that are listed; all of them if the bad word was cut into pieces. */
function markProfane(
  profane: number[],
  lemmas: readonly string[],
  first: number,
  isListed: (word: string) => boolean,
): void {
  const listed = lemmas.flatMap((lemma, i) => (isListed(lemma) ? [first + i] : []));
  profane.push(...(listed.length > 0 ? listed : lemmas.map((_, i) => first + i)));
}
