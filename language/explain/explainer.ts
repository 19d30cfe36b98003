/** The evidence behind the scores of one message: which pieces of its text moved each, and by how much. */
import type { ModelSet } from '../load.ts';
import { ProfanityMatcher, type Findings, type WordFinder } from '../profanity/matcher.ts';
import { RuledFinder } from '../rules/ruled-finder.ts';
import { EmoteReader } from '../emote-reader.ts';
import { detectLanguage, takesPart } from '../text/detect.ts';
import { cleanEmotes } from '../text/emotes.ts';
import {
  EMOTIONS,
  type Analysis,
  type Analyzer,
  type Emotion,
  type EmoteSpan,
  type WordRules,
} from '../types.ts';
import type { MorphemeAnalyser } from '../words/morphemes.ts';
import type { Additive } from './additive.ts';
import { EvidenceSum } from './evidence.ts';
import { linkScore, logOdds, type LinkedScore } from './link.ts';
import { ModelReader, readText, type ModelReading, type PlacedFeature, type ReadText } from './reading.ts';
import { namedWords } from './named-words.ts';
import type { ExplainedAnalysis, Explainer, ExplainOptions } from './types.ts';
import { WordSums, type ScoreName } from './word-sums.ts';

/** Pieces of evidence listed by themselves, per score. */
const TOP = 12;

/** A reading of the models of one language and how much it counts. */
interface Part {
  readonly reading: ModelReading;
  readonly share: number;
}

/** What the rules of a channel are compiled to. */
interface Ruled {
  readonly key: string;
  readonly analyzer: Analyzer;
  readonly finder: RuledFinder;
}

/** Work on one message. */
interface Subject {
  readonly analysis: Analysis;
  readonly text: ReadText;
  readonly found: Findings;
  readonly parts: readonly Part[];
  readonly words: WordSums;
}

export class MessageExplainer implements Explainer {
  readonly #analyzer: Analyzer;
  readonly #matcher: ProfanityMatcher;
  readonly #reader: ModelReader;
  readonly #emotes: EmoteReader;
  /** Whoever looks at one message looks at the next of the same channel. */
  #ruled: Ruled | undefined;

  /** @param analyzer made of the same models */
  constructor(analyzer: Analyzer, models: ModelSet, morphemes: MorphemeAnalyser) {
    this.#analyzer = analyzer;
    this.#matcher = new ProfanityMatcher(models.profanity);
    this.#reader = new ModelReader(models, morphemes);
    this.#emotes = new EmoteReader(models.english);
  }

