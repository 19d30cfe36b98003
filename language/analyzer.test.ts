import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { createAnalyzer, EMOTIONS, type Analyzer } from './index.ts';
import { ENGLISH_BY_HAND, ENGLISH_SEAMS } from './profanity/testing/innocent-english.ts';
import { KOREAN_BY_HAND, KOREAN_ORDINARY, KOREAN_SEAMS } from './profanity/testing/innocent-korean.ts';

let analyzer: Analyzer;

beforeAll(async () => {
  analyzer = await createAnalyzer();
});

const graphemes = (text: string): number => [...new Intl.Segmenter().segment(text)].length;

describe('sentiment', () => {
  it.each([
    '오늘 방송 정말 재미있었어요',
    '최고의 경기였다 감동이다',
    'I love this stream, great job!',
    'what an amazing play',
  ])('%s is positive', (text) => {
    expect(analyzer.analyze(text).sentiment.label).toBe('positive');
  });
  it.each([
    '너무 지루하고 재미없다',
    '최악이다 시간 낭비',
    'this is terrible and boring',
    'worst game ever, I hate it',
  ])('%s is negative', (text) => {
    expect(analyzer.analyze(text).sentiment.label).toBe('negative');
  });
  it('is neutral where there is nothing to read', () => {
    for (const text of ['', ' ', '???', '123'])
      expect(analyzer.analyze(text).sentiment).toEqual({ label: 'neutral', positive: 0.5 });
  });
});

describe('emotion', () => {
  it.each([
    ['진짜 화나서 참을 수가 없다', 'anger'],
    ['너무 행복하고 기쁘다', 'joy'],
    ['무서워서 소름이 끼쳤다', 'fear'],
    ['역겹고 징그럽다', 'disgust'],
    ['깜짝 놀랐다 충격이야', 'surprise'],
    ['고요하고 평온한 저녁이다', 'peace'],
    ['너무 슬퍼서 눈물이 났다', 'sadness'],
    ['I am so happy, thank you!', 'joy'],
    ['this makes me so sad, I was crying', 'sadness'],
    ['I am scared, this is terrifying', 'fear'],
  ])('%s is %s', (text, emotion) => {
    expect(analyzer.analyze(text).emotion.label).toBe(emotion);
  });
});

describe('words', () => {
  it('are lemmas of content, Latin words, laughs and emoji, in order', () => {
    expect(analyzer.analyze('오늘 밥을 먹었다 ㅋㅋㅋㅋ GG 👍').words).toEqual([
      '오늘',
      '밥',
      '먹다',
      'ㅋㅋ',
      'gg',
      '👍',
    ]);
  });
  it('keep emotes whole and in place', () => {
    const emotes = [{ name: 'LUL', start: 3, end: 6 }];
    expect(analyzer.analyze('하하 LUL 재미있다', emotes).words).toEqual(['하하', 'LUL', '재미있다']);
  });
  it('name the profane ones', () => {
    const { words, profaneWords } = analyzer.analyze('이 병신아 조용히 해');
    expect(profaneWords.map((at) => words[at])).toEqual(['병신아']);
  });
  it('leave links out', () => {
    expect(analyzer.analyze('https://example.org/a 보세요').words).toEqual(['보다']);
  });
});

describe('language', () => {
  it.each([
    ['안녕하세요', 'ko'],
    ['ㅋㅋㅋ', 'ko'],
    ['hello there', 'en'],
    ['오늘 stream 재미있네 nice one', 'mixed'],
    ['こんにちは', 'other'],
    ['!!! 123', 'other'],
  ])('%s is %s', (text, language) => {
    expect(analyzer.analyze(text).lang).toBe(language);
  });
});

describe('profanity', () => {
  it('masks one star a grapheme', () => {
    expect(analyzer.analyze('이 병신아').masked).toBe('이 **아');
    expect(analyzer.analyze('아 시\u200b발 👨‍👩‍👧').masked.endsWith(' 👨‍👩‍👧')).toBe(true);
  });
  it('flags, scores and grades', () => {
    const bad = analyzer.analyze('씨발 뭐하냐').profanity;
    expect(bad.flag).toBe(true);
    expect(bad.severity).toBe(3);
    expect(bad.score).toBeGreaterThan(0.9);
    const good = analyzer.analyze('오늘 날씨가 참 좋네요').profanity;
    expect(good).toMatchObject({ flag: false, severity: 0, spans: [] });
  });
  it('leaves innocent words alone in both layers', () => {
    for (const text of [
      '시발점',
      '시바견',
      '전염병',
      '존맛',
      '18세',
      'Scunthorpe',
      'class',
      'shiitake',
      'assassin',
    ]) {
      expect([text, analyzer.analyze(text).profanity.flag]).toEqual([text, false]);
    }
  });
  it('masks names', () => {
    expect(analyzer.maskName('병신123')).toBe('**123');
    expect(analyzer.maskName('평범한이름')).toBe('평범한이름');
  });
});

