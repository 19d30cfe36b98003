/** Ways in which English writers hide a word, by rule. Knows nothing of the matcher: its own words, its own tables. */
import type { Disguise } from './korean-evasions.ts';

export const ENGLISH_BAD_WORDS =
  `fuck fucking fucker motherfucker shit bullshit shitty bitch bitches asshole bastard cunt whore slut
  dickhead cocksucker nigger faggot retarded pussy wanker dick cock twat jackass douchebag scumbag prick`
    .split(/\s+/)
    .filter((word) => word !== '');

const between =
  (marks: readonly string[]): Disguise =>
  (word, random) => {
    const mark = random.pick(marks);
    return [...word].join(mark);
  };
const swap =
  (table: Readonly<Record<string, string>>): Disguise =>
  (word, random) => {
    const text = [...word]
      .map((letter) => (letter in table ? random.pick([...(table[letter] ?? letter)]) : letter))
      .join('');
    return text === word ? '' : text;
  };
const drawn =
  (table: Readonly<Record<string, string>>): Disguise =>
  (word) => {
    const text = [...word].map((letter) => table[letter] ?? letter).join('');
    return text === word ? '' : text;
  };
/** One letter, drawn by lot, replaced. */
const one =
  (table: Readonly<Record<string, string>>): Disguise =>
  (word, random) => {
    const places = [...word].flatMap((letter, i) => (letter in table ? [i] : []));
    if (places.length === 0) return '';
    const at = random.pick(places);
    return word.slice(0, at) + random.pick([...(table[word[at] ?? ''] ?? '')]) + word.slice(at + 1);
  };
const alphabet =
  (first: number): Disguise =>
  (word) =>
    [...word].map((letter) => String.fromCodePoint(first + letter.charCodeAt(0) - 97)).join('');
const named =
  (letters: string): Disguise =>
  (word) =>
    [...word].map((letter) => [...letters][letter.charCodeAt(0) - 97] ?? letter).join('');
const hidden =
  (marks: readonly string[]): Disguise =>
  (word, random) => {
    const vowel = [...word].findIndex((letter, i) => i > 0 && 'aeiou'.includes(letter));
    return word.slice(0, vowel) + random.pick(marks) + word.slice(vowel + 1);
  };

const CYRILLIC = {
  a: 'а',
  b: 'Ь',
  c: 'с',
  e: 'е',
  h: 'һ',
  i: 'і',
  j: 'ј',
  k: 'к',
  m: 'м',
  o: 'о',
  p: 'р',
  s: 'ѕ',
  t: 'т',
  w: 'ш',
  y: 'у',
  x: 'х',
  d: 'ԁ',
  g: 'ԍ',
  n: 'п',
  u: 'ц',
  r: 'г',
};
const GREEK = {
  a: 'α',
  b: 'β',
  e: 'ε',
  h: 'η',
  i: 'ι',
  k: 'κ',
  m: 'м',
  n: 'π',
  o: 'ο',
  p: 'ρ',
  r: 'г',
  s: 'ѕ',
  t: 'τ',
  u: 'υ',
  v: 'ν',
  w: 'ω',
  y: 'γ',
  x: 'χ',
  c: 'ς',
};
const CAPITALS_ALIKE = {
  a: 'Α',
  b: 'Β',
  e: 'Ε',
  h: 'Η',
  i: 'Ι',
  k: 'Κ',
  m: 'Μ',
  n: 'Ν',
  o: 'Ο',
  p: 'Ρ',
  t: 'Τ',
  y: 'Υ',
  c: 'С',
  s: 'Ѕ',
};

