/**
 * The lower half of an emotion model: weights for every fine label, and what they and the other models say of
 * a text, which is the input of the seven-class layer.
 */
import { LEXICON_INPUTS, readLexicon, SIGNALS } from '../model/emotion-model.ts';
import { FeatureTable } from '../model/feature-table.ts';
import { lengthScale } from '../model/length-scale.ts';
import { EMOTIONS } from '../types.ts';
import { Documents } from './documents.ts';
import type { EmotionGroup, EmotionPlan } from './emotion-plan.ts';
import { labelRatios, labelSums, labelWeights, type LabelledDocuments } from './label-ratios.ts';
import { progress } from './progress.ts';
import { ridgeWeights } from './ridge.ts';

const CLASSES = EMOTIONS.length;
/** Counts of the lexicon that the layer learns weights for: those of prose are set by the plan. */
export const LEARNED_LEXICON = LEXICON_INPUTS - CLASSES;
/** Inputs after the label sums. */
export const DENSE_INPUTS = SIGNALS + LEARNED_LEXICON;
/** Pseudo-counts a label in the ratios of the auxiliary groups. */
const AUXILIARY_SMOOTHING = 12;

/** All texts of a plan, read once. */
export interface EmotionTexts {
  readonly plan: EmotionPlan;
  /** Of the main group first. */
  readonly documents: Documents;
  /** Of each text of the main group: signals, then all counts of the lexicon. */
  readonly dense: readonly Float64Array[];
}

export function readTexts(plan: EmotionPlan): EmotionTexts {
  const groups = [plan.main, ...plan.auxiliary];
  const documents = new Documents();
  const lexicon = FeatureTable.decode('lexicon', plan.lexicon);
  const total = groups.reduce((sum, group) => sum + group.samples.length, 0);
  const show = progress(`${plan.kind}: read`, total);
  const dense: Float64Array[] = [];
  for (const group of groups) {
    for (const sample of group.samples) {
      documents.add(plan.read(sample.text));
      if (group === plan.main) dense.push(denseInputs(plan, lexicon, sample.text));
      show(documents.count);
    }
  }
  return { plan, documents, dense };
}

function denseInputs(plan: EmotionPlan, lexicon: FeatureTable, text: string): Float64Array {
  const hits = new Float64Array(LEXICON_INPUTS);
  const signals = plan.signals(text);
  readLexicon(lexicon, plan.read(text), hits);
  return Float64Array.from([...signals, ...hits]);
}

/** The texts with their features numbered; those seen too seldom are left out. */
export interface NumberedTexts {
  readonly texts: EmotionTexts;
  readonly documents: Documents;
  readonly keys: Uint32Array;
  readonly mean: number;
  /** Texts of the main group to learn from. */
  readonly learned: readonly number[];
  /** Of the main group first. */
  readonly groups: readonly LabelledDocuments[];
  /** Weights of the labels of the groups after the first. */
  readonly auxiliary: readonly Float32Array[];
}

/** @param learns whether a text of the main group, by its number, is learned from */
export function numberFeatures(texts: EmotionTexts, learns: (text: number) => boolean): NumberedTexts {
  const { plan } = texts;
  const documents = texts.documents.copy();
  const mainSize = plan.main.samples.length;
  const keys = documents.compact(plan.minimumFrequency, (d) => d >= mainSize || learns(d));
  const learned = plan.main.samples.flatMap((_, i) => (learns(i) ? [i] : []));
  let start = 0;
  const groups: LabelledDocuments[] = [];
  const auxiliary: Float32Array[] = [];
  for (const group of [plan.main, ...plan.auxiliary]) {
    const data = labelled(documents, keys.length, group, start);
    const first = start;
    groups.push(data);
    if (group !== plan.main)
      auxiliary.push(
        labelRatios(
          data,
          group.samples.map((_, i) => first + i),
          AUXILIARY_SMOOTHING,
        ),
      );
    start += group.samples.length;
  }
  return { texts, documents, keys, mean: documents.meanEmitted(), learned, groups, auxiliary };
}

/** Weights of every label of the main group, from all texts to learn from. */
export function mainWeights({ texts: { plan }, groups, learned }: NumberedTexts): Float32Array {
  const [main] = groups as [LabelledDocuments];
  return weightsFrom(plan, main, learned, `${plan.kind}: labels`);
}

function weightsFrom(
  { training }: EmotionPlan,
  main: LabelledDocuments,
  learnFrom: readonly number[],
  title: string,
): Float32Array {
  if ('strength' in training) return ridgeWeights(main, learnFrom, training, title);
  return labelWeights(main, learnFrom, { title, training });
}

function labelled(
  documents: Documents,
  featureCount: number,
  group: EmotionGroup,
  start: number,
): LabelledDocuments {
  return {
    documents,
    featureCount,
    labelCount: group.labelCount,
    labelsOf: (d) => group.samples[d - start]?.labels ?? [],
    knownFrom: (d) => group.samples[d - start]?.knownFrom ?? 0,
  };
}

/** Inputs of the layer for a text of the main group: label sums of every group, scaled, then the dense inputs. */
function inputsOf(numbered: NumberedTexts, text: number, main: Float32Array): Float64Array {
  const { texts, documents, groups, auxiliary, mean } = numbered;
  const scale = lengthScale(documents.emitted(text), mean);
  const weights = [main, ...auxiliary];
  const sums = groups.map((data, g) => labelSums(data, weights[g] as Float32Array, text));
  const scaled = sums.flatMap((values) => [...values].map((value) => value * scale));
  const dense = texts.dense[text] as Float64Array;
  return Float64Array.from([...scaled, ...dense.subarray(0, DENSE_INPUTS)]);
}

export interface LayerExamples {
  /** Numbers of the texts. */
  readonly texts: readonly number[];
  readonly inputs: readonly Float64Array[];
  readonly labels: readonly number[];
}

/** Inputs and classes of the learned texts; their label sums come from weights that have not seen the text. */
export function layerExamples(numbered: NumberedTexts): LayerExamples {
  const { plan } = numbered.texts;
  const [main] = numbered.groups as [LabelledDocuments];
  const texts: number[] = [];
  const inputs: Float64Array[] = [];
  const labels: number[] = [];
  for (let fold = 0; fold < plan.folds; fold++) {
    const others = numbered.learned.filter((d) => d % plan.folds !== fold);
    const title = `${plan.kind}: fold ${fold + 1} of ${plan.folds}`;
    const weights = weightsFrom(plan, main, others, title);
    for (const d of numbered.learned) {
      const emotion = plan.main.samples[d]?.emotion ?? -1;
      if (d % plan.folds !== fold || emotion < 0) continue;
      texts.push(d);
      inputs.push(inputsOf(numbered, d, weights));
      labels.push(emotion);
    }
  }
  return { texts, inputs, labels };
}
