/**
 * The answer of the text analysis, as shared by every part that reads it.
 * Pure data: no class, no method, safe to post to another thread or to print as JSON.
 */

/** The seven emotion labels, in the fixed order in which score arrays hold them. */
export const EMOTIONS = ['anger', 'joy', 'fear', 'disgust', 'surprise', 'peace', 'sadness'] as const;
export type Emotion = (typeof EMOTIONS)[number];

/** The names of the seven emotions as Korean readers see them. */
export const EMOTION_NAMES_KO: Readonly<Record<Emotion, string>> = {
  anger: '화남',
  joy: '기쁨',
  fear: '무서움',
  disgust: '싫음',
  surprise: '놀람',
  peace: '평화로움',
  sadness: '슬픔',
};

export type SentimentLabel = 'positive' | 'neutral' | 'negative';

/** Dominant script of a message: Korean, English (Latin), both, or neither. */
export type Language = 'ko' | 'en' | 'mixed' | 'other';

/** A platform emote inside a text. Offsets count UTF-16 units, `end` is exclusive. */
export interface EmoteSpan {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** A masked part of a text. Offsets count UTF-16 units, `end` is exclusive. */
export interface ProfanitySpan {
  readonly start: number;
  readonly end: number;
  /** Why it was masked, e.g. the family of the word: short, stable, lower-case. */
  readonly reason: string;
}

export interface Profanity {
  /** By a listed word, or by a score from the flag point of the language on. */
  readonly flag: boolean;
  /** Calibrated probability that a reader calls the message profane, 0 to 1. */
  readonly score: number;
  /** 0 none, 1 mild, 2 strong, 3 severe. */
  readonly severity: 0 | 1 | 2 | 3;
  readonly spans: readonly ProfanitySpan[];
}

export interface Analysis {
  readonly text: string;
  /** The text with one `*` per grapheme of every profanity span. */
  readonly masked: string;
  readonly lang: Language;
  /** Normalised words (lemmas of Korean content morphemes, Latin words, emote names), in order, repeats kept. */
  readonly words: readonly string[];
  /** Indices into `words` of those that are profane, so that lists of words can mask them. */
  readonly profaneWords: readonly number[];
  readonly profanity: Profanity;
  /** `positive` is the probability of positive against negative, 0 to 1; about one half where a message takes no sides. */
  readonly sentiment: { readonly label: SentimentLabel; readonly positive: number };
  /** `scores` are probabilities in the order of {@link EMOTIONS}; they sum to 1. */
  readonly emotion: { readonly label: Emotion; readonly scores: readonly number[] };
}

/** What the moderators of a channel want masked besides the lists, and what not. */
export interface WordRules {
  readonly mask: readonly string[];
  /** Words that are fine here, whatever the lists and the abuse model say. */
  readonly allow: readonly string[];
  /** Listed words are masked from this severity on: 1 mild, 2 strong, 3 severe. Words of `mask` always are. */
  readonly severity: 1 | 2 | 3;
}

/** Analyses one message. Never throws, whatever the text; time is linear in the length of the text. */
export interface Analyzer {
  analyze(text: string, emotes?: readonly EmoteSpan[]): Analysis;
  /** Masks profanity in a short name (nickname) without scoring it. */
  maskName(name: string): string;
  /** The same analysis under the rules of a channel. Compiles them: to be kept for as long as they hold. */
  withRules(rules: WordRules): Analyzer;
  /** Identifies the models and lists behind the scores; changes whenever a score could change. */
  readonly version: string;
}
