import { describe, expect, it } from 'vitest';
import { shippedMatcher } from './shipped-matcher.ts';

const matcher = shippedMatcher();

/** The parts of the text that are found, joined by `|`. */
function found(text: string): string {
  return matcher
    .find(text)
    .listed.map(({ start, end }) => text.slice(start, end))
    .join('|');
}

describe('evasions are found where the reader sees them', () => {
  it.each([
    ['시발', '시발'],
    ['아 시1발 진짜', '시1발'],
    ['아 시 발 진짜', '시 발'],
    ['시.발', '시.발'],
    ['씨@발아', '씨@발'],
    ['시이이이발', '시이이이발'],
    ['시\u200b발', '시\u200b발'],
    ['ㅅㅂ', 'ㅅㅂ'],
    ['ㅅㅂㅋㅋㅋ', 'ㅅㅂ'],
    ['ㅅㅅㅂㅂ', 'ㅅㅅㅂㅂ'],
    ['ㄹㅇㅅㅂ', 'ㅅㅂ'],
    ['ㅆㅣㅂㅏㄹ', 'ㅆㅣㅂㅏㄹ'],
    ['씨ㅂㅏㄹ', '씨ㅂㅏㄹ'],
    ['ㅅl발', 'ㅅl발'],
    ['시x발', '시x발'],
    ['시ㅋ발', '시ㅋ발'],
    ['시발'.normalize('NFD'), '시발'.normalize('NFD')],
    ['ㅂ신아', 'ㅂ신'],
    ['병ㅅ이네', '병ㅅ'],
    ['ㅄ', 'ㅄ'],
    ['병~~신', '병~~신'],
    ['개 새 끼', '개 새 끼'],
    ['지라알', '지라알'],
    ['18놈아', '18놈'],
    ['tlqkf', 'tlqkf'],
    ['fuck', 'fuck'],
    ['fuuuuckkk you', 'fuuuuckkk'],
    ['f u c k', 'f u c k'],
    ['f.u.c.k', 'f.u.c.k'],
    ['fuck123', 'fuck'],
    ['FUCK', 'FUCK'],
    ['ｆｕｃｋ', 'ｆｕｃｋ'],
    ['fück', 'fück'],
    ['fuсk', 'fuсk'],
    ['sh1t', 'sh1t'],
    ['$h!t', '$h!t'],
    ['b1tch', 'b1tch'],
    ['motherfucker', 'motherfucker'],
    ['you asses', 'asses'],
  ])('%s', (text, expected) => {
    expect(found(text)).toBe(expected);
  });
});

describe('innocent words are left alone', () => {
  it.each([
    [
      '데미갓',
      '준다',
      '시발점',
      '18세',
      '지리네',
      '존맛',
      '시바견',
      '전염병',
      '쌍둥이',
      '개가 온다',
      'ㅇㅂㅇㅇㅂㅅ',
    ],
    [
      '역시 발전했네',
      '다시 발표한다',
      '즉시 발송',
      '도시바 노트북',
      '새끼손가락',
      '미친듯이 웃었다',
      '껌을 씹다',
      '보지 마세요',
      '자지 않았다',
    ],
    [
      '해 보지 뭐',
      '벌써 자지 마',
      '에밀 졸라',
      '땅따먹기',
      '병 신청',
      '오늘 병신년',
      '저년차',
      '2018년 새해',
      'ㅅㅅㅅ',
      'ㅂㅇ',
    ],
    [
      'Scunthorpe',
      'class',
      'assess',
      'assassin',
      'shiitake',
      'cockpit',
      'cocktail',
      'Dickens',
      'grape',
      'therapist',
      'analysis',
    ],
    [
      'has hit',
      'as shown',
      'this is hot',
      'pass it',
      'bass',
      'push it',
      'hello',
      'spicy',
      'cumin',
      'raccoon',
      'Essex',
      'document',
    ],
  ])('%s and the rest of its row', (...words) => {
    expect(words.filter((word) => found(word) !== '')).toEqual([]);
  });
});

describe('named', () => {
  it.each([
    ['그 병신짓을', '병신'],
    ['저지랄하는건', '지랄'],
  ])(
    'a word typed on the wrong keyboard (qudtls) does not stand in the way of the word itself: %s',
    (text, expected) => {
      expect(found(text)).toBe(expected);
    },
  );

  it.each(
    '용병신 8등신 12시8분 애니보지말고 에미 ㅅㅍ 이놈아 닥쳐오다 씹힌 rapped poorness booby cocky swanker plss tilts AI발전 다시ㅋㅋ발표 그_10년'.split(
      ' ',
    ),
  )('%s is innocent', (text) => {
    expect(found(text.replace('_', ' '))).toBe('');
  });

  it('tells where the letters of a word stand innocently', () => {
    expect(matcher.find('역시 발표').near).toBe(true);
    expect(matcher.find('안녕하세요').near).toBe(false);
  });
});

it('says why and how bad', () => {
  expect(matcher.find('이 병신아').listed).toEqual([
    { start: 2, end: 4, reason: 'byeongsin', severity: 3, entry: '병신' },
  ]);
});

it('reports allowed words', () => {
  expect(matcher.find('시발점').allowed.map(({ start, end }) => [start, end])).toEqual([[0, 3]]);
});

it('treats emotes as walls', () => {
  expect(matcher.find('시Kappa발', [{ name: 'Kappa', start: 1, end: 6 }]).listed).toEqual([]);
});
