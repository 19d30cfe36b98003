/** The models as sums: what each feature adds to the log-odds of a text, for one language. */
import type { KeySet } from '../features/key-set.ts';
import type { BinaryLink } from '../model/binary-model.ts';
import { countHits, LEXICON_INPUTS, type EmotionInput, type EmotionLayer } from '../model/emotion-model.ts';
import type { FeatureWeights, LanguageScorer } from '../model/language-scorer.ts';
import { EMOTIONS } from '../types.ts';

const CLASSES = EMOTIONS.length;

/** A sum of log-odds: `base` and one term per feature, in the order of the features. */
export interface Additive {
  readonly base: number;
  readonly terms: Float64Array;
}

export interface AdditiveScores {
  /** The verdict; how much of it counts is {@link trust}. */
  readonly sentiment: Additive;
  /** Share of the log-odds of sentiment that counts, from 0 up: little where the text takes no sides. */
  readonly trust: number;
  readonly abuse: Additive;
  /** In the order of `EMOTIONS`, without what the lexicon adds. */
  readonly emotions: readonly Additive[];
  /** What the words of the emotion lexicon add, in the same order; likewise one term per feature. */
  readonly lexicon: readonly Float64Array[];
}

/**
 * The layers are linear in what they are given as long as the number of features stays, so their slopes are found by
 * asking them: no formula of theirs is repeated here.
 */
export function additiveScores(scorer: LanguageScorer, features: KeySet): AdditiveScores {
  const { layers } = scorer;
  const { count } = features;
  const weights = Array.from(features.keys.subarray(0, count), (key) => scorer.weightsOf(key));
  const sentiment = binary(
    layers.sentiment,
    count,
    weights.map((each) => each.sentiment),
  );
  const abuse = binary(
    layers.abuse,
    count,
    weights.map((each) => each.abuse),
  );
  const trust = layers.opinion.trust(
    weights.reduce((sum, each) => sum + each.opinion, 0),
    count,
  );
  return { sentiment, trust, abuse, ...emotion(layers.emotion, count, weights, sentiment, abuse) };
}

function binary(link: BinaryLink, count: number, weights: readonly number[]): Additive {
  const base = link.logit(0, count);
  const slope = link.logit(1, count) - base;
  return { base, terms: Float64Array.from(weights, (weight) => slope * weight) };
}

/** The log-odds of sentiment and abuse are inputs of the emotions, so that their terms count there too. */
function emotion(
  layer: EmotionLayer,
  count: number,
  weights: readonly FeatureWeights[],
  sentiment: Additive,
  abuse: Additive,
): Pick<AdditiveScores, 'emotions' | 'lexicon'> {
  const zero = {
    sums: new Float64Array(CLASSES),
    hits: new Float64Array(LEXICON_INPUTS),
    count,
    sentiment: 0,
    abuse: 0,
  };
  const base = logitsOf(layer, zero);
  const slopes = (input: Partial<EmotionInput>): Float64Array =>
    logitsOf(layer, { ...zero, ...input }).map((value, c) => value - (base[c] as number));
  const bySum = slopes({ sums: new Float64Array(CLASSES).fill(1) });
  const bySentiment = slopes({ sentiment: 1 });
  const byAbuse = slopes({ abuse: 1 });
  const emotions = EMOTIONS.map((_, c): Additive => {
    const [sum, positive, abusive] = [bySum, bySentiment, byAbuse].map((slope) => slope[c] as number) as [
      number,
      number,
      number,
    ];
    return {
      base: (base[c] as number) + positive * sentiment.base + abusive * abuse.base,
      terms: Float64Array.from(
        weights,
        (each, i) =>
          sum * (each.emotions[c] as number) +
          positive * (sentiment.terms[i] as number) +
          abusive * (abuse.terms[i] as number),
      ),
    };
  });
  return { emotions, lexicon: lexiconTerms(weights, slopes) };
}

/** What the words of one emotion add together, shared among them: past the third they add no more. */
function lexiconTerms(
  weights: readonly FeatureWeights[],
  slopes: (input: Partial<EmotionInput>) => Float64Array,
): readonly Float64Array[] {
  const sums = new Float64Array(LEXICON_INPUTS);
  for (const { lexicon } of weights) lexicon.forEach((weight, c) => (sums[c] = (sums[c] as number) + weight));
  const hits = sums.slice();
  countHits(hits);
  const terms = EMOTIONS.map(() => new Float64Array(weights.length));
  for (let input = 0; input < LEXICON_INPUTS; input++) {
    if (hits[input] === 0) continue;
    const only = new Float64Array(LEXICON_INPUTS);
    only[input] = hits[input] as number;
    const added = slopes({ hits: only });
    const wordsOf = input % CLASSES;
    weights.forEach(({ lexicon }, i) => {
      const share = (lexicon[wordsOf] as number) / (sums[wordsOf] as number);
      terms.forEach((list, c) => (list[i] = (list[i] as number) + share * (added[c] as number)));
    });
  }
  return terms;
}

function logitsOf(layer: EmotionLayer, input: EmotionInput): Float64Array {
  const out = new Float64Array(CLASSES);
  layer.logits(input, out);
  return out;
}
