/** The analysis of one message, from text to {@link Analysis}. */
import { createHash } from 'node:crypto';
import type { ModelSet } from './load.ts';
import { EmoteReader, together } from './emote-reader.ts';
import { emptyScores, type LanguageScorer } from './model/language-scorer.ts';
import { EnglishFeatures } from './features/english.ts';
import type { KeySet } from './features/key-set.ts';
import { KoreanFeatures } from './features/korean.ts';
import { isFlagged, scoreOf, severityOf } from './profanity/score.ts';
import { ProfanityMatcher, type Findings, type ListedSpan, type WordFinder } from './profanity/matcher.ts';
import { RuledFinder } from './rules/ruled-finder.ts';
import { detectLanguage, takesPart } from './text/detect.ts';
import { cleanEmotes } from './text/emotes.ts';
import { mask, widenToGraphemes } from './text/mask.ts';
import { NormalisedText } from './text/normalise.ts';
import {
  EMOTIONS,
  type Analysis,
  type Analyzer,
  type Emotion,
  type EmoteSpan,
  type SentimentLabel,
  type WordRules,
} from './types.ts';
import type { MorphemeAnalyser } from './words/morphemes.ts';
import { WordReader } from './words/word-reader.ts';
import { collectWords } from './words/collect.ts';

/** Between these probabilities of positive a message is neutral. */
const NEGATIVE_BELOW = 0.38;
const POSITIVE_ABOVE = 0.62;
const NO_EMOTES: readonly EmoteSpan[] = [];

/** What analyzers of the same models share; none of it holds anything from one message to the next but its cache. */
interface SharedParts {
  readonly models: ModelSet;
  readonly lists: WordFinder;
  readonly words: WordReader;
  readonly text: NormalisedText;
  readonly korean: KoreanFeatures;
  readonly english: EnglishFeatures;
  readonly emotes: EmoteReader;
}

export class MessageAnalyzer implements Analyzer {
  readonly version: string;
  readonly #parts: SharedParts;
  readonly #models: ModelSet;
  readonly #finder: WordFinder;
  /** From this severity on a message counts as profane. */
  readonly #threshold: number;
  readonly #words: WordReader;
  readonly #text: NormalisedText;
  readonly #korean: KoreanFeatures;
  readonly #english: EnglishFeatures;
  readonly #emotes: EmoteReader;
  readonly #logits = new Float64Array(EMOTIONS.length);
  readonly #scores = emptyScores();

  private constructor(parts: SharedParts, rules?: WordRules) {
    this.#parts = parts;
    this.#models = parts.models;
    this.#finder = rules === undefined ? parts.lists : new RuledFinder(parts.lists, rules);
    this.#threshold = rules?.severity ?? 1;
    this.#words = parts.words;
    this.#text = parts.text;
    this.#korean = parts.korean;
    this.#english = parts.english;
    this.#emotes = parts.emotes;
    this.version = createHash('sha256').update(parts.models.version).digest('hex').slice(0, 12);
  }

  static of(models: ModelSet, morphemes: MorphemeAnalyser, cacheEntries?: number): MessageAnalyzer {
    return new MessageAnalyzer({
      models,
      lists: new ProfanityMatcher(models.profanity),
      words: new WordReader(morphemes, cacheEntries),
      text: new NormalisedText(),
      korean: new KoreanFeatures(),
      english: new EnglishFeatures(),
      emotes: new EmoteReader(models.english),
    });
  }

