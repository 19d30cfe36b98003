import { INITIALS, VOWELS } from '../text/hangul.ts';

/**
 * The small alphabet in which profanity is matched: Korean letters (syllables are taken apart, so that
 * 씨발, ㅆㅣ발 and 씨ㅂㅏㄹ look alike), Latin letters and digits. 0 is no symbol.
 */
export const ALPHABET_SIZE = 80;
const FIRST_LETTER = 1;
const FIRST_VOWEL = 20;
const FIRST_LATIN = 41;
const FIRST_DIGIT = 67;

/** The 28 final consonants of a syllable (the first is none), written as one or two letters. */
const FINALS = [
  '',
  'ㄱ',
  'ㄲ',
  'ㄱㅅ',
  'ㄴ',
  'ㄴㅈ',
  'ㄴㅎ',
  'ㄷ',
  'ㄹ',
  'ㄹㄱ',
  'ㄹㅁ',
  'ㄹㅂ',
  'ㄹㅅ',
  'ㄹㅌ',
  'ㄹㅍ',
  'ㄹㅎ',
  'ㅁ',
  'ㅂ',
  'ㅂㅅ',
  'ㅅ',
  'ㅆ',
  'ㅇ',
  'ㅈ',
  'ㅊ',
  'ㅋ',
  'ㅌ',
  'ㅍ',
  'ㅎ',
];
/** Compatibility jamo that stand for two letters. */
const CLUSTERS: Readonly<Record<string, string>> = {
  ㄳ: 'ㄱㅅ',
  ㄵ: 'ㄴㅈ',
  ㄶ: 'ㄴㅎ',
  ㄺ: 'ㄹㄱ',
  ㄻ: 'ㄹㅁ',
  ㄼ: 'ㄹㅂ',
  ㄽ: 'ㄹㅅ',
  ㄾ: 'ㄹㅌ',
  ㄿ: 'ㄹㅍ',
  ㅀ: 'ㄹㅎ',
  ㅄ: 'ㅂㅅ',
};

const JAMO_BASE = 0x3131;
const jamoSymbols = new Uint8Array(94);
const jamoSecond = new Uint8Array(94);
for (let i = 0; i < INITIALS.length; i++) jamoSymbols[INITIALS.charCodeAt(i) - JAMO_BASE] = FIRST_LETTER + i;
for (let i = 0; i < VOWELS.length; i++) jamoSymbols[VOWELS.charCodeAt(i) - JAMO_BASE] = FIRST_VOWEL + i;
for (const [cluster, letters] of Object.entries(CLUSTERS)) {
  jamoSymbols[cluster.charCodeAt(0) - JAMO_BASE] = jamoSymbol(letters.charCodeAt(0));
  jamoSecond[cluster.charCodeAt(0) - JAMO_BASE] = jamoSymbol(letters.charCodeAt(1));
}
const finalFirst = Uint8Array.from(FINALS, (letters) =>
  letters === '' ? 0 : jamoSymbol(letters.charCodeAt(0)),
);
const finalSecond = Uint8Array.from(FINALS, (letters) =>
  letters.length < 2 ? 0 : jamoSymbol(letters.charCodeAt(1)),
);

/** Symbol of a compatibility jamo (the first one of a cluster such as ㅄ), or 0. */
export function jamoSymbol(code: number): number {
  return jamoSymbols[code - JAMO_BASE] ?? 0;
}

/** Second symbol of a cluster, or 0. */
export function jamoSecondSymbol(code: number): number {
  return jamoSecond[code - JAMO_BASE] ?? 0;
}

export function initialSymbol(syllable: number): number {
  return FIRST_LETTER + Math.floor((syllable - 0xac00) / 588);
}

export function vowelSymbol(syllable: number): number {
  return FIRST_VOWEL + (Math.floor((syllable - 0xac00) / 28) % 21);
}

export function finalFirstSymbol(syllable: number): number {
  return finalFirst[(syllable - 0xac00) % 28] as number;
}

export function finalSecondSymbol(syllable: number): number {
  return finalSecond[(syllable - 0xac00) % 28] as number;
}

/** Symbol of a lower-case ASCII letter. */
export function latinSymbol(code: number): number {
  return FIRST_LATIN + code - 0x61;
}

export function digitSymbol(code: number): number {
  return FIRST_DIGIT + code - 0x30;
}

export function isVowelSymbol(symbol: number): boolean {
  return symbol >= FIRST_VOWEL && symbol < FIRST_LATIN;
}

export function isKoreanSymbol(symbol: number): boolean {
  return symbol >= FIRST_LETTER && symbol < FIRST_LATIN;
}

export function isLatinSymbol(symbol: number): boolean {
  return symbol >= FIRST_LATIN && symbol < FIRST_DIGIT;
}

/** The silent initial ㅇ. */
export const SILENT = jamoSymbol('ㅇ'.charCodeAt(0));
/** ㅡ, which chat writes to stretch a vowel. */
export const STRETCH = jamoSymbol('ㅡ'.charCodeAt(0));
/** Letters of laughing and crying, which touch a word without being part of it. */
export const LAUGHS: ReadonlySet<number> = new Set(
  [...'ㅋㅎㅠㅜㅡ'].map((letter) => jamoSymbol(letter.charCodeAt(0))),
);
/** What is heard when a vowel that begins with another sound is drawn out: ㅕ becomes ㅓ. */
export const VOWEL_TAILS: ReadonlyMap<number, number> = new Map(
  ['ㅑㅏ', 'ㅕㅓ', 'ㅛㅗ', 'ㅠㅜ', 'ㅘㅏ', 'ㅝㅓ', 'ㅒㅐ', 'ㅖㅔ', 'ㅢㅣ'].map((pair) => [
    jamoSymbol(pair.charCodeAt(0)),
    jamoSymbol(pair.charCodeAt(1)),
  ]),
);

/** Letters that are drawn or said alike, by pairs: the first is read as the second. W is two U. */
const ALIKE = new Uint8Array(ALPHABET_SIZE).map((_, symbol) => symbol);
for (const [from, to] of ['li', 'yi', 'vu', 'wu', 'zs', 'qg'].map((pair) => [...pair] as [string, string]))
  ALIKE[latinSymbol(from.charCodeAt(0))] = latinSymbol(to.charCodeAt(0));
export const W = latinSymbol('w'.charCodeAt(0));
/** Symbols whose number counts where they stand for several letters: a doubled i may be an l and an i. */
export const I = latinSymbol('i'.charCodeAt(0));
export const U = latinSymbol('u'.charCodeAt(0));

export function alikeSymbol(symbol: number): number {
  return ALIKE[symbol] as number;
}
