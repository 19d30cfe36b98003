/** Trains, prunes, retrains, calibrates and evaluates one two-class model: the way of every such model here. */
import { BinaryModel, encodeBinaryModel } from '../model/binary-model.ts';
import { fitLink } from './calibration.ts';
import { Documents } from './documents.ts';
import { binaryFigures, type BinaryFigures } from './measures.ts';
import { mostUseful, NBLR_DEFAULTS, NbLr, type NbLrOptions } from './nblr.ts';
import { progress } from './progress.ts';
import type { Reader } from './reader.ts';

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
  readonly kind: string;
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
  /** Log-odds taken off the calibrated ones, where the product meets fewer positives than the data has. */
  readonly shift?: number;
}

export interface TrainedBinary {
  readonly bytes: Uint8Array;
  /** Figures on held-back samples as shipped (pruned and quantised). */
  readonly figures: BinaryFigures;
}

/**
 * The link is fitted on every other held-back sample and the figures are measured on the rest, so that the
 * figures are of texts that nothing was fitted to.
 */
export function trainBinary(plan: BinaryPlan): TrainedBinary {
  const { samples } = plan;
  const options = { ...NBLR_DEFAULTS, ...plan.training };
  const documents = new Documents();
  const show = progress(`${plan.kind}: read`, samples.length);
  samples.forEach((sample, i) => {
    documents.add(plan.read(sample.text));
    if ((i & 0x3ff) === 0) show(i);
  });
  show(samples.length);
  const learnFrom = Int32Array.from(samples.flatMap((sample, i) => (sample.heldBack ? [] : [i])));
  const keys = documents.compact(plan.minimumFrequency, (d) => samples[d]?.heldBack === false);
  const shared = {
    documents,
    targets: Float32Array.from(samples, (sample) => sample.target),
    weights: Float32Array.from(samples, (sample) => sample.weight),
    sources: Uint8Array.from(samples, (sample) => sample.source),
    learnFrom,
  };
  const full = new NbLr({ ...shared, featureCount: keys.length }, options);
  full.train(`${plan.kind}: train ${keys.length} features`);
  const former = documents.select(mostUseful(full, keys.length, plan.size));
  const retrain = {
    ...options,
    epochs: plan.retrainEpochs ?? 1,
    rate: options.rate / 2,
    seed: options.seed + 1,
  };
  const pruned = new NbLr({ ...shared, featureCount: former.length }, retrain);
  pruned.startFrom(full, former);
  pruned.train(`${plan.kind}: retrain ${former.length} features`);
  return finish(plan, pruned, former, keys);
}

function finish(plan: BinaryPlan, model: NbLr, former: Uint32Array, keys: Uint32Array): TrainedBinary {
  const keptKeys = Uint32Array.from(former, (feature) => keys[feature] as number);
  const weights = Float32Array.from(former, (_, feature) => model.weight(feature));
  const uncalibrated = { bias: model.biases[0] as number, mean: model.meanEmitted, floor: 0, a: 1, b: 0 };
  const raw = BinaryModel.decode(
    plan.kind,
    encodeBinaryModel(plan.kind, keptKeys, weights, uncalibrated),
    plan.kind,
  );
  const held = plan.samples.filter(
    (sample) => sample.heldBack && (plan.calibrateOn === 'all' || sample.source === 0),
  );
  const logits = Float64Array.from(held, (sample) => raw.logit(plan.read(sample.text)));
  const labels = Float64Array.from(held, (sample) => sample.target);
  const half = (values: Float64Array, parity: number): Float64Array =>
    values.filter((_, i) => i % 2 === parity);
  const link = fitLink(half(logits, 0), half(labels, 0), {
    floor: plan.training?.floor ?? NBLR_DEFAULTS.floor,
    a: 1,
    b: 0,
  });
  const calibrated = encodeBinaryModel(plan.kind, keptKeys, weights, { ...uncalibrated, ...link });
  const bytes = encodeBinaryModel(plan.kind, keptKeys, weights, {
    ...uncalibrated,
    ...link,
    b: link.b - (plan.shift ?? 0),
  });
  const shipped = BinaryModel.decode(plan.kind, calibrated, plan.kind);
  const probabilities = Float64Array.from(held, (sample) =>
    shipped.probability(shipped.logit(plan.read(sample.text))),
  );
  return { bytes, figures: binaryFigures(half(probabilities, 1), half(labels, 1)) };
}
