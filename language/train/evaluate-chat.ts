/** What each kind of chat reads as, on the judged lines that nothing was chosen by. */
import { createAnalyzer, type SentimentLabel } from '../index.ts';
import { judgedChat, type JudgedChat } from './own-chat.ts';

export interface KindReading {
  readonly language: 'ko' | 'en';
  readonly kind: string;
  readonly lines: number;
  /** Lines read as a person does, or as a person could. */
  readonly read: number;
  readonly as: Readonly<Record<SentimentLabel, number>>;
}

/** @param root folder that holds the `models/` and `lists/` to evaluate; the shipped one unless told */
export async function evaluateChat(root?: URL): Promise<readonly KindReading[]> {
  const analyzer = await createAnalyzer(root === undefined ? {} : { root });
  const labelOf = (text: string): SentimentLabel => analyzer.analyze(text).sentiment.label;
  return (['ko', 'en'] as const).flatMap((language) => {
    const lines = judgedChat(language).filter(({ part }) => part !== 'chosen-on');
    const kinds = [...new Set(lines.map(({ kind }) => kind))];
    return kinds.map((kind) => ({
      language,
      kind,
      ...readingOf(
        lines.filter((line) => line.kind === kind),
        labelOf,
      ),
    }));
  });
}

function readingOf(
  lines: readonly JudgedChat[],
  labelOf: (text: string) => SentimentLabel,
): Omit<KindReading, 'language' | 'kind'> {
  const as = { negative: 0, neutral: 0, positive: 0 };
  let read = 0;
  for (const { text, label, also } of lines) {
    const found = labelOf(text);
    as[found]++;
    if (found === label || found === also) read++;
  }
  return { lines: lines.length, read, as };
}
