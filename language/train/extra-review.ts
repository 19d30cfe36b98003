/** What a person should look at in texts that they have labelled: repeats and likely slips. */
import type { ExtraRow } from './extra-file.ts';
import { Documents } from './documents.ts';
import { NBLR_DEFAULTS, NbLr } from './nblr.ts';
import type { Reader } from './reader.ts';

/** Lines of one task with the same text. */
export interface Duplicate {
  readonly text: string;
  readonly lines: readonly number[];
  readonly labels: readonly string[];
}

export interface Deduplicated {
  /** Each text once; those labelled in different ways left out. */
  readonly rows: readonly ExtraRow[];
  readonly duplicates: readonly Duplicate[];
  /** Lines whose text the product's own data holds already; left out, since it may be one to measure on. */
  readonly known: readonly number[];
}

/** @param isKnown whether the product's own data for the task of the row holds its text, as {@link sameText} gives it */
export function deduplicate(
  rows: readonly ExtraRow[],
  isKnown: (row: ExtraRow, text: string) => boolean,
): Deduplicated {
  const groups = new Map<string, ExtraRow[]>();
  for (const row of rows) {
    const key = `${row.task}\t${sameText(row.text)}`;
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  const kept: ExtraRow[] = [];
  const duplicates: Duplicate[] = [];
  const known: number[] = [];
  for (const group of groups.values()) {
    const [first] = group as [ExtraRow];
    const labels = [...new Set(group.map(({ label }) => label))];
    if (group.length > 1) duplicates.push({ text: first.text, lines: group.map(({ line }) => line), labels });
    if (isKnown(first, sameText(first.text))) known.push(...group.map(({ line }) => line));
    else if (labels.length === 1) kept.push(first);
  }
  return { rows: kept, duplicates, known };
}

/** Texts that differ only in case, width or white space are the same. */
export function sameText(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim();
}

export interface Labelled {
  readonly text: string;
  /** Number of a class. */
  readonly label: number;
}

/** A label that texts of the same words speak against. */
export interface Disagreement {
  /** Place in the list of texts. */
  readonly at: number;
  readonly said: number;
  /** What the others say, and how sure. */
  readonly others: number;
  readonly probability: number;
}

const FOLDS = 5;
/** As sure as this of another label, and as sure that it is not the given one. */
const CONFIDENT = 0.8;
const REJECTED = 0.1;

export interface ReviewOptions {
  readonly classes: number;
  readonly read: Reader;
  /** Texts whose labels are trusted, to learn from beside the others. */
  readonly trusted: readonly Labelled[];
}

/**
 * Labels that are confidently contradicted by a model which learned from the trusted texts and from the other folds, but
 * never from the text itself; the most confident first.
 */
export function likelyLabelErrors(
  texts: readonly Labelled[],
  { classes, read, trusted }: ReviewOptions,
): readonly Disagreement[] {
  const all = [...texts, ...trusted];
  const documents = new Documents();
  for (const { text } of all) documents.add(read(text));
  const featureCount = documents.compact(2, () => true).length;
  const found: Disagreement[] = [];
  for (let fold = 0; fold < FOLDS; fold++) {
    const learnFrom = Int32Array.from(
      all.flatMap((_, i) => (i < texts.length && i % FOLDS === fold ? [] : [i])),
    );
    const models = Array.from({ length: classes }, (_, label) => {
      const model = new NbLr(
        {
          documents,
          featureCount,
          targets: Float32Array.from(all, (each) => (each.label === label ? 1 : 0)),
          weights: new Float32Array(all.length).fill(1),
          sources: new Uint8Array(all.length),
          learnFrom,
        },
        { ...NBLR_DEFAULTS, epochs: 3 },
      );
      model.train();
      return model;
    });
    for (let at = fold; at < texts.length; at += FOLDS) {
      const disagreement = judge(at, (texts[at] as Labelled).label, models);
      if (disagreement) found.push(disagreement);
    }
  }
  return found.sort((a, b) => b.probability - a.probability || a.at - b.at);
}

function judge(at: number, said: number, models: readonly NbLr[]): Disagreement | undefined {
  const odds = models.map((model) => 1 / (1 + Math.exp(-((model.biases[0] as number) + model.sum(at)))));
  const total = odds.reduce((a, b) => a + b, 0);
  const probabilities = odds.map((value) => value / total);
  const probability = Math.max(...probabilities);
  const others = probabilities.indexOf(probability);
  if (others === said || probability < CONFIDENT || (probabilities[said] as number) > REJECTED)
    return undefined;
  return { at, said, others, probability };
}
