import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { createAnalyzer, type Analyzer, type WordRules } from '../index.ts';
import { graphemeStarts } from '../text/graphemes.ts';

let analyzer: Analyzer;

beforeAll(async () => {
  analyzer = await createAnalyzer();
});

function under(rules: Partial<WordRules>): Analyzer {
  return analyzer.withRules({ mask: [], allow: [], severity: 1, ...rules });
}

function masked(text: string, rules: Partial<WordRules>): string {
  return under(rules).analyze(text).masked;
}

describe('words that a channel masks', () => {
  it.each([
    ['the word', '오늘 스포일러 하지 마', '오늘 **** 하지 마'],
    ['with digits in it', '스1포일러 있음', '***** 있음'],
    ['spaced out', '스 포 일 러 있음', '******* 있음'],
    ['taken apart', 'ㅅㅡ포일러 있음', '***** 있음'],
    ['drawn out', '스으포일러 있음', '***** 있음'],
    ['with invisible letters, each a grapheme of its own', '스\u200b포일러', '*****'],
    ['in other letters', '스포 일정', '스포 일정'],
  ])('%s', (_name, text, expected) => {
    expect(masked(text, { mask: ['스포일러'] })).toBe(expected);
  });

  it('finds Latin words through leet, wide letters, hidden ones and the Korean keyboard, and not within others', () => {
    const rules = { mask: ['Spoiler'] };
    for (const text of ['SPOILER', 'sp0iler', 's.p.o.i.l.e.r', 'ｓｐｏｉｌｅｒ', 'spo*ler', 'ㄴㅔㅐㅑㅣㄷㄱ'])
      expect(under(rules).analyze(text).profanity.spans, text).not.toEqual([]);
    expect(masked('spoilership', rules)).toBe('spoilership');
  });

  it.each([
    ['numbers, and not within longer ones', ['010'], '010 말고 20101', '*** 말고 20101'],
    ['emoji', ['🍆'], '이거 🍆🍆', '이거 **'],
    ['other scripts', ['ばか'], 'ばかだな', '**だな'],
    ['phrases', ['buy followers'], 'BUY  followers now', '************** now'],
    ['addresses', ['bit.ly'], 'go to bit.ly/x', 'go to ******/x'],
    ['what regular expressions take for signs', ['a+b(', '[.*]'], 'a+b( aab [.*] x', '**** aab **** x'],
    [
      'stretched words, which the matcher cannot tell from short ones',
      ['아아'],
      '아 아아 시켜',
      '아 ** 시켜',
    ],
    ['laughs within a word, which the matcher takes for noise', ['아ㅋ니'], '아니 아ㅋ니', '아니 ***'],
    ['two scripts in a word', ['브N스'], '브스 브N스', '브스 ***'],
    ['a syllable as a word of its own', ['개'], '개가 무지개', '*가 무지개'],
    ['wide digits, as a word of their own', ['18'], '１８ ２０１８ ①⑧', '** ２０１８ **'],
    ['what the rule has in wide letters', ['Ｂｉｔ．ｌｙ'], 'BIT.LY/x', '******/x'],
    ['wide addresses', ['bit.ly'], 'ｂｉｔ．ｌｙ/x', '******/x'],
    ['half-width kana', ['バカ'], 'ﾊﾞｶだな', '**だな'],
    ['invisible letters between, each a grapheme of its own', ['bit.ly'], 'bit\u200b.ly!', '*******!'],
    ['invisible letters in the rule', ['1\u200b8\u2060'], 'x 18', 'x **'],
    [
      'letters in parts, no more than the word',
      ['아아'],
      '아아라'.normalize('NFD'),
      `**${'라'.normalize('NFD')}`,
    ],
    ['emoji with or without their picture form', ['❤'], '❤️ ❤', '* *'],
    [
      'pictures joined into one, and not their parts',
      ['👨\u200d👩\u200d👧'],
      '👨\u200d👩\u200d👧 👨👩👧',
      '* 👨👩👧',
    ],
    ['Korean phrases, with and without their space', ['뒷 광고'], '뒷광고 뒷 광고', '*** ****'],
  ])('masks %s', (_name, mask, text, expected) => {
    expect(masked(text, { mask })).toBe(expected);
  });

  it('counts them as strong, gives the channel as the reason, and marks them in the list of words', () => {
    const found = under({ mask: ['고구마'] }).analyze('고구마 먹자');
    expect(found.profanity).toMatchObject({
      flag: true,
      severity: 2,
      spans: [{ start: 0, end: 3, reason: 'channel' }],
    });
    expect(found.profaneWords.map((index) => found.words[index])).toEqual(['고구마']);
    expect(analyzer.analyze('고구마 먹자').profanity.flag).toBe(false);
  });

  it.each(['하하하', 'café'])('masks %j however its letters are made up', (word) => {
    for (const written of [word, word.normalize('NFD')])
      expect(masked(`x ${written} y`, { mask: [word] })).not.toContain(written);
  });

  it('masks them in names', () => {
    expect(under({ mask: ['고구마'] }).maskName('고구마왕')).toBe('***왕');
  });

  it('masks them where the lists allow them', () => {
    expect(analyzer.analyze('시바견 귀엽다').masked).toBe('시바견 귀엽다');
    expect(masked('시바견 귀엽다', { mask: ['시바견'] })).toBe('*** 귀엽다');
  });
});

