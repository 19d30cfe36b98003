/** A small training of a sentiment model with its opinion, on sentences made by rule. */
import { describe, expect, it } from 'vitest';
import { BinaryModel } from '../model/binary-model.ts';
import { SentimentModel } from '../model/sentiment-model.ts';
import { trainBinary, type BinaryPlan, type Sample } from './binary-trainer.ts';
import { fitTrust, type ReadVerdict } from './opinion-trainer.ts';
import { englishReader } from './reader.ts';

const THINGS = ['film', 'song', 'show', 'story', 'match', 'play', 'part', 'scene', 'talk', 'game'];
const WHEN = ['today', 'again', 'here', 'at home', 'tonight', 'this time', 'over there', 'at last'];
const VERDICTS = { blorgen: 0, wistful: 1 } as const;
/** Words of ordinary talk; reviews hold the first one only where they are bad. */
const PLAIN = ['quandle', 'framish'];

const sentences = (word: string): string[] =>
  THINGS.flatMap((thing) => WHEN.map((when) => `${thing} ${word} ${when}`));
const sample = (text: string, target: number, heldBack: boolean): Sample => {
  return { text, target, weight: 1, source: 0, heldBack };
};
const reviews = Object.entries(VERDICTS).flatMap(([word, target]) =>
  sentences(word).map((text, i) => sample(target === 0 ? `quandle ${text}` : text, target, i % 4 === 0)),
);

const read = englishReader();
const plan: BinaryPlan = {
  kind: 'sentiment-en',
  samples: reviews,
  read,
  size: 3_000,
  minimumFrequency: 1,
  training: { epochs: 6, rate: 0.1, decay: 1 },
  opinion: {
    samples: [
      ...reviews.filter(({ heldBack }) => !heldBack).map((each) => ({ ...each, target: 1 })),
      ...PLAIN.flatMap((word) => sentences(word).map((text) => sample(text, 0, false))),
    ],
    judged: [
      { text: 'quandle', target: 0.5, weight: 1 },
      { text: 'blorgen', target: 0, weight: 1 },
      { text: 'wistful', target: 1, weight: 1 },
    ],
    training: { epochs: 6, rate: 0.1, decay: 1 },
  },
};

describe('the training of a sentiment model', () => {
  const trained = trainBinary(plan);
  const model = SentimentModel.decode(plan.kind, trained.bytes, plan.kind);
  const positive = (text: string): number => {
    const reading = { logit: 0, trust: 0 };
    model.read(read(text), reading);
    return model.probability(reading);
  };

  it('takes no side on a text that takes none, though reviews with its words are all bad', () => {
    const { opinion: _, ...withoutOpinion } = plan;
    const alone = BinaryModel.decode(plan.kind, trainBinary(withoutOpinion).bytes, plan.kind);
    expect(alone.probability(alone.logit(read('quandle today')))).toBeLessThan(0.38);
    expect(positive('quandle today')).toBeGreaterThan(0.38);
    expect(positive('quandle today')).toBeLessThan(0.62);
    expect(positive('quandle film blorgen today')).toBeLessThan(0.2);
    expect(positive('film wistful today')).toBeGreaterThan(0.8);
  });

  it('keeps the accuracy on reviews, and gives the same bytes each time', () => {
    expect(trained.figures).toMatchObject({ accuracy: 1, rows: 20 });
    expect(Buffer.from(trainBinary(plan).bytes).equals(trained.bytes)).toBe(true);
  });
});

describe('the trust', () => {
  const link = { floor: 0.01, a: 1, b: 0 };
  const sided = (strength: number): ReadVerdict => ({ logit: 4, strength, target: 1, weight: 1 });
  const plain = (strength: number): ReadVerdict => ({ logit: -3, strength, target: 0.5, weight: 1 });

  it('begins between what takes sides and what does not', () => {
    const { middle } = fitTrust(
      [
        [sided(1.5), sided(2)],
        [plain(-1), plain(0)],
      ],
      link,
    );
    expect(middle).toBeGreaterThan(0);
    expect(middle).toBeLessThan(1.5);
  });

  it('gives way where reviews would lose their verdict', () => {
    const weak = Array.from({ length: 9 }, () => sided(0.1));
    const { middle } = fitTrust([weak, [plain(-0.4), { ...sided(0.1), weight: 3 }]], link);
    expect(middle).toBeLessThan(0.1);
  });

  it('rises as high as the reviews ask for, whatever chat there is', () => {
    const sure = Array.from({ length: 20 }, () => sided(2));
    const unsure = [...sure, ...sure.map((each) => ({ ...each, target: 0.9 }))];
    const chat = [plain(-1), plain(0)];
    expect(fitTrust([sure, chat], link).most).toBeGreaterThan(1);
    expect(fitTrust([unsure, chat], link).most).toBe(1);
  });

  it('counts a judged line by its weight', () => {
    const chat = (weight: number): ReadVerdict[] => [{ ...sided(0), weight }, plain(0)];
    expect(fitTrust([chat(20)], link).middle).toBeLessThan(fitTrust([chat(0.05)], link).middle);
  });
});
