/** Figures of a classifier on labelled data. */

export interface BinaryFigures {
  readonly rows: number;
  readonly accuracy: number;
  readonly logLoss: number;
  /** Expected calibration error over 15 bins of equal width. */
  readonly calibrationError: number;
}

export function binaryFigures(probabilities: Float64Array, labels: Float64Array): BinaryFigures {
  const bins = Array.from({ length: 15 }, () => ({ n: 0, p: 0, y: 0 }));
  let right = 0;
  let loss = 0;
  for (let i = 0; i < labels.length; i++) {
    const p = probabilities[i] as number;
    const y = labels[i] as number;
    if (p >= 0.5 === y >= 0.5) right++;
    loss -= y * Math.log(Math.max(1e-12, p)) + (1 - y) * Math.log(Math.max(1e-12, 1 - p));
    const bin = bins[Math.min(14, Math.floor(p * 15))];
    if (bin === undefined) continue;
    bin.n++;
    bin.p += p;
    bin.y += y;
  }
  const rows = labels.length;
  const calibrationError = bins.reduce((sum, bin) => sum + Math.abs(bin.p - bin.y), 0) / rows;
  return { rows, accuracy: right / rows, logLoss: loss / rows, calibrationError };
}

export interface ClassFigures {
  readonly rows: number;
  readonly accuracy: number;
  readonly macroF1: number;
  readonly f1: readonly number[];
}

export function classFigures(
  predicted: readonly number[],
  actual: readonly number[],
  classes: number,
): ClassFigures {
  const f1 = Array.from({ length: classes }, (_, c) => {
    const both = predicted.filter((p, i) => p === c && actual[i] === c).length;
    const sum = predicted.filter((p) => p === c).length + actual.filter((a) => a === c).length;
    return sum === 0 ? 0 : (2 * both) / sum;
  });
  const right = predicted.filter((p, i) => p === actual[i]).length;
  return {
    rows: actual.length,
    accuracy: right / actual.length,
    macroF1: f1.reduce((a, b) => a + b, 0) / classes,
    f1,
  };
}
