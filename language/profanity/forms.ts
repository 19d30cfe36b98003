/** The ways in which an entry of the lists is written. */
import { isHangulSyllable, isLatin } from '../text/chars.ts';
import { lettersOf } from '../text/hangul.ts';
import { typedInKorean, typedInLatin } from './keyboard.ts';
import type { LexiconEntry } from './lexicon.ts';

export interface Form {
  readonly text: string;
  /** Typed on the wrong keyboard: such runs of letters mean it only as a whole word. */
  readonly typed?: boolean;
  /** UTF-16 units of `text` before the letter that a mark hides (f*ck); undefined where none is hidden. */
  readonly hiddenAt?: number;
}

/** Words of more syllables than this are not abbreviated in every combination. */
const LONGEST_ABBREVIATED = 4;
/** Fewer keys than this spell too many other things. */
const FEWEST_KEYS = 5;
const FEWEST_LATIN = 4;
const STRONG = 2;

export function formsOf(entry: LexiconEntry): readonly Form[] {
  const written = abbreviations(entry).map((text) => ({ text }));
  if (entry.severity < STRONG) return written;
  if (/^[a-z]+$/.test(entry.word)) {
    if (entry.word.length < FEWEST_LATIN || entry.marks.includes('=')) return written;
    return [...written, ...censored(entry.word), { text: typedInKorean(entry.word), typed: true }];
  }
  const keys = isKorean(entry.word) ? typedInLatin(entry.word) : '';
  return keys.length < FEWEST_KEYS ? written : [...written, { text: keys, typed: true }];
}

/** With one letter hidden, the first and the last one never. */
function censored(word: string): Form[] {
  const forms: Form[] = [];
  for (let i = 1; i < word.length - 1; i++)
    if (word[i - 1] !== word[i + 1]) forms.push({ text: word.slice(0, i) + word.slice(i + 1), hiddenAt: i });
  return forms;
}

function isKorean(word: string): boolean {
  return [...word].every((character) => isHangulSyllable(character.charCodeAt(0)));
}

/** The word and its abbreviations by leading consonants. */
function abbreviations({ word, marks }: LexiconEntry): string[] {
  const syllables = [...word];
  const full = marks.includes('c');
  if (!full && !marks.includes('m')) return [word];
  if (syllables.length > LONGEST_ABBREVIATED || !isKorean(word)) return [word];
  const forms: string[] = [];
  const all = 2 ** syllables.length;
  for (let choice = 0; choice < all; choice++) {
    if (choice === all - 1 && !full) continue;
    forms.push(
      syllables.map((syllable, i) => (choice & (1 << i) ? lettersOf(syllable)[0] : syllable)).join(''),
    );
  }
  return forms;
}

export function isLatinForm(text: string): boolean {
  return isLatin(text.codePointAt(0) ?? 0);
}
