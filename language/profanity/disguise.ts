/** What a character stands for where a writer means to deceive: the rules of the disguised reading. */
import {
  isCombiningMark,
  isCompatJamo,
  isDigit,
  isHangulSyllable,
  isInvisible,
  lowerAscii,
} from '../text/chars.ts';
import { conjoiningToCompat } from './conjoining.ts';
import { consonantLook, vowelLook } from './jamo-looks.ts';
import { otherLook, undress } from './latin-looks.ts';
import { drawnLetter, isDrawing, isOpenC, leetLetter } from './leet.ts';

/** Longest run of foreign letters, and of laughs, between two syllables that is taken for padding. */
const LONGEST_PADDING = 3;
const LONGEST_LAUGH = 8;
/** Longest run of digits and marks that is taken for letters before a letter. */
const LONGEST_LEET = 6;
/** A mark that ends sentences is a letter only before one. */
const EXCLAMATION = 0x21;
/** Letters of laughing and crying. */
const LAUGHS = 'ㅋㅎㅠㅜㅡ';

export type DisguiseKind = 'none' | 'padding' | 'jamo' | 'latin' | 'digit';

/** What was last recognised. One object is used again and again: the reading allocates nothing. */
export class Disguise {
  kind: DisguiseKind = 'none';
  /** Code of the letter or digit. */
  code = 0;
  /** UTF-16 units it takes in the text. */
  units = 0;

  /**
   * @param code the character at `at`, plain and lower-case
   * @param afterConsonant whether a single Korean consonant stands directly before
   * @param afterLatin whether a Latin letter stands directly before
   */
  recognise(text: string, at: number, code: number, afterConsonant: boolean, afterLatin: boolean): boolean {
    const raw = text.codePointAt(at) as number;
    const units = raw > 0xffff ? 2 : 1;
    const vowel = afterConsonant ? vowelLook(code) || vowelLook(raw) : 0;
    if (vowel !== 0) return this.#is('jamo', vowel, units);
    const padding = paddingAt(text, at, code);
    if (padding > 0) return this.#is('padding', 0, padding);
    const consonant = isCompatJamo(code) ? 0 : consonantLook(text, at, raw);
    if (consonant !== 0) {
      // 77 is drawn for ㄲ.
      const doubled = raw === 0x37 && text.charCodeAt(at + 1) === 0x37;
      return this.#is('jamo', doubled ? 0x3132 : consonant, doubled ? 2 : units);
    }
    const other = otherLook(raw);
    if (other !== 0) return this.#is('latin', other, units);
    if (code >= 0x61 && code <= 0x7a) return this.#recogniseLatin(text, at, code, units);
    return this.#recogniseMark(text, at, code, units, afterLatin);
  }

  #is(kind: DisguiseKind, code: number, units: number): true {
    this.kind = kind;
    this.code = code;
    this.units = units;
    return true;
  }

  #recogniseLatin(text: string, at: number, code: number, units: number): boolean {
    const drawn = code === 0x70 || code === 0x6c ? drawnLetter(text, at) : undefined;
    if (drawn !== undefined) return this.#is('latin', drawn.letter, drawn.units);
    return this.#is('latin', code, units);
  }

  #recogniseMark(text: string, at: number, code: number, units: number, afterLatin: boolean): boolean {
    const drawn = drawnLetter(text, at);
    if (drawn !== undefined && (afterLatin || leadsToLatin(text, at + drawn.units)))
      return this.#is('latin', drawn.letter, drawn.units);
    const letter = leetLetter(code);
    const next = text.charCodeAt(at + units);
    const ends = afterLatin && (code !== EXCLAMATION || (next !== EXCLAMATION && leetLetter(next) !== 0));
    if (letter !== 0 && (ends || leadsToLatin(text, at + units))) return this.#is('latin', letter, units);
    if (leadsToLatin(text, at + 1) && isOpenC(text, at)) return this.#is('latin', 0x63, units);
    return isDigit(code) && this.#is('digit', code, units);
  }
}

/** The character as a plain one: lower-case, without circles, accents and the like. */
export function plainCode(raw: number): number {
  if (raw < 0x80) return lowerAscii(raw);
  return isCompatJamo(raw) ? raw : conjoiningToCompat(undress(conjoiningToCompat(raw)));
}

/** Whether a Latin letter follows, with nothing but characters that may stand for one before it. */
function leadsToLatin(text: string, from: number): boolean {
  let at = from;
  for (let passed = 0; passed <= LONGEST_LEET && at < text.length; passed++) {
    const raw = text.codePointAt(at) as number;
    const code = plainCode(raw);
    if (code >= 0x61 && code <= 0x7a) return true;
    if (leetLetter(code) === 0 && !isDrawing(code)) return false;
    at += raw > 0xffff ? 2 : 1;
  }
  return false;
}

/** UTF-16 units of foreign letters that pad the gap between two Korean ones (시x발, 병ㅋㅋ신), or 0. */
function paddingAt(text: string, at: number, code: number): number {
  const before = text.charCodeAt(at - 1);
  if (code >= 0x61 && code <= 0x7a) {
    if (!isHangulSyllable(before) && !isCompatJamo(before)) return 0;
    let end = at;
    for (let letters = 0; letters < LONGEST_PADDING && isLatinAt(text, end); letters++)
      end += unitsAt(text, end);
    const after = text.charCodeAt(end);
    return isHangulSyllable(after) || isCompatJamo(after) ? end - at : 0;
  }
  if (!isCompatJamo(code) || !isHangulSyllable(before)) return 0;
  let end = at;
  let laughs = true;
  for (; isCompatJamo(text.charCodeAt(end)) && end - at < LONGEST_LAUGH; end++) {
    const letter = text.charCodeAt(end);
    laughs &&= LAUGHS.includes(String.fromCharCode(letter));
    if (!laughs && (letter > 0x314e || end - at >= LONGEST_PADDING)) return 0;
  }
  return isHangulSyllable(text.charCodeAt(end)) ? end - at : 0;
}

function isLatinAt(text: string, at: number): boolean {
  if (at >= text.length) return false;
  const code = plainCode(text.codePointAt(at) as number);
  return code >= 0x61 && code <= 0x7a;
}

function unitsAt(text: string, at: number): number {
  return (text.codePointAt(at) as number) > 0xffff ? 2 : 1;
}

/** Whether the disguised reading of a text could differ from the plain one. Cheap. */
export function mayBeDisguised(text: string): boolean {
  let before = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0xac00 && code <= 0xd7a3) {
      if (code === before) return true;
    } else if (isCompatJamo(code)) {
      if (isHangulSyllable(before) && i + 1 < text.length && runsIntoSyllable(text, i)) return true;
    } else if (code >= 0x80) {
      if (!isInvisible(code) && !isCombiningMark(code)) return true;
    } else if (code !== 0x20 && !isSentenceMark(code)) return true;
    before = code;
  }
  return false;
}

function runsIntoSyllable(text: string, at: number): boolean {
  let end = at;
  while (end - at < LONGEST_LAUGH && isCompatJamo(text.charCodeAt(end))) end++;
  return isHangulSyllable(text.charCodeAt(end));
}

function isSentenceMark(code: number): boolean {
  return code === 0x2e || code === 0x2c || code === 0x3f || code === 0x7e || code === 0x22;
}