export const ENGLISH_FAMILIES: Readonly<Record<string, Disguise>> = {
  'spaces between': between([' ']),
  'two spaces between': between(['  ']),
  'line breaks between': between(['\n']),
  'marks between': between([...'.-_*~,|/+=']),
  'emoji between': between(['🔥', '💀', '❤️', '👉🏻']),
  'invisible characters': between(['\u200b', '\u200c', '\u200d', '\u2060', '\u00ad', '\ufeff', '\u2063']),
  capitals: (word) => word.toUpperCase(),
  'capitals and small letters in turn': (word) =>
    [...word].map((letter, i) => (i % 2 ? letter.toUpperCase() : letter)).join(''),
  'a letter drawn out': (word, random) => {
    const at = random.below(word.length);
    return word.slice(0, at) + (word[at] ?? '').repeat(3 + random.below(4)) + word.slice(at + 1);
  },
  'every letter twice': (word) => [...word].map((letter) => letter + letter).join(''),
  'digits for letters': swap({ a: '4', e: '3', i: '1', o: '0', s: '5', t: '7' }),
  'one digit for a letter': one({ a: '4', e: '3', i: '1', o: '0', s: '5', t: '7', g: '9', b: '8' }),
  'marks for letters': swap({ a: '@', i: '!', s: '$', t: '+' }),
  'a bar for l and i': swap({ i: '|l', l: '|1' }),
  'l for i': drawn({ i: 'l' }),
  'v for u': drawn({ u: 'v' }),
  'y for i': drawn({ i: 'y' }),
  'z for s': one({ s: 'z' }),
  'two v for w': drawn({ w: 'vv' }),
  'a bracket for c': (word) => (word.indexOf('c') > 0 ? word.replace(/(?<=.)c/gu, '(') : ''),
  'an angle for c': (word) => (word.indexOf('c') > 0 ? word.replace(/(?<=.)c/gu, '<') : ''),
  'a cent for c': drawn({ c: '¢' }),
  'drawn k': drawn({ k: '|<' }),
  'drawn letters': drawn({ k: '|<', u: '|_|', h: '|-|', o: '()' }),
  'the vowel starred': hidden(['*']),
  'the vowel hidden by another mark': hidden(['#', '%', '-', '.', '_', '@', '?', '●', '🔥']),
  'two letters starred': (word) => (word.length > 4 ? '' : `${word.slice(0, 1)}**${word.slice(3)}`),
  'full-width letters': alphabet(0xff41),
  'circled letters': alphabet(0x24d0),
  'bracketed letters': alphabet(0x249c),
  'negative circles': alphabet(0x1f150),
  squares: alphabet(0x1f130),
  'negative squares': alphabet(0x1f170),
  'letters of flags': alphabet(0x1f1e6),
  'letters of flags apart': (word) =>
    [...word].map((letter) => String.fromCodePoint(0x1f1e6 + letter.charCodeAt(0) - 97)).join(' '),
  'bold letters': alphabet(0x1d41a),
  'bold script': alphabet(0x1d4ea),
  'Fraktur letters': alphabet(0x1d586),
  'letters of typewriters': alphabet(0x1d68a),
  'sans-serif letters': alphabet(0x1d5ba),
  'raised letters': named('ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖqʳˢᵗᵘᵛʷˣʸᶻ'),
  'small capitals': named('ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘǫʀꜱᴛᴜᴠᴡxʏᴢ'),
  'Cyrillic letters': drawn(CYRILLIC),
  'one Cyrillic letter': one(CYRILLIC),
  'Greek letters': drawn(GREEK),
  'one Greek letter': one(GREEK),
  'capitals that look Latin': drawn(CAPITALS_ALIKE),
  'accented letters': swap({
    a: 'àáâãäå',
    e: 'èéêë',
    i: 'ìíîï',
    o: 'òóôõö',
    u: 'ùúûü',
    n: 'ñ',
    c: 'ç',
    s: 'š',
    t: 'ţ',
  }),
  'combining marks': (word) => [...word].map((letter) => `${letter}\u0335\u0301`).join(''),
  'ph for f': drawn({ f: 'ph' }),
  'digits behind': (word, random) => `${word}${random.below(1_000)}`,
  'an underscore around': (word) => `_${word}_`,
  'glued by capitals': (word) => `You${word[0]?.toUpperCase()}${word.slice(1)}`.slice(3),
};

/** Cut once by a space, where one of the pieces at least is no English word. */
export const CUT_WORDS =
  `fu ck|f uck|fuc k|fu cking|mother fucker|sh it|shi t|bi tch|bit ch|b itch|bitc h|cu nt|c unt|cun t|as shole|assho le|bas tard|bast ard|
  wh ore|whor e|sl ut|slu t|di ck|dic k|dick head|co ck|coc ksucker|nig ger|nigg er|fag got|fagg ot|re tarded|reta rded|pus sy|wan ker|wank er|pri ck|bull shit|
  s hitty|shit ty|douche bag`
    .split('|')
    .map((word) => word.trim());
