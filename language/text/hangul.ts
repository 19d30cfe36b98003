/** Hangul syllables and their letters. Source: The Unicode Standard, section 3.12. */

/** Compatibility letters of the 19 initial consonants, in the order of the syllables. */
export const INITIALS = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ';
/** The 21 vowels. */
export const VOWELS = 'ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ';
/** The 27 final consonants. */
export const FINALS = 'ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ';

const FIRST_SYLLABLE = 0xac00;
const SYLLABLES = 11_172;

/** The two or three letters of a syllable; any other character as it is. */
export function lettersOf(character: string): string[] {
  const index = character.charCodeAt(0) - FIRST_SYLLABLE;
  if (index < 0 || index >= SYLLABLES) return [character];
  const final = index % 28;
  return [
    INITIALS[Math.floor(index / 588)] ?? '',
    VOWELS[Math.floor(index / 28) % 21] ?? '',
    ...(final === 0 ? [] : [FINALS[final - 1] ?? '']),
  ];
}
