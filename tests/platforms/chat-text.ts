import { seededRandom } from '../../dashboards/seed/random.ts';

/** Parts from which lines of chat are put together: `{name}` stands for one of the list of that name. */
const LISTS: Readonly<Record<string, readonly string[]>> = {
  who: ['형', '누나', '하람님', '스트리머', '팀원', '저 사람', '상대', '매니저', '우리 딜러', '서폿'],
  thing: ['보스', '맵', '스킬', '아이템', '점프', '패턴', '엔딩', '브금', '컨트롤', '세팅', '화면', '마이크'],
  good: ['잘한다', '미쳤다', '귀엽다', '대박이다', '최고네', '센스 있네', '깔끔하네', '훌륭해', '예쁘다'],
  bad: ['답답하네', '별로다', '망했네', '아쉽다', '어렵네', '느리네', '이상해', '지루해', '무섭다'],
  laugh: ['ㅋㅋ', 'ㅋㅋㅋㅋ', 'ㅋㅋㅋㅋㅋㅋㅋ', 'ㅎㅎ', 'ㅠㅠ', 'ㄷㄷ', '!!', '??', '...', ''],
  when: ['방금', '아까', '이번 판', '지난번에', '오늘', '진짜', '솔직히', '근데', '와'],
  great: ['great', 'insane', 'so good', 'clean', 'lovely', 'hilarious', 'huge', 'smooth'],
  awful: ['awful', 'painful', 'so slow', 'boring', 'scary', 'rough', 'unlucky'],
  item: ['boss', 'jump', 'build', 'map', 'combo', 'ending', 'soundtrack', 'timing'],
  emote: ['Kappa', 'PogChamp', 'LUL', 'BibleThump', ''],
};

const TEMPLATES: readonly string[] = [
  '{when} {thing} {good} {laugh}',
  '{when} {thing} {bad} {laugh}',
  '{who} {thing} {good}',
  '{who} {when} {bad} {laugh}',
  '{laugh}{laugh}{laugh}',
  '{thing} 뭐예요?',
  '{thing} 다시 한 번만요',
  '{who} 힘내요 {laugh}',
  '아니 {thing} 왜 {bad}',
  '이거 {thing} 맞아요? {laugh}',
  'that {item} was {great} {emote}',
  '{item} looks {awful} {emote}',
  'what is this {item}',
  '{emote} {emote} {item}',
  'ㅅ1ㅂ {thing} {bad}',
  '{thing} 개{bad} {laugh}',
];

/** Lines of chat, Korean and English, the same for the same seed. */
export function createChatText(seed: number): () => string {
  const random = seededRandom(seed);
  const pick = (list: readonly string[]): string => list[Math.floor(random() * list.length)] ?? '';
  return () => {
    const text = pick(TEMPLATES).replace(/\{(\w+)\}/g, (_, name: string) => pick(LISTS[name] ?? []));
    return text.replace(/ +/g, ' ').trim() || 'ㅋㅋ';
  };
}
