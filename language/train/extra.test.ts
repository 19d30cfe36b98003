import { describe, expect, it } from 'vitest';
import { EMOTIONS } from '../types.ts';
import type { BinaryPlan } from './binary-trainer.ts';
import type { EmotionPlan } from './emotion-plan.ts';
import type { ExtraRow } from './extra-file.ts';
import { modelFor, withExtraEmotions, withExtraTexts } from './extra.ts';
import { affectedModels, ExtraTexts } from './extra-texts.ts';
import { englishReader } from './reader.ts';

const rows: readonly ExtraRow[] = [
  { line: 2, text: 'what a day', task: 'sentiment', label: 'positive' },
  { line: 3, text: 'it was a day', task: 'sentiment', label: 'neutral' },
];
const read = englishReader();
const binary: BinaryPlan = {
  kind: 'sentiment-en',
  samples: [{ text: 'old', target: 0, weight: 1, source: 4, heldBack: true }],
  read,
  size: 10,
  minimumFrequency: 1,
};
const emotion: EmotionPlan = {
  kind: 'emotion-en',
  read,
  signals: () => [0, 0],
  main: { name: 'own', labelCount: 3 + EMOTIONS.length, samples: [] },
  auxiliary: [],
  lexicon: new Uint8Array(),
  proseWeight: 0,
  size: 10,
  minimumFrequency: 1,
  training: {},
  folds: 5,
  l2: 0.001,
  priorShare: 0,
  shipsAll: false,
};

describe('further texts', () => {
  it('go to the model of their task and language', () => {
    const mixed: readonly ExtraRow[] = [
      { line: 2, text: '화난다', task: 'emotion', label: 'anger' },
      { line: 3, text: 'damn it', task: 'profanity', label: 'profane' },
    ];
    expect(mixed.map(modelFor)).toEqual(['emotion-ko', 'abuse-en']);
    expect(affectedModels(mixed)).toEqual(['emotion-ko', 'abuse-en', 'emotion-en']);
  });

  it('are a source of their own and never held back', () => {
    expect(withExtraTexts(binary, rows).samples.slice(1)).toEqual([
      { text: 'what a day', target: 1, weight: 1, source: 5, heldBack: false },
      { text: 'it was a day', target: 0.5, weight: 1, source: 5, heldBack: false },
    ]);
  });

  it('say whether a text takes sides, where the model asks for it', () => {
    const opinion = { samples: [{ ...binary.samples[0], source: 2 }], judged: [] } as BinaryPlan['opinion'];
    const plan = withExtraTexts({ ...binary, ...(opinion && { opinion }) }, rows);
    expect(plan.opinion?.samples.slice(1)).toEqual([
      { text: 'what a day', target: 1, weight: 1, source: 3, heldBack: false },
      { text: 'it was a day', target: 0, weight: 1, source: 3, heldBack: false },
    ]);
  });

  it('teach the seven classes and nothing of the fine labels', () => {
    const extra: ExtraRow = { line: 2, text: 'boo', task: 'emotion', label: 'fear' };
    expect(withExtraEmotions(emotion, [extra]).main.samples).toEqual([
      { text: 'boo', labels: [3 + 2], knownFrom: 3, emotion: 2, heldBack: false },
    ]);
  });

  it('are told about: what is repeated, known already, left out and learned', () => {
    const table = {
      rows: [
        ...rows,
        { line: 4, text: 'What a  day', task: 'sentiment', label: 'positive' } as const,
        { line: 5, text: 'OLD', task: 'sentiment', label: 'positive' } as const,
      ],
      empty: [6],
    };
    const told: string[] = [];
    const plan = new ExtraTexts(table).addTo('sentiment-en', binary, (line) => told.push(line));
    expect(told).toEqual([
      'left out, no text or no label: line 6',
      'duplicate, learned once: lines 2, 4: what a day',
      'left out, in the training data already: line 5',
      'sentiment-en: 2 of 4 further texts are learned from',
    ]);
    expect(plan.samples).toHaveLength(3);
  });

  it('leave a plan as it is where there are none', () => {
    expect(new ExtraTexts(undefined).addTo('sentiment-en', binary, () => {})).toBe(binary);
  });
});
