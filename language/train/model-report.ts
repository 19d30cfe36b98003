/** Figures of a trained model for the page of the models, beside the file of the model. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KeySet } from '../features/key-set.ts';
import type { FeatureTable } from '../model/feature-table.ts';
import {
  binOf,
  CLASS_NAMES,
  SCORE_BINS,
  taskOf,
  type ModelName,
  type ModelReport,
} from '../reports/report.ts';
import { ratio, Reliability } from './measures.ts';

/** What was found on one held-back text. */
export interface Judged {
  /** Probabilities by class; they sum to 1. */
  readonly probabilities: readonly number[];
  /** The right class. */
  readonly actual: number;
  /** Score as the shipped model gives it, where that is not the probability of the second class. */
  readonly shippedScore?: number;
}

export type MeasuredReport = Omit<ModelReport, 'version' | 'measured'>;

const LEAST_PROBABILITY = 1e-12;

/** Pure: the report of a model from what it said of each text. */
export function reportOf(
  model: ModelName,
  judged: readonly Judged[],
  known: { readonly features: number; readonly unknownFeatures: number },
): MeasuredReport {
  const names = CLASS_NAMES[taskOf(model)];
  const confusion = names.map(() => names.map(() => 0));
  let loss = 0;
  for (const { probabilities, actual } of judged) {
    const row = confusion[actual] as number[];
    const predicted = largest(probabilities);
    row[predicted] = (row[predicted] as number) + 1;
    loss -= Math.log(Math.max(LEAST_PROBABILITY, probabilities[actual] as number));
  }
  const classes = names.map((name, c) => classFiguresOf(name, c, confusion));
  const reliability = reliabilityOf(judged, names.length === 2);
  return {
    model,
    rows: judged.length,
    accuracy: ratio(
      confusion.reduce((sum, row, c) => sum + (row[c] as number), 0),
      judged.length,
    ),
    logLoss: ratio(loss, judged.length),
    macroF1: classes.reduce((sum, { f1 }) => sum + f1, 0) / classes.length,
    calibrationError: reliability.error(),
    classes,
    confusion,
    calibration: reliability.bins(),
    scores: names.length === 2 ? scoresOf(judged) : columnSums(confusion),
    ...known,
  };
}

function classFiguresOf(
  name: string,
  c: number,
  confusion: readonly (readonly number[])[],
): MeasuredReport['classes'][number] {
  const right = confusion[c]?.[c] ?? 0;
  const rows = (confusion[c] ?? []).reduce((sum, value) => sum + value, 0);
  const predicted = columnSums(confusion)[c] ?? 0;
  const f1 = ratio(2 * right, rows + predicted);
  return { name, rows, precision: ratio(right, predicted), recall: ratio(right, rows), f1 };
}

function columnSums(rows: readonly (readonly number[])[]): number[] {
  return rows.map((_, column) => rows.reduce((sum, row) => sum + (row[column] as number), 0));
}

/** Of the second class where there are two, of the predicted one otherwise. */
function reliabilityOf(judged: readonly Judged[], isBinary: boolean): Reliability {
  const reliability = new Reliability();
  for (const { probabilities, actual } of judged) {
    const told = isBinary ? 1 : largest(probabilities);
    reliability.add(probabilities[told] as number, actual === told ? 1 : 0);
  }
  return reliability;
}

function scoresOf(judged: readonly Judged[]): number[] {
  const bins = Array.from({ length: SCORE_BINS }, () => 0);
  for (const { probabilities, shippedScore } of judged) {
    const bin = binOf(shippedScore ?? (probabilities[1] as number), SCORE_BINS);
    bins[bin] = (bins[bin] as number) + 1;
  }
  return bins;
}

/** The first of the largest. Of two equal halves the second, as a score of 0.5 counts as positive. */
function largest(values: readonly number[]): number {
  if (values.length === 2) return (values[1] as number) >= 0.5 ? 1 : 0;
  return values.indexOf(Math.max(...values));
}

/** Counts the features of texts that a table has no weight for. */
export class UnknownCount {
  features = 0;
  unknownFeatures = 0;
  readonly #table: FeatureTable;

  constructor(table: FeatureTable) {
    this.#table = table;
  }

  add({ keys, count }: KeySet): void {
    this.features += count;
    for (let i = 0; i < count; i++) if (this.#table.find(keys[i] as number) < 0) this.unknownFeatures++;
  }

  result(): { readonly features: number; readonly unknownFeatures: number } {
    return { features: this.features, unknownFeatures: this.unknownFeatures };
  }
}

/** Writes the report beside the file of the model. */
export function writeReport(out: string, report: ModelReport): void {
  const text = JSON.stringify(report, (_key, value: unknown) =>
    typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(6)) : value,
  );
  writeFileSync(join(out, 'models', `${report.model}.json`), `${text}\n`);
}
