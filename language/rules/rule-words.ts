/** How a word that moderators wrote is looked for: by the matcher, disguises and all, or as it is written. */
import { Folder } from '../profanity/fold.ts';
import type { LexiconEntry } from '../profanity/lexicon.ts';
import { isHangulSyllable } from '../text/chars.ts';
import type { WordRules } from '../types.ts';

/** Why a word of a channel was masked. */
export const CHANNEL_REASON = 'channel';
/** Of a word that a channel masks: worse than mild, since somebody took the trouble. */
export const CHANNEL_SEVERITY = 2;

/** Longer words get no forms with a letter hidden or typed on another keyboard: their number grows with the square. */
const LONGEST_DISGUISED = 12;

const KOREAN = /^[\uac00-\ud7a3\u3131-\u318e ]+$/;
const LATIN = /^[a-z]+$/;
/** The matcher takes such a letter for noise. */
const LAUGH_INSIDE = /[\uac00-\ud7a3][ㅋㅎㅠㅜㅡ][\uac00-\ud7a3]/;

/** It takes a syllable that is said twice in a row for one. */
const TWICE = /([\uac00-\ud7a3])\1/;

/** Whether the matcher tells the word from others: it knows Korean and Latin letters, and not how often one is drawn out. */
export function isFoldable(word: string): boolean {
  if (LATIN.test(word)) return true;
  if (!KOREAN.test(word) || LAUGH_INSIDE.test(word) || TWICE.test(word)) return false;
  const folded = new Folder().read(word, 'disguised');
  return folded.length > 0 && folded.runs.subarray(0, folded.length).every((run) => run === 1);
}

/**
 * A channel that masks more words than this has them found without a letter hidden or typed on another keyboard: such
 * forms take some twenty times the memory.
 */
const MOST_DISGUISED = 100;
const KB_PER_WORD = { disguised: 24, plain: 2 };

/** Whether the disguises that multiply are looked for. */
export function areDisguised(mask: readonly string[]): boolean {
  return mask.length <= MOST_DISGUISED;
}

/** About how much memory compiled rules take, KB. */
export function weightOfRules({ mask, allow }: Pick<WordRules, 'mask' | 'allow'>): number {
  const { disguised, plain } = KB_PER_WORD;
  return 64 + mask.length * (areDisguised(mask) ? disguised : plain) + allow.length * plain;
}

export function maskedEntry(word: string, disguised: boolean): LexiconEntry {
  const letters = [...word];
  // A syllable by itself is part of too many words.
  const single = letters.length === 1 && isHangulSyllable(word.charCodeAt(0));
  return {
    word,
    severity: disguised && letters.length <= LONGEST_DISGUISED ? CHANNEL_SEVERITY : 1,
    reason: CHANNEL_REASON,
    marks: single ? '^$' : '',
  };
}

export function allowedEntry(word: string): LexiconEntry {
  return { word, severity: 0, reason: CHANNEL_REASON, marks: '' };
}
