/** A line of a recorded chat. */
export interface RecordedLine {
  readonly id: string;
  readonly author: string;
  readonly authorId: string;
  readonly time: string;
  readonly text: string;
  readonly channel: string;
}

const TEXTS = [
  '오늘 방송 정말 재밌어요',
  '보스전 너무 기대돼요',
  '이 노래 제목이 뭐예요',
  'that boss fight was amazing',
  '아 진짜 답답하다',
  '보스 패턴이 너무 어렵다',
  'shit, so close',
  '다음 판은 꼭 이겨요',
] as const;

/** A show of so many minutes, a message every two seconds, ended long ago. */
export function recordedShow(minutes: number, channel: string): readonly RecordedLine[] {
  const start = Date.UTC(2026, 2, 4, 11, 0);
  return Array.from({ length: minutes * 30 }, (_, index) => ({
    id: `line-${index}`,
    author: `시청자${index % 9}`,
    authorId: `viewer-${index % 9}`,
    time: new Date(start + index * 2_000).toISOString(),
    text: TEXTS[index % TEXTS.length] ?? '',
    channel,
  }));
}
