/**
 * The emotion models. Naive Bayes ratios for many fine labels (KOTE's 44; the 28 of GoEmotions), a small
 * multinomial logistic layer from their sums to the seven classes, fitted on out-of-fold sums, and both
 * multiplied out to seven weights a feature.
 */
import { encodeTable, FeatureTable } from '../model/feature-table.ts';
import { encodeModel } from '../model/file.ts';
import { EmotionModel, LEXICON_INPUTS, readLexicon, SIGNALS } from '../model/emotion-model.ts';
import { lengthScale } from '../model/length-scale.ts';
import { EMOTIONS } from '../types.ts';
import { Documents } from './documents.ts';
import { labelRatios, labelSums, labelWeights, type LabelledDocuments } from './label-ratios.ts';
import { classFigures, type ClassFigures } from './measures.ts';
import { progress } from './progress.ts';
import type { Reader } from './reader.ts';
import { fitSoftmax, type Softmax } from './softmax.ts';

export interface EmotionSample {
  readonly text: string;
  /** Fine labels, numbers below the `labelCount` of its group. */
  readonly labels: readonly number[];
  /** Index into `EMOTIONS`, or -1 where unsure. */
  readonly emotion: number;
  readonly heldBack: boolean;
}

export interface EmotionGroup {
  readonly labelCount: number;
  readonly samples: readonly EmotionSample[];
}

export interface EmotionPlan {
  readonly kind: string;
  readonly read: Reader;
  /** Log-odds of positive and of abusive, by the shipped models of the language. */
  readonly signals: (text: string) => readonly [number, number];
  /** The group whose seven classes the model speaks; the seven-class layer is fitted on it. */
  readonly main: EmotionGroup;
  /** Further data whose label sums serve as inputs. */
  readonly auxiliary: readonly EmotionGroup[];
  readonly lexicon: Uint8Array;
  /** Added to the class whose words alone the text holds, on top of what the layer learns. */
  readonly onlyClass: number;
  readonly size: number;
  readonly minimumFrequency: number;
  readonly l2: number;
  /** Share of the log prior taken off the biases: 0 favours accuracy, 1 treats classes as equally frequent. */
  readonly priorShare: number;
}

export interface TrainedEmotion {
  readonly bytes: Uint8Array;
  readonly figures: ClassFigures;
}

const CLASSES = EMOTIONS.length;
const FOLDS = 5;
/** Pseudo-counts a label in the ratios of the auxiliary groups. */
const AUXILIARY_SMOOTHING = 12;

export function trainEmotion(plan: EmotionPlan): TrainedEmotion {
  const groups = [plan.main, ...plan.auxiliary];
  const documents = new Documents();
  const show = progress(
    `${plan.kind}: read`,
    groups.reduce((sum, group) => sum + group.samples.length, 0),
  );
  const starts: number[] = [];
  const usable: boolean[] = [];
  for (const group of groups) {
    starts.push(documents.count);
    for (const sample of group.samples) {
      documents.add(plan.read(sample.text));
      usable.push(!sample.heldBack);
      show(documents.count);
    }
  }
  const keys = documents.compact(plan.minimumFrequency, (d) => usable[d] === true);
  const sets = groups.map((group, g) => ({
    group,
    data: labelled(documents, keys.length, group, starts[g] as number),
    start: starts[g] as number,
  }));
  const ratios = sets.map(({ group, data, start }, g) => {
    const learn = learnable(group, start);
    return g === 0
      ? labelWeights(data, learn, `${plan.kind}: labels`)
      : labelRatios(data, learn, AUXILIARY_SMOOTHING);
  });
  const layer = fitLayer(plan, documents, sets, ratios);
  return ship(
    plan,
    documents,
    keys,
    sets.map(({ data }) => data),
    ratios,
    layer,
  );
}

interface GroupSet {
  readonly group: EmotionGroup;
  readonly data: LabelledDocuments;
  readonly start: number;
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
  };
}

function learnable(group: EmotionGroup, start: number): number[] {
  return group.samples.flatMap((sample, i) => (sample.heldBack ? [] : [start + i]));
}

/**
 * Fits the layer. Inputs of a document: scaled label sums of every group (those of the main group from other
 * folds), then what `denseInputs` gives.
 */
