/** Words typed with the keyboard in the wrong language: 시발 as tlqkf, fuck as 려차. Source: the two-set layout, KS X 5002. */
import { lettersOf } from '../text/hangul.ts';

const KEYS: Readonly<Record<string, string>> = {
  ...{ ㄱ: 'r', ㄲ: 'R', ㄴ: 's', ㄷ: 'e', ㄸ: 'E', ㄹ: 'f', ㅁ: 'a', ㅂ: 'q', ㅃ: 'Q', ㅅ: 't', ㅆ: 'T' },
  ...{ ㅇ: 'd', ㅈ: 'w', ㅉ: 'W', ㅊ: 'c', ㅋ: 'z', ㅌ: 'x', ㅍ: 'v', ㅎ: 'g' },
  ...{ ㅏ: 'k', ㅐ: 'o', ㅑ: 'i', ㅒ: 'O', ㅓ: 'j', ㅔ: 'p', ㅕ: 'u', ㅖ: 'P', ㅗ: 'h', ㅛ: 'y', ㅜ: 'n' },
  ...{ ㅠ: 'b', ㅡ: 'm', ㅣ: 'l', ㅘ: 'hk', ㅙ: 'ho', ㅚ: 'hl', ㅝ: 'nj', ㅞ: 'np', ㅟ: 'nl', ㅢ: 'ml' },
  ...{
    ㄳ: 'rt',
    ㄵ: 'sw',
    ㄶ: 'sg',
    ㄺ: 'fr',
    ㄻ: 'fa',
    ㄼ: 'fq',
    ㄽ: 'ft',
    ㄾ: 'fx',
    ㄿ: 'fv',
    ㅀ: 'fg',
    ㅄ: 'qt',
  },
};
const LETTERS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(KEYS)
    .filter(([, keys]) => keys.length === 1 && keys === keys.toLowerCase())
    .map(([letter, key]) => [key, letter]),
);
/** The Latin letters that a Korean word is typed with, lower-case, as shift is seldom held in a hurry. */
export function typedInLatin(word: string): string {
  return [...word]
    .flatMap(lettersOf)
    .map((letter) => KEYS[letter] ?? letter)
    .join('')
    .toLowerCase();
}

/** The Korean letters, not joined to syllables, that a lower-case Latin word is typed with. */
export function typedInKorean(word: string): string {
  return [...word].map((key) => LETTERS[key] ?? key).join('');
}
