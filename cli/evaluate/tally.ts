import type { Answer, TaskRules } from './tasks.ts';

const BINS = 15;
/** A probability of zero would cost an endless loss. */
const LEAST = 1e-12;

export interface ClassFigures {
  readonly name: string;
  /** Rows of this label. */
  readonly rows: number;
  /** Null where nothing was predicted, or where no row has the label. */
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number;
}

export interface Figures {
  readonly rows: number;
  readonly accuracy: number;
  /** Mean of -ln(probability of the right class); null where there are no probabilities. */
  readonly logLoss: number | null;
  /** Mean F1 of the classes that occur among labels or predictions. */
  readonly macroF1: number;
  /** Expected calibration error over 15 bins of equal width: the mean gap between probability and share of hits. */
  readonly calibrationError: number | null;
  readonly classes: readonly ClassFigures[];
  /** `confusion[actual][predicted]`, in the order of the classes. */
  readonly confusion: readonly (readonly number[])[];
}

/** Counts how answers compare with labels. */
export class Tally {
  readonly #rules: TaskRules;
  readonly #confusion: number[][];
  readonly #bins = Array.from({ length: BINS }, () => ({ probability: 0, hits: 0 }));
  #loss = 0;
  #judged = 0;

  constructor(rules: TaskRules) {
    this.#rules = rules;
    this.#confusion = rules.classes.map(() => rules.classes.map(() => 0));
  }

  /** @param actual place of the right class */
  add(actual: number, { predicted, probabilities }: Answer): void {
    const row = this.#confusion[actual] as number[];
    row[predicted] = (row[predicted] as number) + 1;
    if (probabilities === null) return;
    this.#judged++;
    this.#loss -= Math.log(Math.max(LEAST, probabilities[actual] as number));
    const asked = this.#rules.binnedBy ?? probabilities.indexOf(Math.max(...probabilities));
    const probability = probabilities[asked] as number;
    const bin = this.#bins[Math.min(BINS - 1, Math.floor(probability * BINS))] as {
      probability: number;
      hits: number;
    };
    bin.probability += probability;
    if (actual === asked) bin.hits++;
  }

  figures(): Figures {
    const confusion = this.#confusion;
    const rows = confusion.flat().reduce(add, 0);
    const right = confusion.reduce((sum, row, c) => sum + (row[c] as number), 0);
    const classes = this.#rules.classes.map((name, c) => classFigures(name, c, confusion));
    const occurring = classes.filter(({ precision, recall }) => precision !== null || recall !== null);
    const perJudged = (sum: number): number | null => (this.#judged === 0 ? null : sum / this.#judged);
    return {
      rows,
      accuracy: right / rows,
      logLoss: perJudged(this.#loss),
      macroF1: occurring.reduce((sum, { f1 }) => sum + f1, 0) / occurring.length,
      calibrationError: perJudged(
        this.#bins.reduce((sum, { probability, hits }) => sum + Math.abs(probability - hits), 0),
      ),
      classes,
      confusion,
    };
  }
}

const add = (a: number, b: number): number => a + b;

function classFigures(name: string, c: number, confusion: readonly (readonly number[])[]): ClassFigures {
  const hits = confusion[c]?.[c] ?? 0;
  const rows = (confusion[c] ?? []).reduce(add, 0);
  const predicted = confusion.reduce((sum, row) => sum + (row[c] as number), 0);
  return {
    name,
    rows,
    precision: predicted === 0 ? null : hits / predicted,
    recall: rows === 0 ? null : hits / rows,
    f1: rows + predicted === 0 ? 0 : (2 * hits) / (rows + predicted),
  };
}
