import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KeySet } from '../features/key-set.ts';
import { BinaryModel, encodeBinaryModel } from './binary-model.ts';
import { encodeSentimentModel, SentimentModel } from './sentiment-model.ts';

const KIND = 'sentiment-en';
const LINK = { bias: 0.3, mean: 3, floor: 0.02, a: 1.2, b: -0.1 };
const KEYS = Uint32Array.from({ length: 20 }, (_, i) => 10 * i);
const VERDICTS = Float32Array.from(KEYS, (_, i) => 2 * Math.sin(3 * i));
/** The first half of the keys speaks for an opinion, the second against. */
const SIDES = Float32Array.from(KEYS, (_, i) => (i < 10 ? 4 : -4));

const paired = Float32Array.from({ length: 40 }, (_, i) => (i % 2 ? SIDES : VERDICTS)[i >> 1] as number);
const model = SentimentModel.decode(
  KIND,
  encodeSentimentModel(KIND, KEYS, paired, {
    ...LINK,
    opinion: { mean: 3, middle: 0.5, steepness: 2, most: 1 },
  }),
  KIND,
);
const alone = BinaryModel.decode(KIND, encodeBinaryModel(KIND, KEYS, VERDICTS, LINK), KIND);

function read(keys: readonly number[]): { features: KeySet; probability: number; trust: number } {
  const features = new KeySet(64);
  for (const key of keys) features.add(key);
  const reading = { logit: 0, trust: 0 };
  model.read(features, reading);
  return { features, probability: model.probability(reading), trust: reading.trust };
}

describe('a sentiment model', () => {
  it('lets its verdict stand where a text takes sides, and leaves little of it where it does not', () => {
    const sided = read([0, 10, 20]);
    expect(sided.trust).toBeGreaterThan(0.99);
    expect(sided.probability).toBeCloseTo(alone.probability(alone.logit(sided.features)), 2);
    const plain = read([120, 150, 170]);
    expect(plain.trust).toBeLessThan(0.01);
    expect(plain.probability).toBeCloseTo(0.5, 2);
    expect(Math.abs(alone.logit(plain.features))).toBeGreaterThan(0.5);
  });

  it('never turns a verdict round, and has the log-odds of a model without the second weight', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...KEYS, 5, 15), { maxLength: 30 }), (keys) => {
        const { features, probability, trust } = read(keys);
        const logit = alone.logit(features);
        expect(model.logit(features)).toBeCloseTo(logit, 9);
        expect(trust).toBeGreaterThanOrEqual(0);
        expect(trust).toBeLessThanOrEqual(1);
        expect(Math.abs(probability - 0.5)).toBeLessThanOrEqual(
          Math.abs(alone.probability(logit) - 0.5) + 1e-12,
        );
        expect((probability - 0.5) * logit).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('is refused without the second weight', () => {
    const bytes = encodeBinaryModel(KIND, KEYS, VERDICTS, LINK);
    expect(() => SentimentModel.decode(KIND, bytes, KIND)).toThrow(
      expect.objectContaining({ code: 'CHATPULSE_MODEL_INVALID' }),
    );
  });
});
