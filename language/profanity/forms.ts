/** The ways in which an entry of the lists is written. */
import { isHangulSyllable, isLatin } from '../text/chars.ts';
import { lettersOf } from '../text/hangul.ts';
import { typedInKorean, typedInLatin } from './keyboard.ts';
import type { LexiconEntry } from './lexicon.ts';

export interface Form {
  readonly text: string;
  /** Typed on the wrong keyboard: such runs of letters mean it only as a whole word. */
  readonly typed?: boolean;
  /** UTF-16 units of `text` before the marks that hide a letter or two (f*ck, s**t, fuc*); undefined where none do. */
  readonly hiddenAt?: number;
}

/** Words of more syllables than this are not abbreviated in every combination. */
const LONGEST_ABBREVIATED = 4;
/** Fewer keys than this spell too many other things. */
const FEWEST_KEYS = 5;
const FEWEST_LATIN = 4;
/** A word is known by its head alone from this length on. */
const SHORTEST_HEAD = 3;
/** Longer ones are not known by two letters and stars (fu**). */
const LONGEST_HEADED = 5;
const STRONG = 2;

export function formsOf(entry: LexiconEntry): readonly Form[] {
  const written: Form[] = abbreviations(entry).map((text) => ({ text }));
  if (entry.marks.includes('k')) return written;
  if (/^[a-z]+$/.test(entry.word)) {
    if (entry.severity < STRONG || entry.word.length < FEWEST_LATIN || entry.marks.includes('='))
      return written;
    const cut = entry.marks.includes('=') ? [] : cutInDoubles(entry.word);
    return [...written, ...cut, ...censored(entry.word), { text: typedInKorean(entry.word), typed: true }];
  }
  const letters = isKorean(entry.word) ? [...entry.word].flatMap(lettersOf) : [];
  // Written out in letters, two of a kind in a row are read as one.
  if (letters.some((letter, i) => i > 0 && letter === letters[i - 1]))
    written.push({ text: letters.join('') });
  const keys = isKorean(entry.word) ? typedInLatin(entry.word) : '';
  return entry.severity < STRONG || keys.length < FEWEST_KEYS
    ? written
    : [...written, { text: keys, typed: true }];
}

/** With one or two letters hidden, the first one never. The stars stay in the text. */
function censored(word: string): Form[] {
  const forms: Form[] = [];
  const hide = (at: number, letters: number): void => {
    forms.push({ text: word.slice(0, at) + '*'.repeat(letters) + word.slice(at + letters), hiddenAt: at });
  };
  for (let i = 1; i < word.length - 1; i++) hide(i, 1);
  for (let i = 1; i < word.length - 2; i++) hide(i, 2);
  if (word.length > SHORTEST_HEAD) hide(word.length - 1, 1);
  if (word.length <= LONGEST_HEADED) for (let i = 2; i < word.length - 1; i++) hide(i, word.length - i);
  return forms;
}

/** A space within a doubled letter leaves two letters (nig ger) where the word has one twice. */
function cutInDoubles(word: string): Form[] {
  const forms: Form[] = [];
  for (let i = 1; i < word.length; i++)
    if (word[i] === word[i - 1]) forms.push({ text: `${word.slice(0, i)} ${word.slice(i)}` });
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