  explain(
    source: string,
    emotes: readonly EmoteSpan[] = [],
    { top = TOP, rules }: ExplainOptions = {},
  ): ExplainedAnalysis {
    const ruled = rules && this.#under(rules);
    const analysis = (ruled?.analyzer ?? this.#analyzer).analyze(source, emotes);
    const blanks = cleanEmotes(source, emotes);
    const text = readText(source, blanks);
    const finder: WordFinder = ruled?.finder ?? this.#matcher;
    const found = finder.find(source, blanks);
    const words = new WordSums(text.ranges);
    const subject = { analysis, text, found, parts: this.#parts(text), words };
    const sentiment = sentimentEvidence(subject);
    // What they add belongs to none of the words: they are blanks in the text.
    if (blanks.length > 0)
      sentiment.add({ kind: 'words', text: emoteNames(blanks) }, logOdds(this.#emotes.positive(blanks)));
    const emotion = Object.fromEntries(
      EMOTIONS.map((name, c) => [name, emotionEvidence(subject, name, c).list(top)]),
    ) as Record<Emotion, ReturnType<EvidenceSum['list']>>;
    const profanity = this.#profanityEvidence(subject, blanks).list(top);
    const named = namedWords({
      found,
      ofLists: this.#matcher.find(source, blanks),
      ofChannel: ruled?.finder.ofChannel(source, blanks),
    });
    const { version } = this.#analyzer;
    return {
      analysis,
      explanation: {
        sentiment: sentiment.list(top),
        emotion,
        profanity,
        ...named,
        words: words.list(),
        version,
      },
    };
  }

  #under(rules: WordRules): Ruled {
    const key = JSON.stringify([rules.mask, rules.allow, rules.severity]);
    if (this.#ruled?.key !== key)
      this.#ruled = {
        key,
        analyzer: this.#analyzer.withRules(rules),
        finder: new RuledFinder(this.#matcher, rules),
      };
    return this.#ruled;
  }

  /** The models that read a text, with shares that add up to one; none for a text of neither language. */
  #parts(text: ReadText): readonly Part[] {
    const { korean, silent } = detectLanguage(text.text);
    if (silent) return [];
    const parts: Part[] = [];
    if (takesPart(korean)) parts.push({ reading: this.#reader.korean(text), share: korean });
    if (takesPart(1 - korean)) parts.push({ reading: this.#reader.english(text), share: 1 - korean });
    const total = parts.reduce((sum, { share }) => sum + share, 0);
    return parts.map(({ reading, share }) => ({ reading, share: share / total }));
  }

  /** The abuse model and the lists: what the listed words add is what the score has beyond the model's. */
  #profanityEvidence(subject: Subject, blanks: readonly EmoteSpan[]): EvidenceSum {
    const { analysis, found, words } = subject;
    const { score } = analysis.profanity;
    if (score === 0) return new EvidenceSum();
    const abuse = this.#abuse(subject, blanks);
    const evidence = abuse?.evidence ?? new EvidenceSum(0);
    const beyond = logOdds(score) - (abuse?.logOdds ?? 0);
    const worst = Math.max(0, ...found.listed.map(({ severity }) => severity));
    const deciding = found.listed.filter(({ severity }) => severity === worst);
    for (const { entry, start, end } of deciding) {
      const weight = beyond / deciding.length;
      evidence.add({ kind: 'list', text: entry }, weight);
      words.addRange('profanity', { start, end }, weight);
    }
    return evidence;
  }

  /** What the abuse model says; undefined where it is not asked. Innocent words of the allow-list are not read to it. */
  #abuse(
    { text, parts, found, words }: Subject,
    blanks: readonly EmoteSpan[],
  ): { readonly evidence: EvidenceSum; readonly logOdds: number } | undefined {
    const { spelled, korean } = detectLanguage(text.text);
    if (!spelled) return undefined;
    let read = text;
    let readings = parts;
    if (found.allowed.length > 0) {
      read = readText(
        text.source,
        [...blanks, ...found.allowed].sort((a, b) => a.start - b.start),
      );
      if (read.text.joinedLength === 0) return undefined;
      const reading = korean > 0.5 ? this.#reader.korean(read) : this.#reader.english(read);
      readings = [{ reading, share: 1 }];
    }
    const score = linkScore(
      readings.map(({ reading, share }) => ({
        sum: reading.scores.abuse,
        share,
        probability: (sum) => reading.scorer.layers.abuse.probability(sum),
      })),
    );
    const wordOf = words.wordsOf(read.ranges);
    const evidence = linkedEvidence(
      readings,
      score,
      (reading) => reading.scores.abuse,
      ({ shares }, weight) =>
        words.add(
          'profanity',
          shares.map(({ word, share }) => ({ word: wordOf[word] as number, share })),
          weight,
        ),
    );
    return { evidence, logOdds: logOdds(score.probability) };
  }
}

function emoteNames(emotes: readonly EmoteSpan[]): string {
  return [...new Set(emotes.map(({ name }) => name))].join(' ');
}

function sentimentEvidence({ parts, words }: Subject): EvidenceSum {
  if (parts.length === 0) return new EvidenceSum(0);
  const score = linkScore(
    parts.map(({ reading, share }) => ({
      sum: reading.scores.sentiment,
      share,
      probability: (sum) => reading.scorer.layers.sentiment.probability(reading.scores.trust * sum),
    })),
  );
  return linkedEvidence(
    parts,
    score,
    (reading) => reading.scores.sentiment,
    ({ shares }, weight) => words.add('sentiment', shares, weight),
  );
}

function linkedEvidence(
  parts: readonly Part[],
  score: LinkedScore,
  sumOf: (reading: ModelReading) => Additive,
  seen: (feature: PlacedFeature, weight: number) => void,
): EvidenceSum {
  const evidence = new EvidenceSum(score.bias);
  parts.forEach(({ reading }, i) => {
    sumOf(reading).terms.forEach((term, at) => {
      const feature = reading.features[at] as PlacedFeature;
      const weight = term * (score.factors[i] as number);
      evidence.add(feature.named, weight);
      seen(feature, weight);
    });
  });
  return evidence;
}

/** Log-odds of an emotion are sums already, and of two languages their mean. */
function emotionEvidence({ parts, words }: Subject, name: Emotion & ScoreName, c: number): EvidenceSum {
  const evidence = new EvidenceSum(0);
  for (const { reading, share } of parts) {
    const { emotions, lexicon } = reading.scores;
    const { base, terms } = emotions[c] as Additive;
    evidence.bias = (evidence.bias ?? 0) + share * base;
    reading.features.forEach(({ named, shares }, at) => {
      const weight = share * (terms[at] as number);
      const listed = share * (lexicon[c]?.[at] ?? 0);
      evidence.add(named, weight);
      evidence.add({ kind: 'lexicon', text: named.text }, listed);
      words.add(name, shares, weight + listed);
    });
  }
  return evidence;
}
