/** Families of the lists that a rule of the matcher does not make: what is listed, beside what is spelled alike. */
import { beforeAll, describe, expect, it } from 'vitest';
import { createAnalyzer, type Analyzer } from '../index.ts';
import { shippedMatcher } from './shipped-matcher.ts';

const matcher = shippedMatcher();
let analyzer: Analyzer;

beforeAll(async () => {
  analyzer = await createAnalyzer();
});

const isListed = (text: string): boolean => matcher.find(text).listed.length > 0;

describe('새끼 as it is written to get by', () => {
  it.each(['돼지새키야', '저 곰보색히', '이색희 뭐냐', '짱구 새기들', '이놈시키 봐라', '백수새퀴들', '섀캬'])(
    '%s',
    (text) => expect(isListed(text)).toBe(true),
  );
  it.each([
    '새키보드 샀다',
    '어느새키가 컸네',
    '세키로 하자',
    '니시키야마',
    '하루 세끼',
    '무늬를 새기다',
    '색기 넘친다',
  ])('is not in %s', (text) => expect(isListed(text)).toBe(false));
});

describe('년 behind another word', () => {
  it.each(['못생긴년들', '돼지년아', '병신년아', '늙은년이', '년놈들 봐라', '이뇬들아'])('%s', (text) =>
    expect(isListed(text)).toBe(true),
  );
  it.each([
    '청소년들이 왔다',
    '중년들의 모임',
    '소년아 힘내',
    '청년들 화이팅',
    '작년들어 늘었다',
    '2020년들어',
    '풍년들었네',
    '지은년도가 언제냐',
    '병신년이 밝았다',
    '고학년들',
  ])('is not in %s', (text) => expect(isListed(text)).toBe(false));
});

describe('words that chat says without meaning harm', () => {
  it.each(['개같이 멸망', '개같이 부활ㅋㅋ', '용병 쓰자', '또 꼴등', '개구리 잡자', '읽씹 당함', '개모태'])(
    '%s',
    (text) => expect(analyzer.analyze(text).profanity.flag).toBe(false),
  );
  it('do not hide what stands beside them', () => {
    for (const text of ['개같이 멸망 시발', '용병 병신아', '개모태 새끼들'])
      expect(analyzer.analyze(text).profanity.flag, text).toBe(true);
  });
});
