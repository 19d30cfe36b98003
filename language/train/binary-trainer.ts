/** Trains, prunes, retrains, calibrates and evaluates one two-class model: the way of every such model here. */
import { BinaryModel, encodeBinaryModel } from '../model/binary-model.ts';
import type { ModelName } from '../reports/report.ts';
import { applyLink, fitLink, type Link } from './calibration.ts';
import { Documents } from './documents.ts';
import { binaryFigures, type BinaryFigures } from './measures.ts';
import { reportOf, UnknownCount, type MeasuredReport } from './model-report.ts';
import { mostUseful, NBLR_DEFAULTS, NbLr, type NbLrOptions } from './nblr.ts';
import { progress } from './progress.ts';
import type { Reader } from './reader.ts';

/** Models that are averaged: 0.1 to 0.2 points of accuracy on the film reviews, for three times the minutes. */
const ORDERS = 3;

/** One labelled text. */
export interface Sample {
  readonly text: string;
  /** Probability of the positive class, 0 to 1. */
  readonly target: number;
  readonly weight: number;
  /** Number of its source; each has a bias of its own, and that of source 0 is shipped. */
  readonly source: number;
  /** Held-back samples are never learned from: they calibrate the link and give the figures. */
  readonly heldBack: boolean;
}

export interface BinaryPlan {
  readonly kind: ModelName;
  readonly samples: readonly Sample[];
  readonly read: Reader;
  /** Features kept in the shipped model. */
  readonly size: number;
  readonly minimumFrequency: number;
  readonly training?: Partial<NbLrOptions>;
  /** Passes over the data after pruning, at half the rate. */
  readonly retrainEpochs?: number;
  /** Whose held-back samples calibrate the link and give the figures; source 0 alone unless told. */
  readonly calibrateOn?: 'first' | 'all';
  /** Whether what is shipped learns from the held-back samples too; the figures are those of a model that did not. */
  readonly shipsAll?: boolean;
  /** Log-odds taken off the calibrated ones, where the product meets fewer positives than the data has. */
  readonly shift?: number;
}

export interface TrainedBinary {
  readonly bytes: Uint8Array;
  /** Figures on held-back samples, pruned and quantised as shipped. */
  readonly figures: BinaryFigures;
  readonly report: MeasuredReport;
}

/**
 * The link is fitted on every other held-back sample and the figures are measured on the rest, so that they are of texts
 * that nothing was fitted to. Where the plan says so, what is shipped is then trained once more by the same recipe, on all
 * samples, and takes over the link.
 */
export function trainBinary(plan: BinaryPlan): TrainedBinary {
  const { kind } = plan;
  const documents = readDocuments(plan);
  const measured = fit(plan, plan.shipsAll ? documents.copy() : documents, (sample) => !sample.heldBack);
  const { link, figures } = measure(plan, measured);
  const shipped = plan.shipsAll ? fit(plan, documents, () => true) : measured;
  const asShipped = { ...link, b: link.b - (plan.shift ?? 0) };
  return {
    bytes: encode(kind, shipped, asShipped),
    figures,
    report: reportBinary(plan, encode(kind, measured, asShipped)),
  };
}

/**
 * Trains what the figures are measured on, and nothing more: the same that {@link trainBinary} measures.
 * @param shipped bytes of the shipped model, which is measured itself where it has not learned from the held-back samples
 */
export function measureBinary(plan: BinaryPlan, shipped: Uint8Array): MeasuredReport {
  if (!plan.shipsAll) return reportBinary(plan, shipped);
  const fitted = fit(plan, readDocuments(plan), (sample) => !sample.heldBack);
  const { link } = measure(plan, fitted);
  return reportBinary(plan, encode(plan.kind, fitted, { ...link, b: link.b - (plan.shift ?? 0) }));
}

/** @param bytes of a model that has not learned from the held-back samples, with its link */
function reportBinary(plan: BinaryPlan, bytes: Uint8Array): MeasuredReport {
  const model = BinaryModel.decode(plan.kind, bytes, plan.kind);
  const unknown = new UnknownCount(model.table);
  const judged = heldBackOf(plan)
    .filter((_, i) => i % 2 === MEASURED_HALF)
    .map(({ text, target }) => {
      const features = plan.read(text);
      unknown.add(features);
      const logit = model.logit(features);
      // The shift is for the product, which meets fewer positives than the data: the figures are of the data.
      const positive = model.probability(logit + (plan.shift ?? 0));
      return {
        probabilities: [1 - positive, positive],
        actual: target >= 0.5 ? 1 : 0,
        shippedScore: model.probability(logit),
      };
    });
  return reportOf(plan.kind, judged, unknown.result());
}

