/**
 * The emotion models. Naive Bayes ratios for many fine labels (KOTE's 44; the 28 of GoEmotions), a small
 * multinomial logistic layer from their sums to the seven classes, fitted on out-of-fold sums, and both
 * multiplied out to seven weights a feature.
 */
import { encodeTable } from '../model/feature-table.ts';
import { encodeModel } from '../model/file.ts';
import { EmotionModel, SIGNALS } from '../model/emotion-model.ts';
import { EMOTIONS } from '../types.ts';
import {
  DENSE_INPUTS,
  layerExamples,
  mainWeights,
  numberFeatures,
  readTexts,
  type EmotionTexts,
  type LayerExamples,
  type NumberedTexts,
} from './emotion-labels.ts';
import type { EmotionPlan, EmotionSample } from './emotion-plan.ts';
import { classFigures, type ClassFigures } from './measures.ts';
import { reportOf, UnknownCount, type MeasuredReport } from './model-report.ts';
import { fitSoftmax, softmaxOf, type Softmax } from './softmax.ts';

export interface TrainedEmotion {
  readonly bytes: Uint8Array;
  /** On the held-back texts, of a model that did not learn from them, pruned and quantised as shipped. */
  readonly figures: ClassFigures & { readonly tau: number };
  readonly report: MeasuredReport;
}

const CLASSES = EMOTIONS.length;
const LAYER_STEPS = 250;

/** Measures a model that has not seen the held-back texts; ships it, or one by the same recipe that has. */
export function trainEmotion(plan: EmotionPlan): TrainedEmotion {
  const texts = readTexts(plan);
  const measured = emotionModel(texts, (text) => plan.main.samples[text]?.heldBack === false);
  const held = plan.main.samples.filter((sample) => sample.heldBack);
  const figures = { tau: plan.priorShare, ...evaluateEmotion(plan, measured, held) };
  return {
    bytes: plan.shipsAll ? emotionModel(texts, () => true) : measured,
    figures,
    report: reportEmotion(plan, measured),
  };
}

/**
 * Trains what the figures are measured on, and nothing more: the same that {@link trainEmotion} measures.
 * @param shipped bytes of the shipped model, which is measured itself where it has not learned from the held-back texts
 */
export function measureEmotion(plan: EmotionPlan, shipped: Uint8Array): MeasuredReport {
  if (!plan.shipsAll) return reportEmotion(plan, shipped);
  return reportEmotion(
    plan,
    emotionModel(readTexts(plan), (text) => plan.main.samples[text]?.heldBack === false),
  );
}

/** @param bytes of a model that has not learned from the held-back texts */
function reportEmotion(plan: EmotionPlan, bytes: Uint8Array): MeasuredReport {
  const model = EmotionModel.decode(plan.kind, bytes, plan.kind);
  const unknown = new UnknownCount(model.table);
  const logits = new Float64Array(CLASSES);
  const judged = plan.main.samples
    .filter((sample) => sample.heldBack && sample.emotion >= 0)
    .map(({ text, emotion }) => {
      const [sentiment, abuse] = plan.signals(text);
      const features = plan.read(text);
      unknown.add(features);
      model.logits(features, sentiment, abuse, logits);
      return { probabilities: [...softmaxOf(logits)], actual: emotion };
    });
  return reportOf(plan.kind, judged, unknown.result());
}

/** Bytes of a model. @param learns whether a text of the main group, by its number, is learned from */
function emotionModel(texts: EmotionTexts, learns: (text: number) => boolean): Uint8Array {
  const numbered = numberFeatures(texts, learns);
  const weights = [mainWeights(numbered), ...numbered.auxiliary];
  return encodeEmotion(numbered, weights, fitLayer(texts.plan, layerExamples(numbered)));
}

