/** What each part of an emotion model is worth: cross-validated figures of it without one input after the other. */
import { SIGNALS } from '../model/emotion-model.ts';
import { EMOTIONS } from '../types.ts';
import { classShares, fitLayer } from './emotion.ts';
import { DENSE_INPUTS, layerExamples, numberFeatures, readTexts } from './emotion-labels.ts';
import type { EmotionPlan } from './emotion-plan.ts';
import { classFigures, spread } from './measures.ts';
import { progress } from './progress.ts';
import { logitsOf } from './softmax.ts';

const CLASSES = EMOTIONS.length;
const FOLDS = 5;
/** Shares of the prior that every variant is measured with, beside that of the plan. */
const TAUS = [0, 0.25, 0.5] as const;

const ALL_INPUTS = 'all inputs';

export interface AblationRow {
  readonly variant: string;
  /** Share of the log prior taken off. */
  readonly tau: number;
  readonly accuracy: number;
  readonly macroF1: number;
  /** Standard deviations between the folds; rows kept from before they were measured have none. */
  readonly accuracySpread?: number;
  readonly macroF1Spread?: number;
}

/** Inputs of the layer that a variant does without. */
interface Variant {
  readonly name: string;
  /** Whether the layer sees the input of this number. */
  readonly sees: (input: number) => boolean;
  readonly proseWeight: number;
}

/**
 * Five turns: in each, the layer learns from four fifths of the texts and judges the rest. The label sums of a text, learned
 * from or judged, come from weights that have not seen it.
 */
export function ablate(plan: EmotionPlan): readonly AblationRow[] {
  const texts = readTexts(plan);
  const taus = [...new Set([...TAUS, plan.priorShare])].sort((a, b) => a - b);
  const examples = layerExamples(numberFeatures(texts, () => true));
  const variants = variantsOf(plan);
  const report = progress(`${plan.kind}: ${variants.length} variants`, variants.length * FOLDS);
  return variants.flatMap((variant, v) => {
    const judged = taus.map((): number[][] => []);
    const actual: number[][] = [];
    const inputs = examples.inputs.map((values) => values.map((value, i) => (variant.sees(i) ? value : 0)));
    for (let fold = 0; fold < FOLDS; fold++) {
      const learned = { inputs: others(inputs, fold), labels: others(examples.labels, fold) };
      const layer = fitLayer({ ...plan, priorShare: 0 }, learned);
      const shares = classShares(learned.labels);
      const labels: number[] = [];
      const predicted = taus.map((): number[] => []);
      for (let at = fold; at < inputs.length; at += FOLDS) {
        const prose = (texts.dense[examples.texts[at] as number] as Float64Array).subarray(DENSE_INPUTS);
        const logits = logitsOf(layer, inputs[at] as Float64Array).map(
          (z, c) => z + variant.proseWeight * (prose[c] as number),
        );
        labels.push(examples.labels[at] as number);
        taus.forEach((tau, t) =>
          predicted[t]?.push(argmax(logits.map((z, c) => z - tau * Math.log(shares[c] as number)))),
        );
      }
      actual.push(labels);
      predicted.forEach((own, t) => judged[t]?.push(own));
      report(v * FOLDS + fold + 1);
    }
    return taus.map((tau, t) => rowOf(variant.name, tau, judged[t] ?? [], actual));
  });
}

/** Figures of all folds together, and how far those of single folds lie apart. */
function rowOf(
  variant: string,
  tau: number,
  judged: readonly (readonly number[])[],
  actual: readonly (readonly number[])[],
): AblationRow {
  const { accuracy, macroF1 } = classFigures(judged.flat(), actual.flat(), CLASSES);
  const folds = judged.map((own, fold) => classFigures(own, actual[fold] ?? [], CLASSES));
  return {
    variant,
    tau,
    accuracy,
    macroF1,
    accuracySpread: spread(folds.map((fold) => fold.accuracy)),
    macroF1Spread: spread(folds.map((fold) => fold.macroF1)),
  };
}

/** The figures of the model with all its inputs and its own share of the prior, for the card. */
export function wholeModel(
  rows: readonly AblationRow[],
  { priorShare, main }: EmotionPlan,
): Record<string, number> {
  const row = rows.find(({ variant, tau }) => variant === ALL_INPUTS && tau === priorShare);
  if (!row) throw new Error('The ablation lacks the model with all inputs.');
  const { tau, accuracy, accuracySpread = 0, macroF1, macroF1Spread = 0 } = row;
  const sure = main.samples.filter(({ emotion }) => emotion >= 0).length;
  return { tau, rows: sure, accuracy, accuracySpread, macroF1, macroF1Spread };
}

function others<T>(values: readonly T[], fold: number): readonly T[] {
  return values.filter((_, i) => i % FOLDS !== fold);
}

function variantsOf(plan: EmotionPlan): readonly Variant[] {
  const groups = [plan.main, ...plan.auxiliary];
  const main = plan.main.labelCount;
  const dense = groups.reduce((sum, group) => sum + group.labelCount, 0);
  const lexicon = dense + SIGNALS;
  const { proseWeight } = plan;
  const variants: Variant[] = [
    { name: ALL_INPUTS, sees: () => true, proseWeight },
    { name: 'seven classes only', sees: (i) => i >= main - CLASSES && i < main, proseWeight: 0 },
    { name: `labels of ${plan.main.name} only`, sees: (i) => i < main, proseWeight: 0 },
    { name: 'without the seven classes', sees: (i) => i < main - CLASSES || i >= main, proseWeight },
    {
      name: 'without sentiment and abuse',
      sees: (i) => i < dense || i >= lexicon,
      proseWeight,
    },
    { name: 'without the lexicon', sees: (i) => i < lexicon, proseWeight: 0 },
  ];
  let start = main;
  for (const { name, labelCount } of plan.auxiliary) {
    const from = start;
    variants.push({
      name: `without ${name}`,
      sees: (i) => i < from || i >= from + labelCount,
      proseWeight,
    });
    start += labelCount;
  }
  if (proseWeight !== 0)
    variants.push({ name: 'without the weight of prose', sees: () => true, proseWeight: 0 });
  return variants;
}

function argmax(values: Float64Array): number {
  return values.indexOf(Math.max(...values));
}