function readDocuments({ kind, samples, read }: BinaryPlan): Documents {
  const documents = new Documents();
  const show = progress(`${kind}: read`, samples.length);
  samples.forEach((sample, i) => {
    documents.add(read(sample.text));
    if ((i & 0x3ff) === 0) show(i);
  });
  show(samples.length);
  return documents;
}

/** Of the held-back samples, every second one fits the link and the others are measured on. */
const MEASURED_HALF = 1;

function heldBackOf({ samples, calibrateOn }: BinaryPlan): readonly Sample[] {
  return samples.filter((sample) => sample.heldBack && (calibrateOn === 'all' || sample.source === 0));
}

/** A model without its link. */
interface Fitted {
  readonly keys: Uint32Array;
  readonly weights: Float32Array;
  readonly bias: number;
  readonly mean: number;
}

/** @param documents of the samples, one each; compacted in place */
function fit(plan: BinaryPlan, documents: Documents, isLearned: (sample: Sample) => boolean): Fitted {
  const { kind, samples } = plan;
  const options = { ...NBLR_DEFAULTS, ...plan.training };
  const learnFrom = Int32Array.from(samples.flatMap((sample, i) => (isLearned(sample) ? [i] : [])));
  const learned = new Set(learnFrom);
  const keys = documents.compact(plan.minimumFrequency, (d) => learned.has(d));
  const shared = {
    documents,
    targets: Float32Array.from(samples, (sample) => sample.target),
    weights: Float32Array.from(samples, (sample) => sample.weight),
    sources: Uint8Array.from(samples, (sample) => sample.source),
    learnFrom,
  };
  const full = trainSeveral(`${kind}: train ${keys.length} features`, options, (of) => {
    return new NbLr({ ...shared, featureCount: keys.length }, of);
  });
  const former = documents.select(mostUseful(full, keys.length, plan.size));
  const retrain = { ...options, epochs: plan.retrainEpochs ?? 1, rate: options.rate / 2 };
  const pruned = trainSeveral(`${kind}: retrain ${former.length} features`, retrain, (of) => {
    const model = new NbLr({ ...shared, featureCount: former.length }, of);
    model.startFrom(full, former);
    return model;
  });
  return {
    keys: Uint32Array.from(former, (feature) => keys[feature] as number),
    weights: Float32Array.from(former, (_, feature) => pruned.weight(feature)),
    bias: pruned.biases[0] as number,
    mean: pruned.meanEmitted,
  };
}

/** The mean of several models that differ in the order of learning. */
function trainSeveral(title: string, options: NbLrOptions, make: (options: NbLrOptions) => NbLr): NbLr {
  const models = Array.from({ length: ORDERS }, (_, order) => {
    const model = make({ ...options, seed: options.seed + order });
    model.train(`${title}, order ${order + 1} of ${ORDERS}`);
    return model;
  });
  const [first] = models as [NbLr];
  first.averageOf(models);
  return first;
}

function encode(kind: string, { keys, weights, bias, mean }: Fitted, link: Link): Uint8Array {
  return encodeBinaryModel(kind, keys, weights, { bias, mean, ...link });
}

/** Fits the link on one half of the held-back samples and measures on the other, pruned and quantised as shipped. */
function measure(plan: BinaryPlan, fitted: Fitted): { readonly link: Link; readonly figures: BinaryFigures } {
  const { kind, read } = plan;
  const start = { floor: plan.training?.floor ?? NBLR_DEFAULTS.floor, a: 1, b: 0 };
  const asShipped = BinaryModel.decode(kind, encode(kind, fitted, start), kind);
  const held = heldBackOf(plan);
  const logits = Float64Array.from(held, (sample) => asShipped.logit(read(sample.text)));
  const labels = Float64Array.from(held, (sample) => sample.target);
  const half = (values: Float64Array, parity: number): Float64Array =>
    values.filter((_, i) => i % 2 === parity);
  const link = fitLink(half(logits, 1 - MEASURED_HALF), half(labels, 1 - MEASURED_HALF), start);
  const probabilities = half(logits, MEASURED_HALF).map((logit) => applyLink(link, logit));
  return { link, figures: binaryFigures(probabilities, half(labels, MEASURED_HALF)) };
}
