/** Folds a text into matching symbols, in one of two readings. */
import type { EmoteSpan } from '../types.ts';
import {
  isCombiningMark,
  isCompatJamo,
  isConjoiningJamo,
  isDigit,
  isHangulSyllable,
  isInvisible,
  isSpace,
  lowerAscii,
  narrow,
} from '../text/chars.ts';
import { conjoiningToCompat, foldLatin, jamoLookAlike, leetLetter } from './look-alikes.ts';
import {
  ENDS_SYLLABLE,
  FoldedText,
  GAP_MARK,
  GAP_NONE,
  GAP_PUNCTUATION,
  GAP_SPACE,
  GAP_WALL,
  STANDS_ALONE,
  STARTS_SYLLABLE,
} from './folded-text.ts';
import {
  digitSymbol,
  finalFirstSymbol,
  finalSecondSymbol,
  initialSymbol,
  isLatinSymbol,
  isVowelSymbol,
  jamoSecondSymbol,
  jamoSymbol,
  latinSymbol,
  LAUGHS,
  SILENT,
  STRETCH,
  vowelSymbol,
  VOWEL_TAILS,
} from './symbols.ts';

/**
 * `plain`: digits and marks between letters are noise (시1발, f.u.c.k).
 * `disguised`: they are letters where they look like one (sh1t, ㅅl발, 18년), and a stray Latin letter or laugh
 * between Korean letters is noise (시x발, 병ㅋ신).
 */
export type Reading = 'plain' | 'disguised';

/** More characters than this between two symbols part them. */
const LONGEST_GAP = 6;
const ALONE = STARTS_SYLLABLE | ENDS_SYLLABLE | STANDS_ALONE;

export class Folder {
  readonly folded = new FoldedText();
  #gap = GAP_NONE;
  #gapLength = 0;

  /** Reads `text` into {@link folded}. Emotes (sorted by start) are walls. */
  read(text: string, reading: Reading, emotes: readonly EmoteSpan[] = []): FoldedText {
    this.folded.reserve(text.length);
    this.#gap = GAP_NONE;
    this.#gapLength = 0;
    const disguised = reading === 'disguised';
    let nextEmote = 0;
    for (let at = 0; at < text.length;) {
      const emote = emotes[nextEmote];
      if (emote !== undefined && at >= emote.start) {
        nextEmote++;
        this.#gap = GAP_WALL;
        at = Math.max(at, emote.end);
        continue;
      }
      const raw = text.codePointAt(at) as number;
      const end = at + (raw > 0xffff ? 2 : 1);
      this.#readCode(text, raw, at, end, disguised);
      at = end;
    }
    return this.folded;
  }

  #readCode(text: string, raw: number, at: number, end: number, disguised: boolean): void {
    if (isHangulSyllable(raw)) {
      this.#pushSyllable(raw, at, end);
      return;
    }
    const code = raw < 0x80 ? lowerAscii(raw) : foldLatin(lowerAscii(narrow(conjoiningToCompat(raw))));
    if (code >= 0x61 && code <= 0x7a) {
      if (disguised && this.#disguisedLatin(text, code, at, end)) return;
      this.#pushAlone(latinSymbol(code), at, end);
    } else if (isCompatJamo(code)) {
      this.#pushJamo(text, code, at, end, disguised);
    } else if (disguised && this.#disguisedMark(text, code, at, end)) {
      return;
    } else {
      this.#addGap(code, isConjoiningJamo(raw));
    }
  }

  #addGap(code: number, conjoining: boolean): void {
    if (isInvisible(code) || isCombiningMark(code) || conjoining) {
      // Seen by nobody: keeps the letters together, however many there are.
      if (this.#gap === GAP_NONE) this.#gap = GAP_MARK;
      return;
    }
    if (++this.#gapLength > LONGEST_GAP || code === 0x0a || code === 0x0d) this.#gap = GAP_WALL;
    else if (isSpace(code)) this.#gap = Math.max(this.#gap, GAP_SPACE);
    else this.#gap = Math.max(this.#gap, isPunctuation(code) ? GAP_PUNCTUATION : GAP_MARK);
  }

  #takeGap(): number {
    const gap = this.folded.length === 0 ? GAP_WALL : this.#gap;
    this.#gap = GAP_NONE;
    this.#gapLength = 0;
    return gap;
  }

