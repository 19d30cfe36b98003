/** Figures of a classifier on labelled data. */
import { binOf, CALIBRATION_BINS } from '../reports/report.ts';

export interface BinaryFigures {
  readonly rows: number;
  readonly accuracy: number;
  readonly logLoss: number;
  /** Expected calibration error over 15 bins of equal width. */
  readonly calibrationError: number;
}

/** Told probabilities of one bin of equal width, and how often they came true. */
export interface ReliabilityBin {
  readonly rows: number;
  readonly predicted: number;
  readonly actual: number;
}

/** Mean probability against share of hits, by bins of the probability. */
export class Reliability {
  readonly #sums = Array.from({ length: CALIBRATION_BINS }, () => ({ rows: 0, probability: 0, hits: 0 }));

  /** `hit` is 1 where it came true, else 0. */
  add(probability: number, hit: number): void {
    const bin = this.#sums[binOf(probability, CALIBRATION_BINS)];
    if (!bin) return;
    bin.rows += 1;
    bin.probability += probability;
    bin.hits += hit;
  }

  bins(): ReliabilityBin[] {
    return this.#sums.map(({ rows, probability, hits }) => ({
      rows,
      predicted: ratio(probability, rows),
      actual: ratio(hits, rows),
    }));
  }

  /** Expected calibration error. */
  error(): number {
    const rows = this.#sums.reduce((sum, bin) => sum + bin.rows, 0);
    return ratio(
      this.#sums.reduce((sum, { probability, hits }) => sum + Math.abs(probability - hits), 0),
      rows,
    );
  }
}

export function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

/** Standard deviation of a sample. */
export function spread(values: readonly number[]): number {
  const centre = ratio(
    values.reduce((sum, value) => sum + value, 0),
    values.length,
  );
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return Math.sqrt(ratio(squares, values.length - 1));
}

export function binaryFigures(probabilities: Float64Array, labels: Float64Array): BinaryFigures {
  const reliability = new Reliability();
  let right = 0;
  let loss = 0;
  for (let i = 0; i < labels.length; i++) {
    const p = probabilities[i] as number;
    const y = labels[i] as number;
    if (p >= 0.5 === y >= 0.5) right++;
    loss -= y * Math.log(Math.max(1e-12, p)) + (1 - y) * Math.log(Math.max(1e-12, 1 - p));
    reliability.add(p, y);
  }
  const rows = labels.length;
  return { rows, accuracy: right / rows, logLoss: loss / rows, calibrationError: reliability.error() };
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
