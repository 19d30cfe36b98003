/** Folds a text into matching symbols, in one of several readings. */
import type { EmoteSpan } from '../types.ts';
import {
  isCombiningMark,
  isCompatJamo,
  isConjoiningJamo,
  isDigit,
  isHangulSyllable,
  isInvisible,
  isSpace,
} from '../text/chars.ts';
import { Disguise, plainCode } from './disguise.ts';
import {
  AFTER_DIGIT,
  COUNTER,
  ENDS_SYLLABLE,
  FoldedText,
  GAP_HIDDEN,
  GAP_MARK,
  GAP_NONE,
  GAP_PUNCTUATION,
  GAP_SPACE,
  GAP_WALL,
  REPLACED,
  STANDS_ALONE,
  STARTS_SYLLABLE,
} from './folded-text.ts';
import {
  alikeSymbol,
  digitSymbol,
  finalFirstSymbol,
  finalSecondSymbol,
  initialSymbol,
  isKoreanSymbol,
  isLatinSymbol,
  isVowelSymbol,
  jamoSecondSymbol,
  jamoSymbol,
  latinSymbol,
  SILENT,
  STRETCH,
  vowelSymbol,
  VOWEL_TAILS,
  W,
} from './symbols.ts';

/**
 * `plain`: digits and marks between letters are noise (시1발, f.u.c.k).
 * `disguised`: they are letters where they look like one (sh1t, ㅅl발, 18년), letters that do not belong are noise
 * (시x발, 병ㅋㅋ신), and so is a syllable said twice (병병신신).
 * `listed` and `listedAlike`: an entry of the lists, to be found in the one or in the other.
 */
export type Reading = 'plain' | 'disguised' | 'listed' | 'listedAlike';

/** More characters than this between two symbols part them; a mark that is repeated is one. */
const LONGEST_GAP = 8;
const ALONE = STARTS_SYLLABLE | ENDS_SYLLABLE | STANDS_ALONE;
/** Syllables that count hours, bottles and things after a number. */
const COUNTERS = '시병개년';

export class Folder {
  readonly folded = new FoldedText();
  readonly #disguise = new Disguise();
  #gap = GAP_NONE;
  #gapLength = 0;
  #gapCode = 0;

  /** Reads `text` into {@link folded}. Emotes (sorted by start) are walls. */
  read(text: string, reading: Reading, emotes: readonly EmoteSpan[] = []): FoldedText {
    this.folded.reserve(text.length);
    this.folded.alike = reading === 'disguised' || reading === 'listedAlike';
    this.#clearGap();
    let nextEmote = 0;
    for (let at = 0; at < text.length;) {
      const emote = emotes[nextEmote];
      if (emote !== undefined && at >= emote.start) {
        nextEmote++;
        this.#gap = GAP_WALL;
        at = Math.max(at, emote.end);
        continue;
      }
      at =
        reading === 'disguised' ? this.#readDisguised(text, at) : this.#read(text, at, reading !== 'plain');
    }
    return this.folded;
  }

