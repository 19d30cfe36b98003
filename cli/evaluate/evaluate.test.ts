import { beforeAll, describe, expect, it } from 'vitest';
import { createAnalyzer, type Analyzer } from '../../language/index.ts';
import { evaluate, type Evaluation } from './evaluate.ts';
import { reportText } from './report.ts';
import { Tally } from './tally.ts';
import type { Task } from '../../language/labels.ts';

let analyzer: Analyzer;

beforeAll(async () => {
  analyzer = await createAnalyzer();
});

const measured = (task: Task, table: readonly (readonly [text: string, label: string])[]): Evaluation =>
  evaluate(
    task,
    table.map(([text, label], i) => ({ text, label, line: i + 2 })),
    analyzer,
  );

describe('the figures', () => {
  const rules = { classes: ['a', 'b'], binnedBy: 1, answer: () => ({ predicted: 0, probabilities: null }) };

  it('are those that a sheet of paper gives', () => {
    const tally = new Tally(rules);
    const add = (actual: number, b: number): void =>
      tally.add(actual, { predicted: b >= 0.5 ? 1 : 0, probabilities: [1 - b, b] });
    add(1, 0.9);
    add(1, 0.9);
    add(0, 0.9);
    add(0, 0.2);
    const figures = tally.figures();
    expect(figures).toMatchObject({
      rows: 4,
      accuracy: 0.75,
      confusion: [
        [1, 1],
        [0, 2],
      ],
    });
    expect(figures.classes).toEqual([
      { name: 'a', rows: 2, precision: 1, recall: 0.5, f1: 2 / 3 },
      { name: 'b', rows: 2, precision: 2 / 3, recall: 1, f1: 0.8 },
    ]);
    expect(figures.macroF1).toBeCloseTo((2 / 3 + 0.8) / 2, 12);
    expect(figures.logLoss).toBeCloseTo(-(2 * Math.log(0.9) + Math.log(0.1) + Math.log(0.8)) / 4, 12);
    // Two bins: three rows of 0.9 with two hits, one row of 0.2 with none.
    expect(figures.calibrationError).toBeCloseTo((Math.abs(2.7 - 2) + 0.2) / 4, 12);
  });
  it('of a class that nobody has and nobody says do not count in the mean', () => {
    const tally = new Tally({ ...rules, classes: ['a', 'b', 'c'], binnedBy: null });
    tally.add(0, { predicted: 0, probabilities: [0.8, 0.1, 0.1] });
    tally.add(0, { predicted: 1, probabilities: [0.3, 0.6, 0.1] });
    const { macroF1, calibrationError, classes } = tally.figures();
    expect(classes[2]).toMatchObject({ precision: null, recall: null });
    expect(macroF1).toBeCloseTo(2 / 3 / 2, 12);
    expect(calibrationError).toBeCloseTo((0.2 + 0.6) / 2, 12);
  });
});

describe('evaluate', () => {
  it('reads two-class sentiment at 0.5', () => {
    const table = [
      ['정말 재미있어요', '1'],
      ['너무 지루하고 재미없다', 'negative'],
      ['what a great stream', 'Positive'],
    ] as const;
    const result = measured('sentiment', table);
    expect(result).toMatchObject({
      rows: 3,
      accuracy: 1,
      confusion: [
        [1, 0],
        [0, 2],
      ],
    });
    const loss = table.map(([text, label]) => {
      const { positive } = analyzer.analyze(text).sentiment;
      return -Math.log(label === 'negative' ? 1 - positive : positive);
    });
    expect(result.logLoss).toBeCloseTo(loss.reduce((a, b) => a + b, 0) / 3, 12);
    expect(result.version).toBe(analyzer.version);
    expect(result.messagesPerSecond).toBeGreaterThan(0);
  });
  it('takes the label where the table knows neutral', () => {
    const result = measured('sentiment', [
      ['정말 재미있어요', '1'],
      ['???', '2'],
      ['최악이다', '0'],
    ]);
    expect(result).toMatchObject({ accuracy: 1, logLoss: null, calibrationError: null });
    expect(result.classes.map(({ name }) => name)).toEqual(['negative', 'neutral', 'positive']);
    expect(reportText(result)).toContain('no probability of neutral');
  });
  it('knows emotions by both names, and neutral as peace', () => {
    const result = measured('emotion', [
      ['너무 행복하고 기쁘다', '기쁨'],
      ['너무 슬퍼서 눈물이 났다', 'sadness'],
      ['고요하고 평온한 저녁이다', 'neutral'],
      ['고요하고 평온한 밤이다', 'peace|neutral'],
    ]);
    expect(result).toMatchObject({ rows: 4, accuracy: 1, leftOut: { unlabelled: 0, ambiguous: 0 } });
  });
  it('knows profanity by number and by kind', () => {
    const result = measured('profanity', [
      ['씨발 뭐하냐', 'profanity'],
      ['이 병신아', 'abuse'],
      ['이 병신아', '1'],
      ['오늘 날씨가 참 좋네요', 'clean'],
      ['안녕하세요', '0'],
    ]);
    expect(result).toMatchObject({
      accuracy: 1,
      confusion: [
        [2, 0],
        [0, 3],
      ],
    });
  });
  it('leaves rows without one label out and says how many', () => {
    const result = measured('emotion', [
      ['너무 행복하고 기쁘다', 'joy'],
      ['아무 말', ''],
      ['놀랍고 기쁘다', 'joy|surprise'],
    ]);
    expect(result).toMatchObject({ rows: 1, leftOut: { unlabelled: 1, ambiguous: 1 } });
    expect(reportText(result)).toMatch(/1 row without a label[^]*1 row with several labels/);
  });
  it('names unknown labels with their lines, and what is known', () => {
    const table = [
      ['좋아요', '1'],
      ['몰라요', 'maybe'],
      ['몰라요', 'dunno'],
      ['몰라요', 'maybe'],
    ] as const;
    expect(() => measured('sentiment', table)).toThrow(
      expect.objectContaining({
        code: 'CHATPULSE_LABEL_UNKNOWN',
        message: expect.stringMatching(/"maybe" \(line 3\), "dunno" \(line 4\)\. Known are .*positive/),
      }),
    );
  });
  it('refuses a table without any label', () => {
    expect(() => measured('sentiment', [['좋아요', '']])).toThrow(
      expect.objectContaining({ code: 'CHATPULSE_TABLE_EMPTY' }),
    );
  });
});
