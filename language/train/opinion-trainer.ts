/** Learns the second weight of a sentiment model: whether a text takes sides at all, and what a verdict on it is worth. */
import { trustIn, type OpinionParameters } from '../model/opinion.ts';
import type { Sample } from './binary-trainer.ts';
import { applyLink, type Link } from './calibration.ts';
import { Documents } from './documents.ts';
import { NBLR_DEFAULTS, NbLr, type NbLrOptions } from './nblr.ts';
import { progress } from './progress.ts';
import type { Reader } from './reader.ts';

/** A text with what a person reads in it: 0 negative, 0.5 neutral, 1 positive. */
export interface JudgedText {
  readonly text: string;
  readonly target: number;
  readonly weight: number;
}

export interface OpinionPlan {
  /** Texts of which it is known whether they take sides: the target is 1 where they do. */
  readonly samples: readonly Sample[];
  /** Chat that the trust is fitted on, beside the held-back reviews. */
  readonly judged: readonly JudgedText[];
  readonly training?: Partial<NbLrOptions>;
}

/** Weights in the order of the keys that they were asked for. */
export interface FittedOpinion {
  readonly weights: Float32Array;
  readonly mean: number;
}

/** Reads the texts once, and learns from them for whichever features a model keeps. */
export class OpinionTrainer {
  readonly #title: string;
  readonly #plan: OpinionPlan;
  readonly #documents = new Documents();

  constructor(title: string, plan: OpinionPlan, read: Reader) {
    this.#title = `${title}: opinion`;
    this.#plan = plan;
    const show = progress(`${this.#title}: read`, plan.samples.length);
    plan.samples.forEach(({ text }, i) => {
      this.#documents.add(read(text));
      if ((i & 0x3ff) === 0) show(i);
    });
    show(plan.samples.length);
  }

  /** @param keys of the model, ascending: no other features are looked at */
  fit(keys: Uint32Array): FittedOpinion {
    const { samples, training } = this.#plan;
    const documents = this.#documents.copy();
    const seen = documents.compact(2, () => true);
    const rows = rowsAmong(seen, keys);
    const shared = documents.select(Uint8Array.from(rows, (row) => (row < 0 ? 0 : 1)));
    const model = new NbLr(
      {
        documents,
        featureCount: shared.length,
        targets: Float32Array.from(samples, ({ target }) => target),
        weights: Float32Array.from(samples, ({ weight }) => weight),
        sources: Uint8Array.from(samples, ({ source }) => source),
        learnFrom: Int32Array.from(samples, (_, i) => i),
      },
      { ...NBLR_DEFAULTS, ...training },
    );
    model.train(`${this.#title}: train ${shared.length} features`);
    const weights = new Float32Array(keys.length);
    shared.forEach((feature, i) => (weights[rows[feature] as number] = model.weight(i)));
    return { weights, mean: model.meanEmitted };
  }
}

/** For each of `some`, its place among `all`, or -1. Both ascending. */
function rowsAmong(some: Uint32Array, all: Uint32Array): Int32Array {
  const rows = new Int32Array(some.length).fill(-1);
  let row = 0;
  some.forEach((key, i) => {
    while (row < all.length && (all[row] as number) < key) row++;
    if (all[row] === key) rows[i] = row;
  });
  return rows;
}

/** A text as the model reads it. */
export interface ReadVerdict {
  readonly logit: number;
  readonly strength: number;
  readonly target: number;
  readonly weight: number;
}

export type Trust = Omit<OpinionParameters, 'mean'>;

export const UNFITTED_TRUST: Trust = { middle: 0, steepness: 1, most: 1 };

/** None so steep that a word more or less turns a verdict on or off. */
const STEEPNESSES = [1, 1.5, 2, 2.5, 3];
const MOSTS = [1, 1.025, 1.05, 1.075, 1.1];
/** Of the middle: tenths from -1.5 to 1.5. */
const MIDDLES = Array.from({ length: 31 }, (_, i) => (i - 15) / 10);

/**
 * Where the trust sets in and how steeply: what explains all sets best, each counting as a whole, so that little is lost
 * on reviews where they keep their verdict, and on chat where ordinary talk has none. How high it rises is what the
 * first set, the reviews, asks for: they stay calibrated.
 */
export function fitTrust(
  [reviews, ...others]: readonly [readonly ReadVerdict[], ...(readonly ReadVerdict[])[]],
  link: Link,
): Trust {
  const shapes = STEEPNESSES.flatMap((steepness) =>
    MIDDLES.map((middle) => ({ ...UNFITTED_TRUST, steepness, middle })),
  );
  const shape = leastBy(shapes, (trust) =>
    [reviews, ...others].reduce((sum, set) => sum + meanLoss(set, trust, link), 0),
  );
  return leastBy(
    MOSTS.map((most) => ({ ...shape, most })),
    (trust) => meanLoss(reviews, trust, link),
  );
}

/** The first of those with the least loss. */
function leastBy(all: readonly Trust[], lossOf: (trust: Trust) => number): Trust {
  let best = UNFITTED_TRUST;
  let bestLoss = Infinity;
  for (const trust of all) {
    const loss = lossOf(trust);
    if (loss >= bestLoss) continue;
    best = trust;
    bestLoss = loss;
  }
  return best;
}

function meanLoss(set: readonly ReadVerdict[], trust: Trust, { floor, a, b }: Link): number {
  const damped = { floor, a: 1, b: 0 };
  let loss = 0;
  let total = 0;
  for (const { logit, strength, target, weight } of set) {
    const p = applyLink(damped, trustIn(strength, trust) * (a * logit + b));
    loss -= weight * (target * Math.log(p) + (1 - target) * Math.log(1 - p));
    total += weight;
  }
  return loss / total;
}