  /** Reads the character at an offset as what it is, and returns where the next one begins. */
  #read(text: string, at: number, digits: boolean): number {
    const raw = text.codePointAt(at) as number;
    const end = at + (raw > 0xffff ? 2 : 1);
    const code = isHangulSyllable(raw) ? raw : plainCode(raw);
    if (isHangulSyllable(code)) this.#pushSyllable(text, code, at, end);
    else if (code >= 0x61 && code <= 0x7a) this.#pushLatin(code, at, end);
    else if (isCompatJamo(code)) this.#pushJamo(text, code, at, end);
    else if (digits && isDigit(code)) this.#pushAlone(digitSymbol(code), at, end);
    else this.#addGap(code, isConjoiningJamo(raw));
    return end;
  }

  #readDisguised(text: string, at: number): number {
    const raw = text.codePointAt(at) as number;
    const end = at + (raw > 0xffff ? 2 : 1);
    if (isHangulSyllable(raw)) {
      if (this.#gap === GAP_NONE && at > 0 && text.charCodeAt(at - 1) === raw)
        this.folded.extendLastSyllable(end);
      else this.#pushSyllable(text, raw, at, end);
      return end;
    }
    const code = plainCode(raw);
    const disguise = this.#disguise;
    const direct = this.#gap <= GAP_HIDDEN;
    if (
      isHangulSyllable(code) ||
      !disguise.recognise(text, at, code, direct && this.#lastIsConsonant(), direct && this.#lastIsLatin())
    )
      return this.#read(text, at, true);
    const { kind, code: letter, units } = disguise;
    const stop = at + units;
    if (kind === 'padding') this.#raiseGap(units > 1 ? GAP_PUNCTUATION : GAP_MARK);
    else if (kind === 'jamo') this.#pushJamo(text, letter, at, stop);
    else if (kind === 'latin') this.#pushLatin(letter, at, stop, letter === code);
    else this.#pushAlone(digitSymbol(letter), at, stop);
    return stop;
  }

  #addGap(code: number, conjoining: boolean): void {
    if (isInvisible(code) || isCombiningMark(code) || conjoining || isSkinTone(code)) {
      // Seen by nobody: keeps the letters together, however many there are.
      this.#raiseGap(GAP_HIDDEN);
      return;
    }
    if (code !== this.#gapCode) this.#gapLength++;
    this.#gapCode = code;
    if (this.#gapLength > LONGEST_GAP) this.#gap = GAP_WALL;
    else if (isSpace(code)) this.#raiseGap(GAP_SPACE);
    else this.#raiseGap(isPunctuation(code) ? GAP_PUNCTUATION : GAP_MARK);
  }

  #raiseGap(gap: number): void {
    this.#gap = Math.max(this.#gap, gap);
  }

  #clearGap(): void {
    this.#gap = GAP_NONE;
    this.#gapLength = 0;
    this.#gapCode = 0;
  }

  #takeGap(): number {
    const gap = this.folded.length === 0 ? GAP_WALL : this.#gap;
    this.#clearGap();
    return gap;
  }

  #lastSymbol(): number {
    return this.folded.length === 0 ? 0 : (this.folded.symbols[this.folded.length - 1] as number);
  }

  #lastStandsAlone(): boolean {
    const last = this.folded.length - 1;
    return last >= 0 && ((this.folded.flags[last] as number) & STANDS_ALONE) !== 0;
  }

  #lastIsConsonant(): boolean {
    const last = this.#lastSymbol();
    return this.#lastStandsAlone() && isKoreanSymbol(last) && !isVowelSymbol(last);
  }

  #lastIsLatin(): boolean {
    return isLatinSymbol(this.#lastSymbol());
  }

  /** @param written whether the text has the letter itself, not a mark that stands for it */
  #pushLatin(code: number, at: number, end: number, written = true): void {
    const symbol = latinSymbol(code);
    if (!this.folded.alike) {
      this.#pushAlone(symbol, at, end);
      return;
    }
    const alike = alikeSymbol(symbol);
    this.#pushAlone(alike, at, end, alike !== symbol && written ? ALONE | REPLACED : ALONE);
    if (symbol === W) this.folded.repeatLast(end);
  }

  #pushAlone(symbol: number, start: number, end: number, flags = ALONE): void {
    const { folded } = this;
    const last = folded.length - 1;
    if (
      last >= 0 &&
      folded.symbols[last] === symbol &&
      this.#lastStandsAlone() &&
      (this.#gap <= (isLatinSymbol(symbol) ? GAP_HIDDEN : GAP_MARK) || this.#isSpelledOut(last))
    ) {
      this.#clearGap();
      folded.repeatLast(end);
      folded.flags[last] = (folded.flags[last] as number) | (flags & REPLACED);
      return;
    }
    folded.push(symbol, flags, this.#takeGap(), start, end);
  }

  /** Letter by letter with the same gap between (a s s h o l e). */
  #isSpelledOut(last: number): boolean {
    const { symbols, gaps } = this.folded;
    return (
      this.#gap < GAP_WALL && last > 0 && gaps[last] === this.#gap && isLatinSymbol(symbols[last] as number)
    );
  }

  #pushJamo(text: string, code: number, at: number, end: number): void {
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
    const second = jamoSecondSymbol(code);
    this.#pushAlone(symbol, at, end, isDigit(text.charCodeAt(at - 1)) ? ALONE | AFTER_DIGIT : ALONE);
    if (second !== 0) this.#pushAlone(second, at, end);
  }

  #pushSyllable(text: string, code: number, at: number, end: number): void {
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
      folded.push(initial, STARTS_SYLLABLE | countFlags(text, code, at), this.#takeGap(), at, end);
      folded.push(vowel, first === 0 ? ENDS_SYLLABLE : 0, GAP_NONE, at, end);
    }
    if (first !== 0) folded.push(first, second === 0 ? ENDS_SYLLABLE : 0, GAP_NONE, at, end);
    if (second !== 0) folded.push(second, ENDS_SYLLABLE, GAP_NONE, at, end);
  }
}

function countFlags(text: string, syllable: number, at: number): number {
  if (!isDigit(text.charCodeAt(at - 1))) return 0;
  return COUNTERS.includes(String.fromCharCode(syllable)) ? AFTER_DIGIT | COUNTER : AFTER_DIGIT;
}

/** Whether the vowel goes on with the end of the one before it. */
function stretches(before: number | undefined, vowel: number): boolean {
  return before === vowel || VOWEL_TAILS.get(before ?? 0) === vowel;
}

/** Colours the emoji before it. */
function isSkinTone(code: number): boolean {
  return code >= 0x1f3fb && code <= 0x1f3ff;
}

const PUNCTUATION: ReadonlySet<number> = new Set([...'.,!?:;"()[]…。、“”'].map((mark) => mark.charCodeAt(0)));

function isPunctuation(code: number): boolean {
  return PUNCTUATION.has(code);
}
