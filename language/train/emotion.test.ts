/** A small training from end to end, on sentences made by rule. */
import { describe, expect, it } from 'vitest';
import { EMOTIONS } from '../types.ts';
import { ablate, wholeModel } from './emotion-ablation.ts';
import { emotionLexicon } from './emotion-lexicon.ts';
import type { EmotionPlan, EmotionSample } from './emotion-plan.ts';
import { trainEmotion } from './emotion.ts';
import { englishReader } from './reader.ts';

const WORDS = ['blorgen', 'wistful', 'quandle', 'framish', 'zoolap', 'merinth', 'duskery'];
const PLACES = ['here', 'there', 'today', 'at home', 'in town', 'on stage', 'at work', 'at night', 'again'];
const WHO = ['we', 'they', 'you', 'people', 'friends', 'all of us'];

const samples = WHO.flatMap((who, w) =>
  PLACES.flatMap((place, p) =>
    WORDS.map((word, emotion): EmotionSample => ({
      text: `${who} feel ${word} ${place}`,
      labels: [emotion],
      emotion,
      heldBack: (w + p) % 7 === 0,
    })),
  ),
);

const plan: EmotionPlan = {
  kind: 'emotion-en',
  read: englishReader(),
  signals: () => [0, 0],
  main: { name: 'made', labelCount: EMOTIONS.length, samples },
  auxiliary: [],
  lexicon: emotionLexicon('en'),
  proseWeight: 0,
  size: 2_000,
  minimumFrequency: 2,
  training: { epochs: 3 },
  folds: 3,
  l2: 0.001,
  priorShare: 0.5,
  shipsAll: true,
};

describe('the training of an emotion model', () => {
  it('learns what the words mean, and gives the same bytes each time', () => {
    const first = trainEmotion(plan);
    expect(first.figures).toMatchObject({ tau: 0.5, accuracy: 1 });
    expect(Buffer.from(trainEmotion(plan).bytes).equals(first.bytes)).toBe(true);
  });

  it('learns by ridge regression as well', () => {
    const { figures } = trainEmotion({ ...plan, training: { strength: 1, steps: 15 } });
    expect(figures.accuracy).toBe(1);
  });

  it('takes texts of which only the class is known', () => {
    const unsure = samples.map((sample, i) => (i % 2 === 0 ? sample : { ...sample, knownFrom: 3 }));
    const { figures } = trainEmotion({ ...plan, main: { ...plan.main, samples: unsure } });
    expect(figures.rows).toBe(samples.filter(({ heldBack }) => heldBack).length);
  });

  it('is measured without one part after the other', () => {
    const few = { ...plan.main, samples: samples.filter((_, i) => i % 3 === 0) };
    const rows = ablate({ ...plan, main: few });
    const accuracyOf = (variant: string): number | undefined =>
      rows.find((row) => row.variant === variant && row.tau === 0)?.accuracy;
    expect(accuracyOf('all inputs')).toBe(1);
    expect(accuracyOf('without the seven classes')).toBeLessThan(0.5);
    expect(wholeModel(rows, { ...plan, main: few })).toMatchObject({ tau: 0.5, rows: few.samples.length });
    expect(new Set(rows.map(({ tau }) => tau))).toEqual(new Set([0, 0.25, 0.5]));
  });
});