/** The seven-class layer, its biases without the plan's share of the prior. */
export function fitLayer(
  plan: EmotionPlan,
  { inputs, labels }: Pick<LayerExamples, 'inputs' | 'labels'>,
): Softmax {
  const layer = fitSoftmax(inputs, labels, { classes: CLASSES, l2: plan.l2, steps: LAYER_STEPS });
  const shares = classShares(labels);
  return {
    ...layer,
    biases: layer.biases.map((bias, c) => bias - plan.priorShare * Math.log(shares[c] as number)),
  };
}

/** How often each class occurs. */
export function classShares(labels: readonly number[]): readonly number[] {
  return EMOTIONS.map((_, c) => labels.filter((label) => label === c).length / labels.length);
}

function encodeEmotion(
  numbered: NumberedTexts,
  labelWeights: readonly Float32Array[],
  layer: Softmax,
): Uint8Array {
  const { plan } = numbered.texts;
  const { keys } = numbered;
  const weights = multiplyOut(numbered, labelWeights, layer);
  const kept = mostSpread(numbered, weights, plan.size);
  const keptWeights = new Float32Array(kept.length * CLASSES);
  kept.forEach((f, row) => keptWeights.set(weights.subarray(f * CLASSES, (f + 1) * CLASSES), row * CLASSES));
  const dense = layer.weights.subarray(layer.weights.length - DENSE_INPUTS * CLASSES);
  return encodeModel({
    kind: plan.kind,
    parameters: {
      biases: [...layer.biases],
      signalWeights: [...dense.subarray(0, SIGNALS * CLASSES)],
      lexiconWeights: [...dense.subarray(SIGNALS * CLASSES), ...proseWeights(plan.proseWeight)],
      mean: numbered.mean,
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
}

/** The features whose weights differ most between classes, often. */
function mostSpread({ documents, keys }: NumberedTexts, weights: Float32Array, size: number): number[] {
  const use = Float32Array.from(documents.frequencies(keys.length), (df, f) => {
    let spread = 0;
    for (let c = 0; c < CLASSES; c++) spread = Math.max(spread, Math.abs(weights[f * CLASSES + c] as number));
    return spread * Math.sqrt(df);
  });
  const threshold = use.slice().sort()[Math.max(0, keys.length - size)] ?? 0;
  return [...keys.keys()].filter((f) => (use[f] as number) >= threshold);
}

/** A weight of a class's own for each class. */
function proseWeights(weight: number): number[] {
  return EMOTIONS.flatMap((_, row) => EMOTIONS.map((_, c) => (c === row ? weight : 0)));
}

/** Seven weights a feature: its label weights times the layer, summed over all labels, less their mean over the classes. */
function multiplyOut(
  { keys, groups }: NumberedTexts,
  labelWeights: readonly Float32Array[],
  layer: Softmax,
): Float32Array {
  const count = keys.length;
  const weights = new Float32Array(count * CLASSES);
  let input = 0;
  groups.forEach(({ labelCount }, g) => {
    const ratios = labelWeights[g] as Float32Array;
    for (let f = 0; f < count; f++) {
      for (let label = 0; label < labelCount; label++) {
        const ratio = ratios[f * labelCount + label] as number;
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

/** Figures of a model on labelled texts; those of no sure class are left out. */
function evaluateEmotion(
  plan: EmotionPlan,
  bytes: Uint8Array,
  samples: readonly EmotionSample[],
): ClassFigures {
  const sure = samples.filter((sample) => sample.emotion >= 0);
  const actual = sure.map((sample) => sample.emotion);
  return classFigures(predictEmotions(plan, bytes, sure), actual, CLASSES);
}

/** The class that a model gives each text. */
function predictEmotions(plan: EmotionPlan, bytes: Uint8Array, samples: readonly EmotionSample[]): number[] {
  const model = EmotionModel.decode(plan.kind, bytes, plan.kind);
  const logits = new Float64Array(CLASSES);
  return samples.map(({ text }) => {
    const [sentiment, abuse] = plan.signals(text);
    model.logits(plan.read(text), sentiment, abuse, logits);
    return logits.indexOf(Math.max(...logits));
  });
}
