import { FINALS, INITIALS } from '../text/hangul.ts';

/** Characters that stand in for others. Widen the tables here; the automaton does not change. */

/** Digits and marks read as Latin letters beside Latin letters. */
const LEET: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
  '9': 'g',
  '@': 'a',
  $: 's',
  '!': 'i',
  '|': 'l',
  '+': 't',
};

/** Characters read as Korean vowels after a single Korean consonant (ㅅl발, ㅂr보, ㄱH새끼). */
const JAMO_LOOKS: Readonly<Record<string, string>> = {
  l: 'ㅣ',
  i: 'ㅣ',
  '1': 'ㅣ',
  '|': 'ㅣ',
  '!': 'ㅣ',
  r: 'ㅏ',
  t: 'ㅜ',
  h: 'ㅐ',
  o: 'ㅗ',
};

/** Cyrillic and Greek letters, and small capitals, that look like Latin letters. */
const HOMOGLYPHS: Readonly<Record<string, string>> = {
  а: 'a',
  в: 'b',
  с: 'c',
  е: 'e',
  н: 'h',
  і: 'i',
  ј: 'j',
  к: 'k',
  м: 'm',
  о: 'o',
  р: 'p',
  ѕ: 's',
  т: 't',
  у: 'y',
  х: 'x',
  ԁ: 'd',
  А: 'a',
  В: 'b',
  С: 'c',
  Е: 'e',
  Н: 'h',
  І: 'i',
  Ј: 'j',
  К: 'k',
  М: 'm',
  О: 'o',
  Р: 'p',
  Ѕ: 's',
  Т: 't',
  У: 'y',
  Х: 'x',
  α: 'a',
  ε: 'e',
  ι: 'i',
  κ: 'k',
  ν: 'v',
  ο: 'o',
  ρ: 'p',
  τ: 't',
  υ: 'u',
  χ: 'x',
  ı: 'i',
  ƒ: 'f',
  ß: 's',
  и: 'u',
  ᴀ: 'a',
  ʙ: 'b',
  ᴄ: 'c',
  ᴅ: 'd',
  ᴇ: 'e',
  ꜰ: 'f',
  ɢ: 'g',
  ʜ: 'h',
  ɪ: 'i',
  ᴊ: 'j',
  ᴋ: 'k',
  ʟ: 'l',
  ᴍ: 'm',
  ɴ: 'n',
  ᴏ: 'o',
  ᴘ: 'p',
  ʀ: 'r',
  ꜱ: 's',
  ᴛ: 't',
  ᴜ: 'u',
  ᴠ: 'v',
  ᴡ: 'w',
  ʏ: 'y',
  ᴢ: 'z',
};

const leet = new Uint8Array(128);
for (const [mark, letter] of Object.entries(LEET)) leet[mark.charCodeAt(0)] = letter.charCodeAt(0);
const jamo = new Uint16Array(128);
for (const [mark, letter] of Object.entries(JAMO_LOOKS)) jamo[mark.charCodeAt(0)] = letter.charCodeAt(0);
const glyphs = new Map(
  Object.entries(HOMOGLYPHS).map(([from, to]) => [from.codePointAt(0) ?? 0, to.charCodeAt(0)]),
);

/** Lower-case Latin letter that a digit or mark stands for, or 0. */
export function leetLetter(code: number): number {
  return leet[code] ?? 0;
}

/** Compatibility jamo that an ASCII character looks like, or 0. */
export function jamoLookAlike(code: number): number {
  return jamo[code] ?? 0;
}

/** Accented letters lose their accent, letters of other scripts become the Latin ones they look like. */
export function foldLatin(code: number): number {
  if (code < 0xc0) return code;
  if (code <= 0x24f || (code >= 0x1e00 && code <= 0x1eff)) {
    const base = String.fromCharCode(code).normalize('NFD').charCodeAt(0) | 0x20;
    return base >= 0x61 && base <= 0x7a ? base : (glyphs.get(code) ?? code);
  }
  if (code >= 0x1d400 && code <= 0x1d6a3) return 0x61 + ((code - 0x1d400) % 26);
  if (code >= 0x1f130 && code <= 0x1f149) return 0x61 + code - 0x1f130;
  if (code >= 0x249c && code <= 0x24b5) return 0x61 + code - 0x249c;
  if (code >= 0x24b6 && code <= 0x24e9) return 0x61 + ((code - 0x24b6) % 26);
  return glyphs.get(code) ?? code;
}

/** Conjoining jamo (as in decomposed text) become compatibility jamo. */
export function conjoiningToCompat(code: number): number {
  if (code < 0x1100 || code > 0x11c2) return code;
  if (code <= 0x1112) return INITIALS.charCodeAt(code - 0x1100);
  if (code >= 0x1161 && code <= 0x1175) return 0x314f + code - 0x1161;
  if (code >= 0x11a8) return FINALS.charCodeAt(code - 0x11a8);
  return code;
}
