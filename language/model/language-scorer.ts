import type { KeySet } from '../features/key-set.ts';
import { EMOTIONS } from '../types.ts';
import type { BinaryLink, BinaryModel } from './binary-model.ts';
import {
  countHits,
  LEXICON_COLUMNS,
  LEXICON_INPUTS,
  type EmotionLayer,
  type EmotionModel,
} from './emotion-model.ts';
import { JoinedTable } from './joined-table.ts';
import type { OpinionLink } from './opinion.ts';
import { ScoreTally } from './score-tally.ts';
import type { SentimentModel, SentimentReading } from './sentiment-model.ts';

const CLASSES = EMOTIONS.length;
/** Columns of the joined table: abuse, then seven of the emotion model, then those of its lexicon. */
const COLUMNS = { abuse: 0, emotion: 1, lexicon: 1 + CLASSES, end: 1 + CLASSES + LEXICON_COLUMNS };

/** Of so many texts, the features of one are looked at for whether they are known: a look-up each beside the scoring. */
const SAMPLED_OF = 16;

/** What the models of one language say of a text. */
export interface LanguageScores {
  /** Calibrated probability of positive. */
  positive: number;
  /** Calibrated probability of abuse. */
  abuse: number;
  /** Logits in the order of `EMOTIONS`. */
  readonly emotions: Float64Array;
}

export function emptyScores(): LanguageScores {
  return { positive: 0.5, abuse: 0, emotions: new Float64Array(CLASSES) };
}

/** What the models of one language hold for one feature. */
export interface FeatureWeights {
  sentiment: number;
  /** For whether the text takes sides at all. */
  opinion: number;
  abuse: number;
  readonly emotions: Float64Array;
  /** How often it counts as a word of the lexicon of each emotion, then as a mark of prose. */
  readonly lexicon: Float64Array;
}

export interface ModelsOfLanguage {
  readonly language: 'ko' | 'en';
  readonly sentiment: SentimentModel;
  readonly abuse: BinaryModel;
  readonly emotion: EmotionModel;
}

/**
 * All models of one language. Answers exactly what the models answer one by one, with two look-ups a feature instead of
 * four: the tables of abuse, emotion and lexicon are joined. The one of sentiment has several times as many keys, for
 * which a row of all columns would take too much memory.
 */
export class LanguageScorer {
  readonly versions: readonly string[];
  readonly tally: ScoreTally;
  #untilSample = SAMPLED_OF;
  readonly #table: JoinedTable;
  readonly #sentiment: SentimentModel;
  readonly #abuse: BinaryLink;
  readonly #emotion: EmotionLayer;
  readonly #sums = new Float64Array(COLUMNS.end);
  readonly #emotionSums = this.#sums.subarray(COLUMNS.emotion, COLUMNS.lexicon);
  readonly #hits = new Float64Array(LEXICON_INPUTS);
  readonly #verdict: SentimentReading = { logit: 0, trust: 0 };

  constructor({ language, sentiment, abuse, emotion }: ModelsOfLanguage) {
    this.versions = [sentiment.version, emotion.version, abuse.version];
    this.tally = new ScoreTally(language, this.versions);
    this.#table = new JoinedTable([abuse.table, emotion.table, emotion.lexicon]);
    this.#sentiment = sentiment;
    sentiment.table.prepare();
    this.#abuse = abuse.link;
    this.#emotion = emotion.layer;
  }

  /** What makes logits and probabilities of sums; for explanations. */
  get layers(): {
    readonly sentiment: BinaryLink;
    readonly opinion: OpinionLink;
    readonly abuse: BinaryLink;
    readonly emotion: EmotionLayer;
  } {
    const { link: sentiment, opinion } = this.#sentiment;
    return { sentiment, opinion, abuse: this.#abuse, emotion: this.#emotion };
  }

  /** The weights of one feature: the sums of {@link score} are sums of these. For explanations, slow. */
  weightsOf(key: number): FeatureWeights {
    const weights = new Float64Array(COLUMNS.end);
    this.#table.weightsOf(key, weights);
    const { table } = this.#sentiment;
    const row = table.find(key);
    return {
      sentiment: row < 0 ? 0 : table.raw(row, 0) * table.scale(0),
      opinion: row < 0 ? 0 : table.raw(row, 1) * table.scale(1),
      abuse: weights[COLUMNS.abuse] as number,
      emotions: weights.subarray(COLUMNS.emotion, COLUMNS.lexicon),
      lexicon: weights.subarray(COLUMNS.lexicon, COLUMNS.end),
    };
  }

  /** As {@link score}, and counts the text for whoever compares what is scored with what was learned from. */
  scoreAndCount(features: KeySet, out: LanguageScores): void {
    this.score(features, out);
    this.tally.add(out);
    if (--this.#untilSample > 0) return;
    this.#untilSample = SAMPLED_OF;
    const { known } = this.tally;
    this.tally.addSampled(features.count);
    known[0] = (known[0] as number) + this.#sentiment.table.countKnown(features);
    this.#table.countKnown(features, known, 1);
  }

  /** Probability of positive alone, of a text given by its features. */
  positive(features: KeySet): number {
    this.#sentiment.read(features, this.#verdict);
    return this.#sentiment.probability(this.#verdict);
  }

  /** Writes the scores of a text, given by its features, to `out`. */
  score(features: KeySet, out: LanguageScores): void {
    const sums = this.#sums;
    const hits = this.#hits;
    const { count } = features;
    this.#table.sum(features, sums);
    const verdict = this.#verdict;
    this.#sentiment.read(features, verdict);
    const abuse = this.#abuse.logit(sums[COLUMNS.abuse] as number, count);
    for (let c = 0; c < LEXICON_COLUMNS; c++) hits[c] = sums[COLUMNS.lexicon + c] as number;
    countHits(hits);
    // The emotions were learned beside the verdict as it is, trusted or not.
    const { logit: sentiment } = verdict;
    this.#emotion.logits({ sums: this.#emotionSums, hits, count, sentiment, abuse }, out.emotions);
    out.positive = this.#sentiment.probability(verdict);
    out.abuse = this.#abuse.probability(abuse);
  }
}