  #lastSymbol(): number {
    return this.folded.length === 0 ? 0 : (this.folded.symbols[this.folded.length - 1] as number);
  }

  #pushAlone(symbol: number, start: number, end: number): void {
    const { folded } = this;
    const last = folded.length - 1;
    if (
      last >= 0 &&
      folded.symbols[last] === symbol &&
      ((folded.flags[last] as number) & STANDS_ALONE) !== 0 &&
      (this.#gap <= GAP_MARK || this.#isSpelledOut(last))
    ) {
      this.#gap = GAP_NONE;
      this.#gapLength = 0;
      folded.repeatLast(end);
      return;
    }
    folded.push(symbol, ALONE, this.#takeGap(), start, end);
  }

  /** Letter by letter with the same gap between (a s s h o l e). */
  #isSpelledOut(last: number): boolean {
    const { symbols, gaps } = this.folded;
    return (
      this.#gap < GAP_WALL && last > 0 && gaps[last] === this.#gap && isLatinSymbol(symbols[last] as number)
    );
  }

  #pushJamo(text: string, code: number, at: number, end: number, disguised: boolean): void {
    const symbol = jamoSymbol(code);
    if (symbol === 0) {
      this.#addGap(code, false);
      return;
    }
    const last = this.#lastSymbol();
    const stretches = isVowelSymbol(symbol) && isVowelSymbol(last) && (symbol === last || symbol === STRETCH);
    if (stretches && this.#gap === GAP_NONE) {
      this.folded.repeatLast(end);
      return;
    }
    if (
      disguised &&
      LAUGHS.has(symbol) &&
      isHangulSyllable(text.charCodeAt(at - 1)) &&
      isHangulSyllable(text.charCodeAt(end))
    ) {
      this.#addGap(0x2a, false);
      return;
    }
    const second = jamoSecondSymbol(code);
    this.#pushAlone(symbol, at, end);
    if (second !== 0) this.#pushAlone(second, at, end);
  }

  #pushSyllable(code: number, at: number, end: number): void {
    const { folded } = this;
    const initial = initialSymbol(code);
    const vowel = vowelSymbol(code);
    const first = finalFirstSymbol(code);
    const second = finalSecondSymbol(code);
    const last = folded.length - 1;
    if (initial === SILENT && this.#gap === GAP_NONE && last >= 0 && stretches(folded.symbols[last], vowel)) {
      // 시이발, 지라알, 벼어엉신: the syllable only stretches the vowel before it.
      folded.repeatLast(end);
      if (first !== 0) folded.flags[last] = (folded.flags[last] as number) & ~ENDS_SYLLABLE;
    } else {
      folded.push(initial, STARTS_SYLLABLE, this.#takeGap(), at, end);
      folded.push(vowel, first === 0 ? ENDS_SYLLABLE : 0, GAP_NONE, at, end);
    }
    if (first !== 0) folded.push(first, second === 0 ? ENDS_SYLLABLE : 0, GAP_NONE, at, end);
    if (second !== 0) folded.push(second, ENDS_SYLLABLE, GAP_NONE, at, end);
  }

  /** A Latin letter that looks like a Korean one, or a stray one between Korean letters. */
  #disguisedLatin(text: string, code: number, at: number, end: number): boolean {
    const before = text.charCodeAt(at - 1);
    const after = text.charCodeAt(end);
    const jamo = isCompatJamo(before) ? jamoLookAlike(code) : 0;
    if (jamo !== 0) {
      this.#pushAlone(jamoSymbol(jamo), at, end);
      return true;
    }
    if (!isKorean(before) || !isKorean(after)) return false;
    this.#addGap(0x2a, false);
    return true;
  }

  /** A digit or mark that stands for a letter. */
  #disguisedMark(text: string, code: number, at: number, end: number): boolean {
    const before = text.charCodeAt(at - 1);
    const after = text.charCodeAt(end);
    const jamo = isCompatJamo(before) ? jamoLookAlike(code) : 0;
    if (jamo !== 0) {
      this.#pushAlone(jamoSymbol(jamo), at, end);
      return true;
    }
    const letter = leetLetter(code);
    if (letter !== 0 && (touchesLatin(before) || touchesLatin(after))) {
      this.#pushAlone(latinSymbol(letter), at, end);
      return true;
    }
    if (!isDigit(code)) return false;
    this.#pushAlone(digitSymbol(code), at, end);
    return true;
  }
}

/** Whether the disguised reading of a text could differ from the plain one. Cheap. */
export function mayBeDisguised(text: string): boolean {
  let korean = false;
  let latin = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80) {
      if (
        (code >= 0x30 && code <= 0x39) ||
        code === 0x21 ||
        code === 0x24 ||
        code === 0x40 ||
        code === 0x7c ||
        code === 0x2b
      )
        return true;
      if (code >= 0x41 && code !== 0x5f) latin = true;
    } else if (code >= 0xff01 && code <= 0xff5e) return true;
    else if (isHangulSyllable(code)) {
      korean = true;
    } else if (isCompatJamo(code)) {
      korean = true;
      if (isHangulSyllable(text.charCodeAt(i - 1)) && isHangulSyllable(text.charCodeAt(i + 1))) return true;
    }
  }
  return korean && latin;
}

/** Whether the vowel goes on with the end of the one before it. */
function stretches(before: number | undefined, vowel: number): boolean {
  return before === vowel || VOWEL_TAILS.get(before ?? 0) === vowel;
}

function isKorean(code: number): boolean {
  return isHangulSyllable(code) || isCompatJamo(code);
}

function touchesLatin(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || leetLetter(code) !== 0;
}

function isPunctuation(code: number): boolean {
  return (
    code === 0x2e ||
    code === 0x2c ||
    code === 0x21 ||
    code === 0x3f ||
    code === 0x3a ||
    code === 0x3b ||
    code === 0x22 ||
    code === 0x28 ||
    code === 0x29 ||
    code === 0x5b ||
    code === 0x5d ||
    code === 0x2026 ||
    code === 0x3002 ||
    code === 0x3001 ||
    (code >= 0x201c && code <= 0x201d)
  );
}
