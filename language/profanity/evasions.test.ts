import { describe, expect, it } from 'vitest';
import { lettersOf } from '../text/hangul.ts';
import { typedInKorean, typedInLatin } from './keyboard.ts';
import { shippedMatcher } from './shipped-matcher.ts';

const matcher = shippedMatcher();
const isCaught = (text: string): boolean => matcher.find(text).listed.length > 0;

const KOREAN = [
  '시발',
  '씨발',
  '병신',
  '개새끼',
  '지랄',
  '씨발놈',
  '미친년',
  '느금마',
  '씹새끼',
  '좆까',
  '엠창',
  '창녀',
];
const ENGLISH = ['fuck', 'shit', 'bitch', 'asshole', 'bastard', 'cunt', 'whore', 'motherfucker', 'dickhead'];

const letters = (word: string): string[] => [...word].flatMap(lettersOf);
const between = (mark: string) => (word: string) => [...word].join(mark);
const after = (mark: string) => (word: string) => [...word].map((character) => character + mark).join('');
const swap = (table: Readonly<Record<string, string>>) => (word: string) =>
  [...word].map((character) => table[character] ?? character).join('');
const shifted = (base: number) => (word: string) =>
  [...word].map((letter) => String.fromCodePoint(base + letter.charCodeAt(0) - 0x61)).join('');
const hide = (at: number) => (word: string) => `${word.slice(0, at)}*${word.slice(at + 1)}`;

const MARKS = {
  'a space': ' ',
  'a full stop': '.',
  'a comma and a space': ', ',
  'a digit': '1',
  'another digit': '2',
  'a zero-width space': '\u200b',
  'a word joiner': '\u2060',
  'a soft hyphen': '\u00ad',
  'a variation selector': '\ufe0f',
  'a Hangul filler': '\u3164',
  'an underscore': '_',
  'a star': '*',
  'a slash': '/',
  'a heart': '♡',
  'an emoji': '😀',
  'two tildes': '~~',
  'an at sign': '@',
  'a bar': '|',
  'two carets': '^^',
  'a hyphen': '-',
};

const KOREAN_FAMILIES: Readonly<Record<string, (word: string) => string>> = {
  ...Object.fromEntries(Object.entries(MARKS).map(([name, mark]) => [`${name} between`, between(mark)])),
  'letters on their own': (word) => letters(word).join(''),
  'conjoining letters': (word) => word.normalize('NFD'),
  'every second syllable in letters': (word) =>
    [...word].map((syllable, i) => (i % 2 === 1 ? letters(syllable).join('') : syllable)).join(''),
  'the Latin keyboard': typedInLatin,
  'the Latin keyboard in capitals': (word) => typedInLatin(word).toUpperCase(),
  'a stray Latin letter': between('x'),
  'a laugh between': between('ㅋ'),
  'struck through': after('\u0336'),
  'written twice': (word) => word + word,
};

const ENGLISH_FAMILIES: Readonly<Record<string, (word: string) => string>> = {
  'spaces between': between(' '),
  'full stops between': between('.'),
  'hyphens between': between('-'),
  'zero-width spaces between': between('\u200b'),
  'soft hyphens between': between('\u00ad'),
  'underscores between': between('_'),
  'emoji between': between('🔥'),
  'digits as letters': swap({ i: '1', a: '4', e: '3', o: '0', s: '5' }),
  'marks as letters': swap({ i: '!', a: '@', s: '$', o: '0' }),
  'full width': shifted(0xff41),
  'letters of Cyrillic': swap({ a: 'а', c: 'с', e: 'е', o: 'о', i: 'і', k: 'к' }),
  'letters of Greek': swap({ a: 'α', u: 'υ', o: 'ο', i: 'ι', k: 'κ', t: 'τ' }),
  'in circles': shifted(0x24d0),
  'in brackets': shifted(0x249c),
  'mathematical script': shifted(0x1d4ea),
  'mathematical bold': shifted(0x1d41a),
  'small capitals': swap({
    a: 'ᴀ',
    b: 'ʙ',
    c: 'ᴄ',
    d: 'ᴅ',
    e: 'ᴇ',
    f: 'ꜰ',
    h: 'ʜ',
    i: 'ɪ',
    k: 'ᴋ',
    o: 'ᴏ',
    t: 'ᴛ',
    u: 'ᴜ',
  }),
  capitals: (word) => word.toUpperCase(),
  'every letter three times': (word) => [...word].map((letter) => letter.repeat(3)).join(''),
  accents: after('\u0301'),
  diaereses: swap({ u: 'ü', a: 'ä', i: 'ï', o: 'ö' }),
  'the second letter hidden': hide(1),
  'the third letter hidden': hide(2),
  'the Korean keyboard': typedInKorean,
  'a number behind': (word) => `${word}123`,
};

/** Conventional writings that no rule gives. */
const BY_HAND = [
  ...[
    'ㅅㅂ',
    'ㅆㅂ',
    'ㅂㅅ',
    'ㅄ',
    'ㅈㄹ',
    'ㄱㅅㄲ',
    'ㅅㅂㄴ',
    'ㅁㅊㄴ',
    '시이발',
    '시이이이발',
    '씨이발',
    '벼어엉신',
  ],
  ...[
    '븅신',
    '빙신',
    '지라알',
    '개ㅐ새끼',
    'ㅅl발',
    'ㅆl발',
    '시bal',
    '18놈',
    'ㅅ발',
    '시ㅂ',
    'ㅂ신',
    '병ㅅ',
    '쉬발',
    '슈발',
  ],
  ...['fvck', 'phuck', 'fuk', 'b!tch', 'sh1t', '@sshole', 'biatch', 'mofo', '려차', 'f*ck', 'b*tch', 'fu*k'],
];

function writings(words: readonly string[], families: typeof KOREAN_FAMILIES): string[] {
  return Object.values(families).flatMap((disguise) => words.map(disguise));
}

describe('evasions of known words', () => {
  it.each(Object.entries(KOREAN_FAMILIES))('Korean: %s', (_, disguise) => {
    const missed = KOREAN.map(disguise).filter((word) => !isCaught(`아 ${word} 진짜`));
    // Of a family a word or two may be too ambiguous to flag.
    expect(missed.length, missed.join(' ')).toBeLessThanOrEqual(1);
  });

  it.each(Object.entries(ENGLISH_FAMILIES))('English: %s', (_, disguise) => {
    const missed = ENGLISH.map(disguise).filter((word) => !isCaught(`oh ${word} man`));
    expect(missed.length, missed.join(' ')).toBeLessThanOrEqual(1);
  });

  it('by hand', () => {
    const missed = BY_HAND.filter((word) => !isCaught(`아 ${word} 진짜`));
    expect(missed).toEqual([]);
  });

  it('at least 98 of 100 in all, of more than 500', () => {
    const all = [...writings(KOREAN, KOREAN_FAMILIES), ...writings(ENGLISH, ENGLISH_FAMILIES), ...BY_HAND];
    const caught = all.filter((word) => isCaught(`아 ${word} 진짜`)).length;
    expect(all.length).toBeGreaterThan(500);
    expect(caught / all.length).toBeGreaterThanOrEqual(0.98);
  });
});
