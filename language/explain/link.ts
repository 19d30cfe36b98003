/**
 * From sums of log-odds to a probability and back. A score is a probability that a model made of a sum by a link which
 * is nearly, but not quite, the logistic one, and a text of two languages has the mean of two of them. So that all
 * evidence can be given in log-odds of the score itself, every step is replaced by the straight line between its two
 * ends: without evidence, and with all of it.
 */
import type { Additive } from './additive.ts';

export function logOdds(probability: number): number {
  return Math.log(probability / (1 - probability));
}

/** One reading of a text: the sum of one model, and how much it counts. */
export interface Reading {
  readonly sum: Additive;
  /** 0 to 1; all readings together 1. */
  readonly share: number;
  /** Probability for a sum; rises with it. */
  readonly probability: (sum: number) => number;
}

export interface LinkedScore {
  readonly probability: number;
  /** Log-odds of the score without evidence. */
  readonly bias: number;
  /** For each reading, by what its terms are multiplied to be log-odds of the score. */
  readonly factors: readonly number[];
}

/** `bias` plus all terms times their factors is `logOdds(probability)`. */
export function linkScore(readings: readonly Reading[]): LinkedScore {
  const lines = readings.map(({ sum, share, probability }) => {
    const full = sum.terms.reduce((a, b) => a + b, sum.base);
    return {
      share,
      from: probability(sum.base),
      slope: steepness(probability, sum.base, full),
      full: probability(full),
    };
  });
  const mean = (pick: (line: (typeof lines)[number]) => number): number =>
    lines.reduce((total, line) => total + line.share * pick(line), 0);
  const start = mean((line) => line.from);
  const probability = mean((line) => line.full);
  const outer = steepness(logOdds, start, probability);
  return {
    probability,
    bias: logOdds(start),
    factors: lines.map((line) => outer * line.share * line.slope),
  };
}

/** Rise of the straight line between two points of a curve; of the curve itself where they meet. */
function steepness(curve: (x: number) => number, from: number, to: number): number {
  const gap = Math.abs(to - from) > 1e-6 ? to - from : 1e-6;
  return (curve(from + gap) - curve(from)) / gap;
}
