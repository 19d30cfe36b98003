/**
 * Words too common to tell what a chat is about, in the normalised form that the analysis gives: Korean particles,
 * auxiliary stems, pronouns and interjections of laughter; English function words.
 */
const KOREAN =
  '한 두 세 네 번 개 명 뒤 앞 것 거 게 걸 수 때 등 좀 더 또 안 못 잘 다 막 왜 뭐 뭔 무슨 어떤 이런 저런 그런 이거 그거 저거 여기 거기 저기 지금 이제 그냥 진짜 너무 정말 ' +
  '나 너 저 내 네 니 우리 저희 제 그 이 누구 하다 되다 있다 없다 이다 아니다 같다 보다 가다 오다 주다 싶다 않다 말다 ' +
  '하 되 있 없 같 보 가 오 주 싶 않 말 그렇 이렇 어떻 은 는 을 를 의 에 에서 으로 로 와 과 도 만 까지 부터 한테 에게 ' +
  '고 며 면 서 네요 어요 아요 습니다 ㅂ니다 ㄴ데 는데 ㅋ ㅋㅋ ㅎ ㅎㅎ ㅠ ㅠㅠ ㅜ ㅜㅜ ㄷ ㄷㄷ ㅇ ㅇㅇ ㄴ ㄴㄴ ㄱ ㄱㄱ 음 어 아 오 와 헐 네 예 응 아니';
const ENGLISH =
  'a an the and or but if so of to in on at by for from with as is are was were be been being am do does did done have has had ' +
  'i me my you your he him his she her it its we us our they them their this that these those what which who how why when where ' +
  'not no yes just very too can will would could should may might im its dont cant thats ive youre lol lmao haha gg ok okay u ur';

const STOP_WORDS: ReadonlySet<string> = new Set(`${KOREAN} ${ENGLISH}`.split(' '));

/** True for function words, single Latin letters, bare jamo such as ㅋㅋ, and what has no letter; never for emoji. */
export function isStopWord(word: string): boolean {
  if (STOP_WORDS.has(word)) return true;
  if (/\p{Extended_Pictographic}/u.test(word)) return false;
  return /^(?:[a-z]|[ㄱ-ㅣ]+|[\p{N}\p{P}\p{S}]*)$/u.test(word);
}