  withRules(rules: WordRules): Analyzer {
    return new MessageAnalyzer(this.#parts, rules);
  }

  analyze(text: string, emotes: readonly EmoteSpan[] = NO_EMOTES): Analysis {
    const cleaned = emotes.length === 0 ? NO_EMOTES : cleanEmotes(text, emotes);
    const found = this.#finder.find(text, cleaned);
    const masked = widenToGraphemes(text, maskedOf(found));
    const normalised = this.#text;
    normalised.read(text, cleaned);
    const entries = this.#words.read(normalised);
    const { words, profaneWords } = collectWords(normalised, entries, cleaned, masked, this.#isMasked);
    const { language, korean, spelled, silent } = detectLanguage(normalised);
    const scores = this.#score(korean, silent);
    const positive =
      cleaned.length === 0 ? scores.positive : together(scores.positive, this.#emotes.positive(cleaned));
    // Single letters say too little for the model: abbreviations such as ㅅㅂ are the matcher's.
    let abuse = spelled ? scores.abuse : 0;
    if (spelled && found.allowed.length > 0) abuse = this.#abuseWithout(text, cleaned, found.allowed, korean);
    return {
      text,
      masked: mask(text, masked),
      lang: language,
      words,
      profaneWords,
      profanity: this.#profanity({ found, masked, abuse, korean }),
      sentiment: { label: sentimentLabel(positive), positive },
      emotion: this.#emotion(),
    };
  }

  maskName(name: string): string {
    return mask(name, widenToGraphemes(name, maskedOf(this.#finder.find(name))));
  }

  readonly #isMasked = (word: string): boolean => maskedOf(this.#finder.find(word)).length > 0;

  /** How bad a message is depends on what it says; whether that is profane, on what the channel bears. */
  #profanity(of: {
    readonly found: Findings;
    readonly masked: readonly ListedSpan[];
    readonly abuse: number;
    /** Share of Korean among the letters. */
    readonly korean: number;
  }): Analysis['profanity'] {
    const { found, masked } = of;
    const spans =
      masked.length === 0 ? CLEAN_SPANS : masked.map(({ start, end, reason }) => ({ start, end, reason }));
    const score = scoreOf(found.listed, of.abuse);
    const flagged = isFlagged(found.listed, score, of.korean, found.near);
    const severity = severityOf(found.listed, flagged);
    // The threshold is one of the lists: what the model alone finds has no word that a channel could bear.
    const isBorne = found.listed.length > 0 && severity < this.#threshold && masked.length === 0;
    return { flag: flagged && !isBorne, score, severity, spans };
  }

  /** Scores of the text read last. A text of both languages is read by the models of both, weighed by its letters. */
  #score(koreanShare: number, silent: boolean): { positive: number; abuse: number } {
    const logits = this.#logits;
    logits.fill(0);
    if (silent) return { positive: 0.5, abuse: 0 };
    const { korean, english } = this.#models;
    const koreanKeys = takesPart(koreanShare)
      ? this.#korean.extract(this.#text, this.#words.entries)
      : undefined;
    const englishKeys = takesPart(1 - koreanShare) ? this.#english.extract(this.#text) : undefined;
    let positive = 0;
    let abuse = 0;
    let total = 0;
    const add = (models: LanguageScorer, keys: KeySet, share: number): void => {
      models.scoreAndCount(keys, this.#scores);
      positive += share * this.#scores.positive;
      abuse += share * this.#scores.abuse;
      for (let c = 0; c < logits.length; c++)
        logits[c] = (logits[c] as number) + share * (this.#scores.emotions[c] as number);
      total += share;
    };
    if (koreanKeys !== undefined) add(korean, koreanKeys, koreanShare);
    if (englishKeys !== undefined) add(english, englishKeys, 1 - koreanShare);
    for (let c = 0; c < logits.length; c++) logits[c] = (logits[c] as number) / total;
    return { positive: positive / total, abuse: abuse / total };
  }

  /** Abuse of a text without its innocent words, which hold the letters of bad ones. */
  #abuseWithout(
    text: string,
    emotes: readonly EmoteSpan[],
    allowed: readonly ListedSpan[],
    koreanShare: number,
  ): number {
    const blanks = [...emotes, ...allowed].sort((a, b) => a.start - b.start);
    this.#text.read(text, blanks);
    if (this.#text.joinedLength === 0) return 0;
    const scorer = koreanShare > 0.5 ? this.#models.korean : this.#models.english;
    const keys =
      koreanShare > 0.5
        ? this.#korean.extract(this.#text, this.#words.read(this.#text))
        : this.#english.extract(this.#text);
    scorer.score(keys, this.#scores);
    return this.#scores.abuse;
  }

  #emotion(): { label: Emotion; scores: readonly number[] } {
    const logits = this.#logits;
    let best = 0;
    for (let c = 1; c < logits.length; c++) if ((logits[c] as number) > (logits[best] as number)) best = c;
    const top = logits[best] as number;
    let sum = 0;
    const scores = new Array<number>(logits.length);
    for (let c = 0; c < logits.length; c++) {
      const value = Math.exp((logits[c] as number) - top);
      scores[c] = value;
      sum += value;
    }
    for (let c = 0; c < scores.length; c++) scores[c] = (scores[c] as number) / sum;
    // Nothing to read at all: a quiet message rather than the first class of the list.
    const label = top === 0 && sum === logits.length ? 'peace' : (EMOTIONS[best] as Emotion);
    return { label, scores };
  }
}

function sentimentLabel(positive: number): SentimentLabel {
  if (positive < NEGATIVE_BELOW) return 'negative';
  return positive > POSITIVE_ABOVE ? 'positive' : 'neutral';
}

const CLEAN_SPANS: readonly never[] = [];

function maskedOf({ listed, masked = listed }: Findings): readonly ListedSpan[] {
  return masked;
}