function fitLayer(
  plan: EmotionPlan,
  documents: Documents,
  sets: readonly GroupSet[],
  ratios: readonly Float32Array[],
): Softmax {
  const inputs: Float64Array[] = [];
  const labels: number[] = [];
  const [main] = sets;
  if (main === undefined) throw new Error('no data');
  const mean = documents.meanEmitted();
  const lexicon = FeatureTable.decode('lexicon', plan.lexicon);
  for (let fold = 0; fold < FOLDS; fold++) {
    const learn = learnable(main.group, main.start);
    const others = learn.filter((d) => d % FOLDS !== fold);
    const foldRatios = labelWeights(main.data, others, `${plan.kind}: fold ${fold + 1} of ${FOLDS}`);
    for (const d of learn) {
      const sample = main.group.samples[d - main.start];
      if (d % FOLDS !== fold || sample === undefined || sample.emotion < 0) continue;
      const scale = lengthScale(documents.emitted(d), mean);
      const sums = sets.map(({ data }, g) =>
        labelSums(data, g === 0 ? foldRatios : (ratios[g] as Float32Array), d),
      );
      const scaled = sums.flatMap((values) => [...values].map((value) => value * scale));
      inputs.push(Float64Array.from([...scaled, ...denseInputs(plan, lexicon, sample.text)]));
      labels.push(sample.emotion);
    }
  }
  const layer = fitSoftmax(inputs, labels, { classes: CLASSES, l2: plan.l2, steps: 250 });
  for (let c = 0; c < CLASSES; c++) {
    const share = labels.filter((label) => label === c).length / labels.length;
    layer.biases[c] = (layer.biases[c] as number) - plan.priorShare * Math.log(share);
  }
  return layer;
}

/** Signals and lexicon hits of a text. */
function denseInputs(plan: EmotionPlan, lexicon: FeatureTable, text: string): number[] {
  const signals = plan.signals(text);
  const hits = new Float64Array(LEXICON_INPUTS);
  readLexicon(lexicon, plan.read(text), hits);
  return [...signals, ...hits];
}

function ship(
  plan: EmotionPlan,
  documents: Documents,
  keys: Uint32Array,
  data: readonly LabelledDocuments[],
  ratios: readonly Float32Array[],
  layer: Softmax,
): TrainedEmotion {
  const weights = multiplyOut(keys.length, data, ratios, layer);
  const frequency = new Float32Array(keys.length);
  for (let d = 0; d < documents.count; d++)
    for (const f of documents.features(d)) frequency[f] = (frequency[f] as number) + 1;
  const use = Float32Array.from(frequency, (df, f) => {
    let spread = 0;
    for (let c = 0; c < CLASSES; c++) spread = Math.max(spread, Math.abs(weights[f * CLASSES + c] as number));
    return spread * Math.sqrt(df);
  });
  const threshold = use.slice().sort()[Math.max(0, keys.length - plan.size)] ?? 0;
  const kept = [...keys.keys()].filter((f) => (use[f] as number) >= threshold);
  const keptWeights = new Float32Array(kept.length * CLASSES);
  kept.forEach((f, row) => keptWeights.set(weights.subarray(f * CLASSES, (f + 1) * CLASSES), row * CLASSES));
  const dense = layer.weights.subarray(layer.weights.length - (SIGNALS + LEXICON_INPUTS) * CLASSES);
  const bytes = encodeModel({
    kind: plan.kind,
    parameters: {
      biases: [...layer.biases],
      signalWeights: [...dense.subarray(0, SIGNALS * CLASSES)],
      lexiconWeights: [...dense.subarray(SIGNALS * CLASSES)],
      mean: documents.meanEmitted(),
      onlyClass: plan.onlyClass,
    },
    sections: {
      weights: encodeTable(
        Uint32Array.from(kept, (f) => keys[f] as number),
        keptWeights,
        CLASSES,
        6,
      ),
      lexicon: plan.lexicon,
    },
  });
  return { bytes, figures: evaluate(plan, bytes) };
}

/** Seven weights a feature: its ratios times the layer, summed over all labels, less their mean over the classes. */
function multiplyOut(
  count: number,
  data: readonly LabelledDocuments[],
  ratios: readonly Float32Array[],
  layer: Softmax,
): Float32Array {
  const weights = new Float32Array(count * CLASSES);
  let input = 0;
  data.forEach(({ labelCount }, g) => {
    const groupRatios = ratios[g] as Float32Array;
    for (let f = 0; f < count; f++) {
      for (let label = 0; label < labelCount; label++) {
        const ratio = groupRatios[f * labelCount + label] as number;
        const row = (input + label) * CLASSES;
        for (let c = 0; c < CLASSES; c++) {
          weights[f * CLASSES + c] =
            (weights[f * CLASSES + c] as number) + ratio * (layer.weights[row + c] as number);
        }
      }
    }
    input += labelCount;
  });
  for (let f = 0; f < count; f++) {
    const row = weights.subarray(f * CLASSES, (f + 1) * CLASSES);
    const mean = row.reduce((a, b) => a + b, 0) / CLASSES;
    for (let c = 0; c < CLASSES; c++) row[c] = (row[c] as number) - mean;
  }
  return weights;
}

function evaluate(plan: EmotionPlan, bytes: Uint8Array): ClassFigures {
  const model = EmotionModel.decode(plan.kind, bytes, plan.kind);
  const logits = new Float64Array(CLASSES);
  const held = plan.main.samples.filter((sample) => sample.heldBack && sample.emotion >= 0);
  const predicted = held.map((sample) => {
    const [sentiment, abuse] = plan.signals(sample.text);
    model.logits(plan.read(sample.text), sentiment, abuse, logits);
    return logits.indexOf(Math.max(...logits));
  });
  return classFigures(
    predicted,
    held.map((sample) => sample.emotion),
    CLASSES,
  );
}
