/** The analysis of one message, from text to {@link Analysis}. */
import { createHash } from 'node:crypto';
import type { ModelSet } from './load.ts';
import { emptyScores, type LanguageScorer } from './model/language-scorer.ts';
import { EnglishFeatures } from './features/english.ts';
import type { KeySet } from './features/key-set.ts';
import { KoreanFeatures } from './features/korean.ts';
import { severityOf, scoreOf } from './profanity/score.ts';
import { ProfanityMatcher, type ListedSpan } from './profanity/matcher.ts';
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
} from './types.ts';
import type { MorphemeAnalyser } from './words/morphemes.ts';
import { WordReader } from './words/word-reader.ts';
import { collectWords } from './words/collect.ts';

/** Between these probabilities of positive a message is neutral. */
const NEGATIVE_BELOW = 0.38;
const POSITIVE_ABOVE = 0.62;
const NO_EMOTES: readonly EmoteSpan[] = [];

export class MessageAnalyzer implements Analyzer {
  readonly version: string;
  readonly #models: ModelSet;
  readonly #matcher: ProfanityMatcher;
  readonly #words: WordReader;
  readonly #text = new NormalisedText();
  readonly #korean = new KoreanFeatures();
  readonly #english = new EnglishFeatures();
  readonly #logits = new Float64Array(EMOTIONS.length);
  readonly #scores = emptyScores();

  constructor(models: ModelSet, morphemes: MorphemeAnalyser, cacheEntries?: number) {
    this.#models = models;
    this.#matcher = new ProfanityMatcher(models.profanity);
    this.#words = new WordReader(morphemes, cacheEntries);
    this.version = createHash('sha256').update(models.version).digest('hex').slice(0, 12);
  }

  analyze(text: string, emotes: readonly EmoteSpan[] = NO_EMOTES): Analysis {
    const cleaned = emotes.length === 0 ? NO_EMOTES : cleanEmotes(text, emotes);
    const found = this.#matcher.find(text, cleaned);
    const listed = widenToGraphemes(text, found.listed);
    const normalised = this.#text;
    normalised.read(text, cleaned);
    const entries = this.#words.read(normalised);
    const { words, profaneWords } = collectWords(normalised, entries, cleaned, listed, this.#isListed);
    const { language, korean, spelled } = detectLanguage(normalised);
    const scores = this.#score(korean, language === 'other');
    // Single letters say too little for the model: abbreviations such as ㅅㅂ are the matcher's.
    let abuse = spelled ? scores.abuse : 0;
    if (spelled && found.allowed.length > 0) abuse = this.#abuseWithout(text, cleaned, found.allowed, korean);
    return {
      text,
      masked: mask(text, listed),
      lang: language,
      words,
      profaneWords,
      profanity: profanityOf(listed, abuse),
      sentiment: { label: sentimentLabel(scores.positive), positive: scores.positive },
      emotion: this.#emotion(),
    };
  }

  maskName(name: string): string {
    return mask(name, widenToGraphemes(name, this.#matcher.find(name).listed));
  }

  readonly #isListed = (word: string): boolean => this.#matcher.find(word).listed.length > 0;

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
      models.score(keys, this.#scores);
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

function profanityOf(listed: readonly ListedSpan[], abuse: number): Analysis['profanity'] {
  const spans =
    listed.length === 0 ? CLEAN_SPANS : listed.map(({ start, end, reason }) => ({ start, end, reason }));
  const score = scoreOf(listed, abuse);
  return { flag: score >= 0.5, score, severity: severityOf(listed, score), spans };
}