describe('words that a channel allows', () => {
  it('are not masked, and do not make a message profane by the abuse model either', () => {
    const before = analyzer.analyze('병신');
    const after = under({ allow: ['병신'] }).analyze('병신');
    expect(before.profanity.flag).toBe(true);
    expect(after).toMatchObject({
      masked: '병신',
      profaneWords: [],
      profanity: { flag: false, severity: 0, spans: [] },
    });
  });

  it('leaves other words masked, also in the same message', () => {
    expect(masked('병신 시발', { allow: ['병신'] })).toBe('병신 **');
  });

  it('frees a longer word from a masked part, and not the part by itself', () => {
    const rules = { mask: ['고구마'], allow: ['고구마라떼'] };
    expect(masked('고구마라떼 고구마', rules)).toBe('고구마라떼 ***');
  });

  it('works in names, and for words as they are written', () => {
    expect(under({ allow: ['shit'] }).maskName('shitlord')).toBe('shitlord');
    expect(masked('오지게 18번', { mask: ['18'], allow: ['18번'] })).toBe('오지게 18번');
  });
});

describe('the severity from which a channel masks', () => {
  const mild = 'what a crap';
  const severe = 'fuck';

  it('leaves milder words as they are, and says how bad they are all the same', () => {
    expect(analyzer.analyze(mild)).toMatchObject({
      masked: 'what a ****',
      profanity: { flag: true, severity: 1 },
    });
    expect(under({ severity: 2 }).analyze(mild)).toMatchObject({
      masked: mild,
      profanity: { flag: false, severity: 1, spans: [] },
    });
    expect(masked(severe, { severity: 3 })).toBe('****');
  });

  it('leaves alone what the abuse model finds without a listed word', () => {
    const text = '한남들은 다 죽어야 해';
    for (const severity of [1, 2, 3] as const)
      expect(under({ severity }).analyze(text).profanity, `from ${severity}`).toMatchObject({ flag: true });
  });

  it('does not touch the words that the channel itself masks', () => {
    expect(masked(`고구마 ${mild}`, { mask: ['고구마'], severity: 3 })).toBe(`*** ${mild}`);
  });
});

describe('a word that is looked for as it is written', () => {
  const disguise = fc.constantFrom(
    (letter: string) => letter,
    (letter: string) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0),
    (letter: string) => `${letter}\u200b`,
    (letter: string) => `${letter}\u2060\ufeff`,
    (letter: string) => letter.toUpperCase(),
  );

  it('is covered from its first letter to its last, in whatever width it comes', () => {
    const ruled = under({ mask: ['a-1.b'] });
    fc.assert(
      fc.property(fc.array(disguise, { minLength: 5, maxLength: 5 }), (ways) => {
        const word = [...'a-1.b'].map((letter, i) => (ways[i] ?? String)(letter)).join('');
        const seen = word.replace(/[\u200b\u2060\ufeff]+$/u, '');
        const { spans } = ruled.analyze(`가 ${word} 나`).profanity;
        expect(spans).toHaveLength(1);
        expect(spans[0]?.start).toBe(2);
        expect(spans[0]?.end).toBeGreaterThanOrEqual(2 + seen.length);
        expect(spans[0]?.end).toBeLessThanOrEqual(2 + word.length);
      }),
    );
  });

  it('is not there where the rule has nothing that can be seen', () => {
    expect(masked('아무 말', { mask: ['\u200b', ' '] })).toBe('아무 말');
  });
});

describe('any rules', () => {
  const word = fc.oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
    fc.constantFrom('시발', 'ㅅㅂ', '아아', 'ass', '18', 'a b', '.*', '\\', '[', '(?', '🍆', 'ㅋ', '가'),
  );
  const rules = fc.record({
    mask: fc.array(word, { maxLength: 8 }),
    allow: fc.array(word, { maxLength: 8 }),
    severity: fc.constantFrom(1 as const, 2 as const, 3 as const),
  });

  it('keep the number of graphemes, and spans in order within the text', () => {
    fc.assert(
      fc.property(rules, fc.array(word, { maxLength: 6 }), (some, words) => {
        const text = words.join(' ');
        const found = analyzer.withRules(some).analyze(text);
        expect(graphemeStarts(found.masked)).toHaveLength(graphemeStarts(text).length);
        let at = 0;
        for (const { start, end } of found.profanity.spans) {
          expect(start).toBeGreaterThanOrEqual(at);
          expect(end).toBeGreaterThan(start);
          at = end;
        }
        expect(at).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 60 },
    );
  });

  it('that are empty change nothing', () => {
    const same = under({});
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
        expect(same.analyze(text)).toEqual(analyzer.analyze(text));
      }),
    );
  });

  it('as large as they may be are compiled', () => {
    const many = (count: number, make: (i: number) => string): string[] =>
      Array.from({ length: count }, (_, i) => make(i));
    const letters = (i: number, length: number, first: number, of: number): string =>
      String.fromCharCode(
        ...Array.from({ length }, (_, at) => first + ((i * 31 + at * at * 17 + at * i) % of)),
      );
    const korean = under({ mask: many(500, (i) => letters(i, 10, 0xac00, 11_172)) });
    const latin = under({ mask: many(416, (i) => letters(i, 12, 0x61, 26)) });
    expect(korean.analyze(letters(7, 10, 0xac00, 11_172)).profanity.flag).toBe(true);
    expect(latin.analyze(letters(7, 12, 0x61, 26)).profanity.flag).toBe(true);
  });
});
