/** Why a message got its scores. Pure data, as in `language/types.ts`. */
import type { Analysis, Emotion, EmoteSpan, WordRules } from '../types.ts';

/**
 * What moved a score:
 *
 *     characters, words, morphemes   letters, words or parts of words, wherever they stand
 *     edge       the same at the begin or end of a word or of the message
 *     negated    an English word after a negation
 *     count      how many marks, letters or words
 *     lexicon    a word of the emotion lists
 *     list       a word of the profanity lists
 *     rest       what is not listed by itself, summed
 *     bias       what the score would be without any evidence
 */
export const EVIDENCE_KINDS = [
  'characters',
  'words',
  'morphemes',
  'edge',
  'negated',
  'count',
  'lexicon',
  'list',
  'rest',
  'bias',
] as const;
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

export interface Evidence {
  /** The piece of the text, normalised; empty for `rest` and `bias`. */
  readonly text: string;
  readonly kind: EvidenceKind;
  /** What it adds to the log-odds. */
  readonly weight: number;
}

/** Who named a word: the shipped lists, or the rules of a channel. */
export const NAMED_BY = ['list', 'channel'] as const;
export type NamedBy = (typeof NAMED_BY)[number];

/** A listed word in the text. Offsets count UTF-16 units, `end` is exclusive. */
export interface ListedMatch {
  readonly start: number;
  readonly end: number;
  readonly reason: string;
  readonly severity: number;
  /** The word as the list has it, or as the moderators wrote it. */
  readonly entry: string;
  readonly by: NamedBy;
  /** False where it is milder than what the channel masks. */
  readonly masked: boolean;
}

/** A word that is fine, and what it says so. Offsets count UTF-16 units, `end` is exclusive. */
export interface AllowedWord {
  readonly start: number;
  readonly end: number;
  readonly entry: string;
  readonly by: NamedBy;
}

/** A word of the text, with the weight of all evidence that lies in it. Offsets count UTF-16 units, `end` is exclusive. */
export interface WordEvidence {
  readonly start: number;
  readonly end: number;
  readonly sentiment: number;
  readonly profanity: number;
  readonly emotion: Readonly<Record<Emotion, number>>;
}

/**
 * The weights of a list add up to the score:
 *
 *     sentiment.positive  = 1 / (1 + exp(-sum))
 *     emotion.scores[c]   = exp(sum of c) / sum over all emotions of exp(their sum)
 *     profanity.score     = 1 / (1 + exp(-sum)); an empty list stands for 0
 *
 * Evidence comes first, the strongest in front; then `rest` and `bias`.
 */
export interface Explanation {
  readonly sentiment: readonly Evidence[];
  readonly emotion: Readonly<Record<Emotion, readonly Evidence[]>>;
  readonly profanity: readonly Evidence[];
  readonly matches: readonly ListedMatch[];
  readonly allowed: readonly AllowedWord[];
  /** The words of the text in order, as far as it is read; emotes are none. */
  readonly words: readonly WordEvidence[];
  /** Of the models and lists that were asked. */
  readonly version: string;
}

export interface ExplainedAnalysis {
  readonly analysis: Analysis;
  readonly explanation: Explanation;
}

export interface ExplainOptions {
  /** Pieces of evidence listed by themselves, per score; 12 by default. */
  readonly top?: number;
  /** Of the channel of the message. */
  readonly rules?: WordRules;
}

/** Explains one message. Never throws, whatever the text. Slower than the analysis by far: for single messages. */
export interface Explainer {
  explain(text: string, emotes?: readonly EmoteSpan[], options?: ExplainOptions): ExplainedAnalysis;
}