describe('the flag', () => {
  it.each(
    '존버|존잘이네|개추|혹시 벌레|역시 팔방미인|12개 새거|18시발차|twitch|the witch is here|bitcoin|stitches|Dickens|fuchsia|pussycat'.split(
      '|',
    ),
  )('%s is innocent, though the model sees bad letters', (text) => {
    expect(analyzer.analyze(text).profanity.flag).toBe(false);
  });
  it('at most one innocent text of a hundred is flagged', () => {
    const texts = [
      ...KOREAN_SEAMS,
      ...KOREAN_BY_HAND,
      ...KOREAN_ORDINARY,
      ...ENGLISH_SEAMS,
      ...ENGLISH_BY_HAND,
    ];
    const flagged = texts.filter((text) => analyzer.analyze(text).profanity.flag);
    expect(texts.length).toBeGreaterThan(2_000);
    expect(flagged.length / texts.length, flagged.join(' ¦ ')).toBeLessThanOrEqual(0.01);
  });
});

describe('whatever the text', () => {
  const anyText = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 80 }),
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc
      .array(
        fc.constantFrom(
          '시',
          '발',
          'ㅅ',
          'ㅂ',
          'ㅄ',
          'f',
          'u',
          'c',
          'k',
          '1',
          ' ',
          '\u200b',
          '\u0301',
          '\ud83d',
          '\ude00',
          '👨‍👩‍👧',
          '\n',
          '병',
          '신',
        ),
        { maxLength: 30 },
      )
      .map((parts) => parts.join('')),
  );
  it('masking keeps the number of graphemes, offsets are in order and split no grapheme', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { masked, profanity } = analyzer.analyze(text);
        let last = 0;
        const borders = new Set([...new Intl.Segmenter().segment(text)].map(({ index }) => index)).add(
          text.length,
        );
        for (const { start, end } of profanity.spans) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          expect(borders.has(start) && borders.has(end)).toBe(true);
          last = end;
        }
        if (profanity.spans.length === 0) expect(masked).toBe(text);
        else expect(graphemes(masked)).toBe(graphemes(text));
      }),
      { numRuns: 400 },
    );
  });
  it('scores are probabilities', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { sentiment, emotion, profanity } = analyzer.analyze(text);
        expect(emotion.scores).toHaveLength(EMOTIONS.length);
        expect(emotion.scores.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 6);
        for (const p of [sentiment.positive, profanity.score, ...emotion.scores])
          expect(p >= 0 && p <= 1).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
  it('the answer does not depend on what was read before', () => {
    const alone = analyzer.analyze('와 진짜 재밌다 ㅋㅋ');
    analyzer.analyze('씨발 '.repeat(5000));
    expect(analyzer.analyze('와 진짜 재밌다 ㅋㅋ')).toEqual(alone);
  });
  it.each([
    'a',
    '가',
    'ㅅ',
    '시발',
    '\u0301',
    '\ud800',
    '👍',
    '시 ',
    'fu',
    'f u c k ',
    '1',
    '!',
    '👨‍',
    'ᄉ',
    'aㅅ1',
  ])('100 KB of %j is read to the end', (part) => {
    // profanity/masking.test.ts counts the work.
    const { masked, text } = analyzer.analyze(part.repeat(Math.ceil(100_000 / part.length)));
    expect(text.length).toBeGreaterThanOrEqual(100_000);
    expect(masked.length).toBeLessThanOrEqual(text.length);
  });
});

it('a missing model is a coded error that says what to do', async () => {
  await expect(createAnalyzer({ root: new URL('file:///nowhere/') })).rejects.toMatchObject({
    code: 'CHATPULSE_MODEL_INVALID',
  });
});
