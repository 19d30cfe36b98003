/**
 * Ways in which Korean writers hide a word, by rule. Knows nothing of the matcher: its own words, its own tables.
 * A family may yield nothing for a word that it does not change.
 */
import type { Random } from './random.ts';

export type Disguise = (word: string, random: Random) => string;

export const KOREAN_BAD_WORDS =
  `시발 씨발 씨팔 병신 개새끼 씹새끼 지랄 개지랄 존나 미친놈 미친년 좆같네 좆까 느금마 엠창 창녀 쌍년 썅년
  또라이 찐따새끼 니애미 개씹새끼 씨발놈 시발년 병신새끼 개자식 호로새끼 미친새끼 좆밥 돌대가리 쓰레기새끼 한남충`
    .split(/\s+/)
    .filter((word) => word !== '');

const CONSONANTS = [...'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ'];
const VOWELS = [...'ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ'];
const TAILS = ['', ...'ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ'];

function parts(syllable: string): readonly [string, string, string] {
  const index = syllable.charCodeAt(0) - 0xac00;
  return [
    CONSONANTS[Math.floor(index / 588)] ?? '',
    VOWELS[Math.floor((index % 588) / 28)] ?? '',
    TAILS[index % 28] ?? '',
  ];
}

function join(first: string, vowel: string, tail: string): string {
  const at = (CONSONANTS.indexOf(first) * 21 + VOWELS.indexOf(vowel)) * 28 + TAILS.indexOf(tail);
  return String.fromCharCode(0xac00 + at);
}

const spelled = (word: string): string[] => [...word].flatMap((syllable) => parts(syllable).filter(Boolean));
const between =
  (marks: readonly string[]): Disguise =>
  (word, random) =>
    [...word].reduce((text, syllable) => text + random.pick(marks) + syllable);
const times = (mark: string, from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, i) => mark.repeat(from + i));

/** One syllable of the word, drawn by lot, written anew. */
const oneSyllable =
  (rewrite: (syllable: string, random: Random) => string): Disguise =>
  (word, random) => {
    const at = random.below(word.length);
    return word.slice(0, at) + rewrite(word[at] ?? '', random) + word.slice(at + 1);
  };
const drawnWith =
  (consonants: Readonly<Record<string, string>>, vowels: Readonly<Record<string, string>>): Disguise =>
  (word) =>
    spelled(word)
      .map((letter) => consonants[letter] ?? vowels[letter] ?? letter)
      .join('');
/** Only the first syllable in letters of which some are drawn, as in 人ㅣ발. */
const firstDrawn =
  (looks: Readonly<Record<string, string>>): Disguise =>
  (word) => {
    const letters = parts(word[0] ?? '').filter(Boolean);
    if (!letters.some((letter) => letter in looks)) return '';
    return letters.map((letter) => looks[letter] ?? letter).join('') + word.slice(1);
  };

const CIRCLED = Object.fromEntries(
  [...'ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ'].map((letter, i) => [letter, String.fromCodePoint(0x3260 + i)]),
);
const BRACKETED = Object.fromEntries(
  [...'ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ'].map((letter, i) => [letter, String.fromCodePoint(0x3200 + i)]),
);
const HALF_CONSONANTS: Readonly<Record<string, string>> = {
  ...{
    ㄱ: 'ﾡ',
    ㄲ: 'ﾢ',
    ㄴ: 'ﾤ',
    ㄷ: 'ﾧ',
    ㄸ: 'ﾨ',
    ㄹ: 'ﾩ',
    ㅁ: 'ﾱ',
    ㅂ: 'ﾲ',
    ㅃ: 'ﾳ',
    ㅅ: 'ﾵ',
    ㅆ: 'ﾶ',
    ㅇ: 'ﾷ',
  },
  ...{ ㅈ: 'ﾸ', ㅉ: 'ﾹ', ㅊ: 'ﾺ', ㅋ: 'ﾻ', ㅌ: 'ﾼ', ㅍ: 'ﾽ', ㅎ: 'ﾾ' },
};
const HALF_VOWELS: Readonly<Record<string, string>> = {
  ...{
    ㅏ: 'ￂ',
    ㅐ: 'ￃ',
    ㅑ: 'ￄ',
    ㅒ: 'ￅ',
    ㅓ: 'ￆ',
    ㅔ: 'ￇ',
    ㅕ: 'ￊ',
    ㅖ: 'ￋ',
    ㅗ: 'ￌ',
    ㅘ: 'ￍ',
    ㅙ: 'ￎ',
    ㅚ: 'ￏ',
  },
  ...{ ㅛ: 'ￒ', ㅜ: 'ￓ', ㅝ: 'ￔ', ㅞ: 'ￕ', ㅟ: 'ￖ', ㅠ: 'ￗ', ㅡ: 'ￚ', ㅢ: 'ￛ', ㅣ: 'ￜ' },
};
const HANJA = { ㅅ: '人', ㅁ: '口', ㅈ: 'ス', ㄱ: 'フ' };
const LINES = { ㅣ: '|' };

