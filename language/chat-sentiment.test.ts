/** How chat is read, on lines that were written and judged for this project; the half that nothing was chosen by. */
import { beforeAll, describe, expect, it } from 'vitest';
import { createAnalyzer, type Analyzer } from './index.ts';
import { judgedChat, type JudgedChat } from './train/own-chat.ts';

let analyzer: Analyzer;

beforeAll(async () => {
  analyzer = await createAnalyzer();
});

const labelOf = (text: string): string => analyzer.analyze(text).sentiment.label;
const heldBack = (language: 'ko' | 'en'): readonly JudgedChat[] =>
  judgedChat(language).filter(({ part }) => part === 'held-back');
const isRight = ({ text, label, also }: JudgedChat): boolean => [label, also].includes(labelOf(text));
const share = <T>(list: readonly T[], holds: (each: T) => boolean): number =>
  list.filter(holds).length / list.length;

describe('chat is read as a person reads it', () => {
  it.each(['ko', 'en'] as const)('%s: four of five lines', (language) => {
    const lines = heldBack(language);
    const wrong = lines.filter((line) => !isRight(line)).map(({ text }) => `${text}: ${labelOf(text)}`);
    expect(share(lines, isRight), wrong.join(' ¦ ')).toBeGreaterThanOrEqual(0.8);
  });

  it.each(['ko', 'en'] as const)('%s: ordinary talk is not called negative', (language) => {
    const ordinary = heldBack(language).filter(({ label }) => label === 'neutral');
    expect(share(ordinary, ({ text }) => labelOf(text) === 'negative')).toBeLessThanOrEqual(
      { ko: 0.06, en: 0.12 }[language],
    );
  });

  it.each(['ko', 'en'] as const)('%s: complaints, insults and praise are still found', (language) => {
    const kinds = ['complaint', 'insult', 'praise', 'thanks'];
    const sided = heldBack(language).filter(({ kind }) => kinds.includes(kind));
    expect(share(sided, isRight)).toBeGreaterThanOrEqual(0.75);
  });

  it.each([
    '안녕하세요',
    '이거 무슨 게임이에요?',
    '네',
    'ㅇㅋ',
    '!출석',
    '무빙',
    'ㅋㅋㅋㅋㅋ ㅋㅋㅋㅋ ㅋㅋㅋ',
  ])('the bug that ordinary talk was taken for a bad review: %s is not negative', (text) => {
    expect(labelOf(text)).not.toBe('negative');
  });
});
