/** Made-up chat lines for benchmarks: a few very common words, many rare ones, laughter of any length. */

const COMMON = [
  '방송',
  '오늘',
  '진짜',
  '재밌네요',
  '안녕하세요',
  '감사합니다',
  '뭐야',
  '이거',
  '대박',
  '노래',
  '게임',
  '응원',
  'gg',
  'lol',
  'nice',
];
const ONSETS =
  '가나다라마바사아자차카타파하거너더러머버서어저처커터퍼허고노도로모보소오조초코토포호구누두루무부수우주추쿠투푸후그느드르므브스으즈츠크트프흐기니디리미비시이지치키티피히';
const ENDINGS = ['은', '는', '이', '가', '을', '를', '에서', '했다', '네요', '인데', '까지', '하고'];

const pick = <T>(list: ArrayLike<T>): T => list[Math.floor(Math.random() * list.length)] as T;

/** A line; `dice` from 0 to 1 decides its kind. */
export function makeChatText(dice: number): string {
  if (dice < 0.25) return 'ㅋ'.repeat(1 + Math.floor(Math.random() * 12));
  if (dice < 0.3)
    return `${'ㅋ'.repeat(1 + Math.floor(Math.random() * 4))}${'ㅎ'.repeat(1 + Math.floor(Math.random() * 3))}${'ㅋ'.repeat(2)}`;
  const words = Array.from({ length: 1 + Math.floor(Math.random() * 6) }, makeWord);
  if (dice > 0.85) words.push('ㅋㅋㅋ');
  return words.join(' ');
}

function makeWord(): string {
  if (Math.random() < 0.35) return pick(COMMON);
  return (
    pick(ONSETS) +
    pick(ONSETS) +
    (Math.random() < 0.4 ? pick(ONSETS) : '') +
    (Math.random() < 0.5 ? pick(ENDINGS) : '')
  );
}
