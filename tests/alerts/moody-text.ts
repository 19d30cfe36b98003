import { seededRandom } from '../../dashboards/seed/random.ts';

/** calm: as usual, a few complain. angry: most do, some with profanity. */
export type MoodOfChat = 'calm' | 'angry';

/** What kind of line somebody writes. */
export type LineOfChat = 'kind' | 'plain' | 'angry';

const OPENERS = ['오늘', '와', '형', '역시', '이번 판', '누나', '우리'];
const KIND = [
  '방송 재밌어요 ㅋㅋ',
  '잘한다 최고네',
  '점프 깔끔하네',
  '응원합니다 화이팅',
  '노래 좋다',
  '목소리 예쁘다',
  '귀엽다 ㅎㅎ',
  '센스 있네 대박',
  '브금 좋네 ㅋㅋ',
  '구독했어요 축하해요',
];
/** Questions, greetings and reports: neither kind nor angry, though an analysis may take some for the one or the other. */
const PLAIN = [
  '저녁 뭐 먹었어요?',
  '안녕하세요 반가워요',
  '이거 무슨 게임이에요?',
  '지금 몇 시예요',
  '다음 판 언제 해요?',
  'ㅋㅋㅋㅋㅋㅋ',
  '왼쪽에 상자 있어요',
  '어제 방송 다시보기 봤어요',
  '키보드 뭐 써요?',
  '저도 그 게임 해봤어요',
];
const ANGRY = [
  '재미없다 최악이네',
  '왜 이렇게 못하냐 짜증나',
  '실망이다 방송 접어라',
  '답답해서 못 보겠다',
  '노잼이네 시간 아깝다',
  '사과해라 너무 무책임하다',
  '기분 나쁘다 진짜 별로다',
  '거짓말 하지마 역겹다',
  '씨발 이게 방송이냐',
];
const SHARE_ANGRY: Readonly<Record<MoodOfChat, number>> = { calm: 0.05, angry: 0.85 };

const LINES: Readonly<Record<LineOfChat, readonly string[]>> = { kind: KIND, plain: PLAIN, angry: ANGRY };

/** Lines of Korean chat, the same for the same seed and kinds. */
export function createChatLines(seed: number): (kind: LineOfChat) => string {
  const random = seededRandom(seed);
  const pick = (list: readonly string[]): string => list[Math.floor(random() * list.length)] ?? '';
  return (kind) => `${pick(OPENERS)} ${pick(LINES[kind])}`;
}

/** Lines of Korean chat of a mood, the same for the same seed and moods. */
export function createMoodyText(seed: number): (mood: MoodOfChat) => string {
  const random = seededRandom(seed);
  const line = createChatLines(seed + 1);
  return (mood) => line(random() < SHARE_ANGRY[mood] ? 'angry' : 'kind');
}
