/** Emotions of literary sentences, which are unlike the comments that the models learned from. */
import { beforeAll, describe, expect, it } from 'vitest';
import { createAnalyzer, EMOTIONS, type Analyzer, type Emotion } from '../index.ts';
import { PROSE_SENTENCES } from './prose-sentences.ts';

let analyzer: Analyzer;

beforeAll(async () => {
  analyzer = await createAnalyzer();
});

const rightOf = (emotion: Emotion): readonly string[] =>
  PROSE_SENTENCES[emotion].filter((text) => analyzer.analyze(text).emotion.label === emotion);

describe('literary sentences', () => {
  it.each([
    ['아무렇지 않은 척했지만, 사실 오늘은 많이 화가 났다.', 'anger'],
    ['아무 이유 없이 웃음이 나는 날도 있는 법이다.', 'joy'],
    ['손끝까지 전해지는 떨림을 숨길 수 없었다.', 'fear'],
    ['설명할 수 없지만, 묘하게 마음에 들지 않는 하루였다.', 'disgust'],
    ['잠깐의 충격이지만, 심장이 세 번은 더 뛰었다.', 'surprise'],
    ['따뜻한 바람처럼 고요함이 마음을 스쳐 지나갔다.', 'peace'],
    ['이유는 모르지만 눈물이 고이던 그런 순간이 있었다.', 'sadness'],
  ])('%s is %s', (text, emotion) => {
    expect(analyzer.analyze(text).emotion.label).toBe(emotion);
  });

  it('are mostly told right', () => {
    const right = EMOTIONS.map((emotion) => rightOf(emotion).length);
    const all = EMOTIONS.map((emotion) => PROSE_SENTENCES[emotion].length);
    const share = sum(right) / sum(all);
    process.stdout.write(`literary sentences told right: ${sum(right)} of ${sum(all)}\n`);
    expect(share).toBeGreaterThanOrEqual(0.6);
  });

  it.each(EMOTIONS)('of %s are told right at least four times in ten', (emotion) => {
    expect(rightOf(emotion).length / PROSE_SENTENCES[emotion].length).toBeGreaterThanOrEqual(0.4);
  });
});

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
