import type { ScoreCount } from '../events/generated.ts';

/** Counts of two spans or processes together; both have the same bins. */
export function sumOfScores(a: ScoreCount, b: ScoreCount): ScoreCount {
  return {
    scores: a.scores.map((value, i) => value + (b.scores[i] ?? 0)),
    features: a.features + b.features,
    unknownFeatures: a.unknownFeatures + b.unknownFeatures,
  };
}

/** Nothing counted, in the bins of another count. */
export function noScoresAs({ scores }: ScoreCount): ScoreCount {
  return { scores: scores.map(() => 0), features: 0, unknownFeatures: 0 };
}
