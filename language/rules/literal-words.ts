/**
 * Finds words as they are written: numbers, emoji, other scripts, phrases. Letter case, width, invisible characters and
 * letters in parts make no difference.
 */
import type { EmoteSpan } from '../types.ts';
import { LiteralReading } from './literal-reading.ts';

interface Place {
  readonly start: number;
  readonly end: number;
  /** The word as {@link literalForm} has it. */
  readonly entry: string;
}

const NOWHERE: readonly Place[] = [];

/** A word in the form in which it is looked for. */
export function literalForm(word: string): string {
  return new LiteralReading(word).text.toLowerCase().replace(/\s+/gu, ' ').trim();
}

export class LiteralWords {
  readonly #pattern: RegExp | undefined;

  /** @param words in their {@link literalForm}, none empty */
  constructor(words: readonly string[]) {
    // The longest first: an alternative that matches ends the search at its place.
    const sorted = [...new Set(words)].sort((a, b) => b.length - a.length);
    if (sorted.length > 0) this.#pattern = new RegExp(sorted.map(patternOf).join('|'), 'giu');
  }

  /** Places in order, not overlapping, none within an emote. */
  find(text: string, emotes: readonly EmoteSpan[]): readonly Place[] {
    if (this.#pattern === undefined) return NOWHERE;
    const places: Place[] = [];
    const reading = new LiteralReading(text);
    for (const { index, 0: found } of reading.text.matchAll(this.#pattern)) {
      const { start, end } = reading.place(index, index + found.length);
      if (!emotes.some((emote) => emote.start < end && emote.end > start))
        places.push({ start, end, entry: literalForm(found) });
    }
    return places;
  }
}

/** Latin letters and digits go on with their like: "18" does not stand in "2018". */
function patternOf(word: string): string {
  const letters = [...word];
  const body = letters.map((letter) => (/\s/.test(letter) ? '\\s+' : escape(letter))).join('');
  const last = letters.findLast((letter) => !/\p{M}/u.test(letter));
  return `${guard(letters[0], '<!')}${body}${guard(last, '!')}`;
}

function guard(edge: string | undefined, side: '<!' | '!'): string {
  if (edge === undefined) return '';
  if (/[a-z]/i.test(edge)) return `(?${side}[a-z])`;
  return /\p{Nd}/u.test(edge) ? `(?${side}\\p{Nd})` : '';
}

function escape(letter: string): string {
  return /[\^$\\.*+?()[\]{}|/]/.test(letter) ? `\\${letter}` : letter;
}
