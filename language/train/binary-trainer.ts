/** Trains, prunes, retrains, calibrates and evaluates one two-class model: the way of every such model here. */
import { BinaryModel, encodeBinaryModel } from '../model/binary-model.ts';
import type { KeySet } from '../features/key-set.ts';
import type { FeatureTable } from '../model/feature-table.ts';
import { encodeSentimentModel, SentimentModel } from '../model/sentiment-model.ts';
import type { ModelName } from '../reports/report.ts';
import { fitLink, type Link } from './calibration.ts';
import { Documents } from './documents.ts';
import { binaryFigures, type BinaryFigures } from './measures.ts';
import { reportOf, UnknownCount, type MeasuredReport } from './model-report.ts';
import {
  fitTrust,
  OpinionTrainer,
  UNFITTED_TRUST,
  type FittedOpinion,
  type JudgedText,
  type OpinionPlan,
  type ReadVerdict,
  type Trust,
} from './opinion-trainer.ts';
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
  /** Of a sentiment model: what it learns from whether a text takes sides at all. */
  readonly opinion?: OpinionPlan;
}

export interface TrainedBinary {
  readonly bytes: Uint8Array;
  /** Figures on held-back samples, pruned and quantised as shipped. */
  readonly figures: BinaryFigures;
  readonly report: MeasuredReport;
}

/** From features to log-odds and probability. */
interface Calibration {
  readonly link: Link;
  readonly opinion?: Trust;
}

/**
 * The link is fitted on every other held-back sample and the figures are measured on the rest, so that they are of texts
 * that nothing was fitted to. Where the plan says so, what is shipped is then trained once more by the same recipe, on all
 * samples, and takes over the link.
 */
export function trainBinary(plan: BinaryPlan): TrainedBinary {
  const documents = readDocuments(plan);
  const opinions = plan.opinion && new OpinionTrainer(plan.kind, plan.opinion, plan.read);
  const measured = fit(
    { plan, documents: plan.shipsAll ? documents.copy() : documents, opinions },
    (sample) => !sample.heldBack,
  );
  const calibration = calibrate(plan, measured);
  const unseen = encode(plan, measured, calibration);
  const shipped = plan.shipsAll ? fit({ plan, documents, opinions }, () => true) : measured;
  return {
    bytes: plan.shipsAll ? encode(plan, shipped, calibration) : unseen,
    ...judge(plan, unseen),
  };
}

/**
 * Trains what the figures are measured on, and nothing more: the same that {@link trainBinary} measures.
 * @param shipped bytes of the shipped model, which is measured itself where it has not learned from the held-back samples
 */
export function measureBinary(plan: BinaryPlan, shipped: Uint8Array): MeasuredReport {
  if (!plan.shipsAll) return judge(plan, shipped).report;
  const opinions = plan.opinion && new OpinionTrainer(plan.kind, plan.opinion, plan.read);
  const fitted = fit({ plan, documents: readDocuments(plan), opinions }, (sample) => !sample.heldBack);
  return judge(plan, encode(plan, fitted, calibrate(plan, fitted))).report;
}

/**
 * Measures on the half of the held-back samples that nothing was fitted to.
 * @param bytes of a model that has not learned from the held-back samples, pruned and quantised as shipped
 */
function judge(plan: BinaryPlan, bytes: Uint8Array): Omit<TrainedBinary, 'bytes'> {
  const model = shippedFrom(plan, bytes);
  const unknown = new UnknownCount(model.table);
  const judged = heldBackOf(plan)
    .filter((_, i) => i % 2 === MEASURED_HALF)
    .map(({ text, target }) => {
      const features = plan.read(text);
      unknown.add(features);
      // The shift is for the product, which meets fewer positives than the data: the figures are of the data.
      const positive = model.score(features, plan.shift ?? 0);
      return {
        probabilities: [1 - positive, positive],
        actual: target >= 0.5 ? 1 : 0,
        shippedScore: model.score(features, 0),
      };
    });
  const figures = binaryFigures(
    Float64Array.from(judged, ({ probabilities }) => probabilities[1] as number),
    Float64Array.from(judged, ({ actual }) => actual),
  );
  return { figures, report: reportOf(plan.kind, judged, unknown.result()) };
}

