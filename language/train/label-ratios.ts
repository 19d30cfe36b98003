/** Naive Bayes log-count ratios of many labels at once. */
import type { Documents } from './documents.ts';
import { NBLR_DEFAULTS, NbLr, type NbLrOptions } from './nblr.ts';
import { progress } from './progress.ts';

export interface LabelledDocuments {
  readonly documents: Documents;
  readonly featureCount: number;
  readonly labelCount: number;
  /** Labels of a document: any number of them. */
  labelsOf(document: number): readonly number[];
  /** Nothing is known of the labels of a document below this number: {@link labelWeights} leaves it out for those. */
  knownFrom(document: number): number;
}

/**
 * ratio[feature * labelCount + label] = log P(feature | label) - log P(feature | not label), each smoothed with
 * `alpha` counts spread by how often the feature occurs at all.
 */
export function labelRatios(
  data: LabelledDocuments,
  learnFrom: readonly number[],
  alpha: number,
): Float32Array {
  const { documents, featureCount, labelCount } = data;
  const counts = new Float32Array(featureCount * labelCount);
  const totals = new Float32Array(featureCount);
  const labelTotals = new Float64Array(labelCount);
  for (const d of learnFrom) {
    const labels = data.labelsOf(d);
    for (const label of labels) labelTotals[label] = (labelTotals[label] as number) + 1;
    for (const feature of documents.features(d)) {
      totals[feature] = (totals[feature] as number) + 1;
      for (const label of labels) {
        const at = feature * labelCount + label;
        counts[at] = (counts[at] as number) + 1;
      }
    }
  }
  const all = learnFrom.length;
  for (let feature = 0; feature < featureCount; feature++) {
    const share = (totals[feature] as number) / all;
    for (let label = 0; label < labelCount; label++) {
      const at = feature * labelCount + label;
      const inside = labelTotals[label] as number;
      const count = counts[at] as number;
      const smooth = alpha * (share + 1 / all);
      const withLabel = (count + smooth) / (inside + alpha);
      const without = ((totals[feature] as number) - count + smooth) / (all - inside + alpha);
      counts[at] = inside === 0 ? 0 : Math.log(withLabel / without);
    }
  }
  return counts;
}

/**
 * The same with a logistic layer on the ratios (see `nblr.ts`), one for each label: slower and better, for the data
 * that matters most.
 */
export function labelWeights(
  data: LabelledDocuments,
  learnFrom: readonly number[],
  { title, training }: { readonly title: string; readonly training: Partial<NbLrOptions> },
): Float32Array {
  const { featureCount, labelCount } = data;
  const weights = new Float32Array(featureCount * labelCount);
  const documents = data.documents.subset(learnFrom);
  // What these texts do not hold weighs nothing; other groups of texts have many times as many features.
  const former = documents.select(occurring(documents, featureCount));
  const show = progress(title, labelCount);
  for (let label = 0; label < labelCount; label++) {
    const known = learnFrom.flatMap((d, i) => (data.knownFrom(d) <= label ? [i] : []));
    const model = new NbLr(
      {
        documents,
        featureCount: former.length,
        targets: Float32Array.from(learnFrom, (d) => (data.labelsOf(d).includes(label) ? 1 : 0)),
        weights: new Float32Array(learnFrom.length).fill(1),
        sources: new Uint8Array(learnFrom.length),
        learnFrom: Int32Array.from(known),
      },
      { ...NBLR_DEFAULTS, ...training },
    );
    model.train();
    former.forEach((feature, own) => {
      weights[feature * labelCount + label] = model.weight(own);
    });
    show(label + 1);
  }
  return weights;
}

function occurring(documents: Documents, featureCount: number): Uint8Array {
  const occurs = new Uint8Array(featureCount);
  for (let d = 0; d < documents.count; d++) for (const feature of documents.features(d)) occurs[feature] = 1;
  return occurs;
}

/** Sum of the ratios over the features of a document, for every label. */
export function labelSums(data: LabelledDocuments, ratios: Float32Array, document: number): Float64Array {
  const sums = new Float64Array(data.labelCount);
  for (const feature of data.documents.features(document)) {
    const base = feature * data.labelCount;
    for (let label = 0; label < data.labelCount; label++)
      sums[label] = (sums[label] as number) + (ratios[base + label] as number);
  }
  return sums;
}
