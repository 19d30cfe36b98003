import { describe, expect, it } from 'vitest';
import { shippedMatcher } from './shipped-matcher.ts';

const matcher = shippedMatcher();

/** Words that contain, spell across their syllables, or sound like a listed one. */
const KOREAN = `
시발점 시발역 시발택시 시바견 시바이누 시바신 시방서 시방세계 씨방 씨받이밭 시발자동차 십팔번 열여덟 십팔년간 십팔세 18세 18번 18년산
병신년 병신정변 병신일주 보병신고 문병신청 간병신문 병시중 병실 병사 병신월 신병 신병교육대 의병 의병신화 장병신앙
개새벽 개새우 개나리 개구리 개미 개월 개인 개발 개발자 개학 개편 개선 개척 개화기 삼개년 오개년계획 개막식 번개 무지개 조개 베개
지라시 지리산 지리학 지리네 지르다 지렁이 지팡이 지우개 지뢰 지뢰찾기
존맛 존맛탱 존중 존경 존재 존재감 의존나무 보존나라 생존 공존 현존
미치광이풀 미침 미쳤다 재미치료 장미친구
새끼손가락 새끼발가락 새끼줄 새끼고양이 새끼돼지 새끼오리 새끼강아지
쫓다 쫓기다 좇아가다 조까치 조카 조카딸 조깅 조까지
씹다 씹어먹다 곱씹다 되씹다 씹는맛 잘근잘근씹다 꼭꼭씹어
걸레질 걸레받이 물걸레 손걸레 대걸레 걸레통
창조 창구 창고 창문 창업
보지못한 보지않고 보지마 보지도 바보지 해보지 가보지 써보지 들어보지 눈여겨보지 보지말고 보지말라 지켜보지
자지않고 자지마 자지러지다 일찍자지 까무러자지
섹시 섹션 섹터 색소폰 색상 색종이 섹스텟 유니섹스
꺼져가는불 불이꺼져 촛불꺼져요 꺼지다
닥치는대로 닥친문제
죽이는맛 죽이네요 죽여주는맛 죽여준다 팥죽 호박죽 죽순
병맛 약빨다 빨다 빨래 빨대 빨간색 빨리 빨라
놈팽이없는 그놈참 이놈아저씨 고놈참귀엽네 나쁜놈들전성시대
년도 년생 천년 백년 만년필 내년 작년 금년 매년 주년 오년차 일년째
데미갓 준다 알려준다 가준다 남겨준다 떠난다 후려치다 야차 야차왕 내려차기 돌려차기
한남동 한남대교 한남대 김치찌개 김치전 된장찌개 된장국 맘충분 급식시간 급식실 틀니
에미상 에미넴 애미나 애비뉴 어미새 어미닭 니미츠 니미츠제독
호로록 호로새 호로비츠 호로병 후장식 후장총 대장염 항문외과 고추장 고추밭 고추잠자리 불알친구 딸기 딸랑이
전염병 감염병 흑사병 페스트 열병식
ㅇㅈ ㅇㅋ ㄱㅅ ㅅㄱ ㄱㄱ ㄴㄴ ㄷㄷ ㄹㅇ ㅊㅋ ㅂㅂ ㅈㅅ ㄱㅊ ㅇㄱㄹㅇ ㅂㅂㅅㄱ ㅇㅂㅇㅇㅂㅅ
`;
const ENGLISH = `
Scunthorpe class classic assess assessment assassin assassinate pass passing bass brass grass glass mass massive embassy
ambassador compass cassette asset assign assist assistant associate assume assure passion passport Massachusetts harassment
cockpit cocktail peacock cockroach Hancock Hitchcock shuttlecock woodcock cockatoo weathercock
Dickens Dickinson dictionary dickcissel predict addict verdict dictate benedict
shitake shiitake sushi titan titanic title constitution institution entity petition competition title substitute
Essex Sussex Middlesex sextant sextet unisex sexagenarian
analysis analyst analog canal banal canalside penalty penicillin peninsula penis-shaped-not
cumulative cucumber document circumstance cumulus accumulate Cumberland succumb
hello shell shellfish hellenic Hellmann othello michelle
Nigeria Niger nigella snigger niggardly renegade
pussycat pussyfoot pussywillow octopus
therapist rapeseed grape drape scrape trapeze
whorehound-not whole wholesale abhor
button butter butterfly butler rebuttal butane
crapshoot scrap scrape scrapbook
homogeneous homonym homework homeowner
damnation dam amsterdam damage condemn
screw screwdriver corkscrew
faggot-not fagot fagottist suffrage
tit titmouse bluetit great-tit
fukuoka fukushima fuchsia
shoes phoenix hoedown
`;
const NOT_WORDS = /-not$/;
const words = (text: string): string[] =>
  text.split(/\s+/).filter((word) => word !== '' && !NOT_WORDS.test(word));

const KOREAN_FRAMES = [
  (word: string) => word,
  (word: string) => `${word} 얘기`,
  (word: string) => `오늘은 ${word}`,
  (word: string) => `${word}?`,
  (word: string) => `아 ${word} 그거`,
  (word: string) => `${word} ㅋㅋㅋ`,
  (word: string) => `"${word}"`,
  (word: string) => `${word}, ${word}`,
];
const ENGLISH_FRAMES = [
  (word: string) => word,
  (word: string) => `the ${word} is here`,
  (word: string) => word.toUpperCase(),
  (word: string) => `${word}!`,
  (word: string) => `a ${word}, or two`,
  (word: string) => `${word} ㅋㅋ`,
];

describe('innocent words that contain a bad one', () => {
  const sentences = [
    ...words(KOREAN).flatMap((word) => KOREAN_FRAMES.map((frame) => frame(word))),
    ...words(ENGLISH).flatMap((word) => ENGLISH_FRAMES.map((frame) => frame(word))),
  ];

  it('at most one of a hundred is flagged, of more than 2,000', () => {
    const flagged = sentences.filter((text) => matcher.find(text).listed.length > 0);
    expect(sentences.length).toBeGreaterThan(2_000);
    expect(flagged.length / sentences.length, flagged.join(' | ')).toBeLessThanOrEqual(0.01);
  });
});