/** A model of either sort as it is shipped. */
interface ShippedModel {
  readonly table: FeatureTable;
  /** @param shift added to the log-odds */
  score(features: KeySet, shift: number): number;
}

function shippedFrom({ kind, opinion }: BinaryPlan, bytes: Uint8Array): ShippedModel {
  if (opinion === undefined) {
    const model = BinaryModel.decode(kind, bytes, kind);
    return {
      table: model.table,
      score: (features, shift) => model.probability(model.logit(features) + shift),
    };
  }
  const model = SentimentModel.decode(kind, bytes, kind);
  const reading = { logit: 0, trust: 0 };
  return {
    table: model.table,
    score: (features) => {
      model.read(features, reading);
      return model.probability(reading);
    },
  };
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
  readonly opinion: FittedOpinion | undefined;
}

interface Material {
  readonly plan: BinaryPlan;
  /** Of the samples, one each; compacted in place. */
  readonly documents: Documents;
  readonly opinions: OpinionTrainer | undefined;
}

function fit({ plan, documents, opinions }: Material, isLearned: (sample: Sample) => boolean): Fitted {
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
  const kept = Uint32Array.from(former, (feature) => keys[feature] as number);
  return {
    keys: kept,
    opinion: opinions?.fit(kept),
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

function encode(plan: BinaryPlan, fitted: Fitted, { link, opinion: trust }: Calibration): Uint8Array {
  const { kind } = plan;
  const { keys, weights, bias, mean, opinion } = fitted;
  const parameters = { bias, mean, ...link, b: link.b - (plan.shift ?? 0) };
  if (opinion === undefined) return encodeBinaryModel(kind, keys, weights, parameters);
  const pairs = new Float32Array(2 * keys.length);
  weights.forEach((weight, row) => {
    pairs[2 * row] = weight;
    pairs[2 * row + 1] = opinion.weights[row] as number;
  });
  return encodeSentimentModel(kind, keys, pairs, {
    ...parameters,
    opinion: { mean: opinion.mean, ...(trust ?? UNFITTED_TRUST) },
  });
}

/** Fits the link on one half of the held-back samples, and the trust on these and on judged chat, of the model as shipped. */
function calibrate(plan: BinaryPlan, fitted: Fitted): Calibration {
  const { kind, read } = plan;
  const start = { floor: plan.training?.floor ?? NBLR_DEFAULTS.floor, a: 1, b: 0 };
  const bytes = encode({ ...plan, shift: 0 }, fitted, { link: start });
  const held = heldBackOf(plan).filter((_, i) => i % 2 !== MEASURED_HALF);
  if (plan.opinion === undefined) {
    const model = BinaryModel.decode(kind, bytes, kind);
    return { link: linkFor(held, (sample) => model.logit(read(sample.text)), start) };
  }
  const model = SentimentModel.decode(kind, bytes, kind);
  const link = linkFor(held, (sample) => model.logit(read(sample.text)), start);
  const verdicts = (texts: readonly JudgedText[]): ReadVerdict[] =>
    texts.map(({ text, target, weight }) => {
      const features = read(text);
      return { logit: model.logit(features), strength: model.strength(features), target, weight };
    });
  return { link, opinion: fitTrust([verdicts(held), verdicts(plan.opinion.judged)], link) };
}

function linkFor(samples: readonly Sample[], logitOf: (sample: Sample) => number, start: Link): Link {
  return fitLink(
    Float64Array.from(samples, logitOf),
    Float64Array.from(samples, ({ target }) => target),
    start,
  );
}