export const KOREAN_FAMILIES: Readonly<Record<string, Disguise>> = {
  'one space': between([' ']),
  'several spaces': between(times(' ', 2, 5)),
  'wide spaces': between(['\u3000', '\u00a0', '\u2003']),
  'line breaks': between(['\n', '\r\n']),
  digits: between([...'0123456789']),
  'several digits': between(['12', '123', '99', '77']),
  'full stops': between(times('.', 1, 4)),
  commas: between([',', ', ', ',,']),
  'marks of any kind': between([...'~!@#$%^&*_-+=|/;:']),
  'several marks': between(['~~', '!!', '@@', '**', '##', '--', '^^', '~!', '*&']),
  'emoji between': between(['😀', '🤡', '❤️', '👍🏽', '👨‍👩‍👧', '🔥🔥']),
  'symbols between': between([...'♡♥★☆●○◆■▶→※♪☎']),
  brackets: between(['(', ')', '[', ']', '{', '}', '<', '>', '「']),
  'invisible characters': between([
    '\u200b',
    '\u200c',
    '\u200d',
    '\u2060',
    '\ufeff',
    '\u00ad',
    '\u3164',
    '\u115f',
    '\u2063',
    '\u180e',
  ]),
  'combining marks': (word) => [...word].map((syllable) => `${syllable}\u0336`).join(''),
  'a Latin letter': between([...'abcdfgkmnqxyzABXZ']),
  'several Latin letters': between(['ab', 'zz', 'xx', 'abc', 'qwe']),
  'a laugh': between(['ㅋ', 'ㅎ', 'ㅠ']),
  laughs: between(['ㅋㅋ', 'ㅋㅋㅋ', 'ㅎㅎ', 'ㅠㅠ', 'ㅋㅋㅋㅋ']),
  'a stray consonant': between([...'ㄱㄷㅁㅇㅈ']),
  'letters in a row': (word) => spelled(word).join(''),
  'conjoining letters': (word) => word.normalize('NFD'),
  'one syllable in letters': oneSyllable((syllable) => parts(syllable).join('')),
  'the last consonant set apart': (word) =>
    [...word]
      .map((syllable) =>
        parts(syllable)[2] === ''
          ? syllable
          : join(parts(syllable)[0], parts(syllable)[1], '') + parts(syllable)[2],
      )
      .join(''),
  'letters with marks between': (word) => spelled(word).join('.'),
  'letters with spaces between': (word) => spelled(word).join(' '),
  'circled letters': drawnWith(CIRCLED, {}),
  'bracketed letters': drawnWith(BRACKETED, {}),
  'half-width letters': drawnWith(HALF_CONSONANTS, HALF_VOWELS),
  'letters like Hanja and Kana': firstDrawn(HANJA),
  'letters like lines': firstDrawn(LINES),
  'vowels like Latin letters': firstDrawn({ ㅣ: 'l', ㅐ: 'H', ㅏ: 'r', ㅗ: 'o' }),
  'vowels like digits and marks': firstDrawn({ ㅣ: '1', ㅏ: 'r' }),
  'a syllable twice': oneSyllable((syllable) => syllable + syllable),
  'every syllable twice': (word) => [...word].map((syllable) => syllable + syllable).join(''),
  'every syllable three times': (word) => [...word].map((syllable) => syllable.repeat(3)).join(''),
  'a vowel drawn out': (word) => {
    const [, vowel, tail] = parts(word[0] ?? '');
    const [first] = parts(word[0] ?? '');
    return join(first, vowel, '') + join('ㅇ', vowel, '') + join('ㅇ', vowel, tail) + word.slice(1);
  },
  'a vowel drawn out in letters': (word) => {
    const [first, vowel, tail] = parts(word[0] ?? '');
    return tail === '' ? join(first, vowel, '') + vowel.repeat(3) + word.slice(1) : '';
  },
  'a dash': between(['ㅡ', 'ㅡㅡ', '—', '–', 'ー']),
  'in quotes': (word) => `"${word}"`,
  'glued to a word': (word) => `진짜${word}`.slice(2),
};
