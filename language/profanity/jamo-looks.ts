/** Characters that stand for Korean letters: Hanja, Kana, drawing marks, and Latin letters beside Korean ones. */
import { isCompatJamo, isHangulSyllable, lowerAscii } from '../text/chars.ts';

const CONSONANTS: Readonly<Record<string, string>> = {
  ㄱ: '┐¬フ7',
  ㄴ: '└∟しㄥ',
  ㄷ: '匚⊏ㄈ⊂',
  ㄹ: '己乙',
  ㅁ: '口ロ囗□■◻▢',
  ㅂ: '廿甘日曰',
  ㅅ: '人入∧Λ⋀へ^a',
  ㅇ: '○◯〇⊙◎',
  ㅈ: 'ス',
  ㅊ: '大',
  ㅋ: 'ヲヨ',
  ㅌ: '巨',
  ㅍ: '兀',
  ㅎ: '含',
};
const VOWELS: Readonly<Record<string, string>> = {
  ㅏ: '├トr卜',
  ㅓ: '┤',
  ㅗ: '┴⊥o上',
  ㅜ: '┬丁t下',
  ㅡ: 'ー一―',
  ㅣ: 'l|1!i丨／/\\│｜',
  ㅐ: 'h',
};

/** Latin letters that sound like a Korean consonant, before a Korean vowel (sㅣ발). */
const SOUNDS: Readonly<Record<string, string>> = {
  ...{
    ㄱ: 'gk',
    ㄴ: 'n',
    ㄷ: 'd',
    ㄹ: 'r',
    ㅁ: 'm',
    ㅂ: 'bv',
    ㅅ: 'st',
    ㅈ: 'jz',
    ㅊ: 'c',
    ㅍ: 'p',
    ㅎ: 'h',
  },
};

const sounds = byLook(SOUNDS);
const consonants = byLook(CONSONANTS);
const vowels = byLook(VOWELS);

function byLook(table: Readonly<Record<string, string>>): ReadonlyMap<number, number> {
  return new Map(
    Object.entries(table).flatMap(([letter, looks]) =>
      [...looks].map((look) => [look.codePointAt(0) ?? 0, letter.charCodeAt(0)] as const),
    ),
  );
}

/** Korean vowel that a character looks like after a single consonant (ㅅl발, ㅂr보, ㄱH새끼), or 0. */
export function vowelLook(code: number): number {
  return vowels.get(lowerAscii(code)) ?? 0;
}

/**
 * Korean consonant that the character at an offset looks like, or 0. Hanja, Kana and marks stand for one beside
 * Korean letters; those on every keyboard only before a vowel (7H새끼, ^ㅣ발).
 */
export function consonantLook(text: string, at: number, code: number): number {
  const next = text.charCodeAt(at + 1);
  const plain = lowerAscii(code);
  const letter = consonants.get(plain) ?? 0;
  if (letter === 0) return isCompatVowel(next) ? (sounds.get(plain) ?? 0) : 0;
  const before = text.charCodeAt(at - 1);
  const beyond = text.charCodeAt(at + 2);
  if (code > 0x7f)
    return isKorean(before) || isKorean(next) || (vowelLook(next) !== 0 && isKorean(beyond)) ? letter : 0;
  if (isCompatVowel(next)) return letter;
  // AI and 7l are words of their own; only ㅐ is drawn with both.
  if (lowerAscii(next) !== 0x68 || isWordCharacter(before)) return 0;
  return isKorean(before) || isKorean(beyond) ? letter : 0;
}

function isKorean(code: number): boolean {
  return isHangulSyllable(code) || isCompatJamo(code);
}

function isCompatVowel(code: number): boolean {
  return code >= 0x314f && code <= 0x3163;
}

function isWordCharacter(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || (lowerAscii(code) >= 0x61 && lowerAscii(code) <= 0x7a);
}
