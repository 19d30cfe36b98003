/** Reads a text as the analysis does, and keeps what every feature stands for. */
import { EnglishFeatures } from '../features/english.ts';
import { KoreanFeatures } from '../features/korean.ts';
import type { KeySet } from '../features/key-set.ts';
import type { ModelSet } from '../load.ts';
import { NormalisedText } from '../text/normalise.ts';
import type { LanguageScorer } from '../model/language-scorer.ts';
import type { MorphemeAnalyser } from '../words/morphemes.ts';
import { WordReader } from '../words/word-reader.ts';
import { additiveScores, type AdditiveScores } from './additive.ts';
import { englishNames } from './english-names.ts';
import { koreanNames } from './korean-names.ts';
import { Layout } from './layout.ts';
import { MorphemeNames } from './morpheme-names.ts';
import type { NamedFeature, NamedFeatures } from './named-features.ts';
import { sourceWords, type SourceRange } from './source-words.ts';
import { wordShares, type WordShare } from './word-sums.ts';

const CACHED_WORDS = 1024;

export interface ReadText {
  readonly source: string;
  readonly text: NormalisedText;
  readonly layout: Layout;
  /** Where each word lies in the original. */
  readonly ranges: readonly SourceRange[];
}

/** What a feature stands for, and how much of it lies in which word. */
export interface PlacedFeature {
  readonly named: NamedFeature;
  readonly shares: readonly WordShare[];
}

/** What the models of one language make of a text. */
export interface ModelReading {
  readonly scorer: LanguageScorer;
  readonly scores: AdditiveScores;
  /** What stands behind each term of the scores. */
  readonly features: readonly PlacedFeature[];
}

/** @param blanks parts that count as spaces, sorted */
export function readText(source: string, blanks: readonly SourceRange[]): ReadText {
  const text = new NormalisedText();
  text.read(source, blanks);
  return { source, text, layout: new Layout(text), ranges: sourceWords(source, text, blanks.length > 0) };
}

export class ModelReader {
  readonly #models: ModelSet;
  readonly #analyse: MorphemeAnalyser;
  readonly #korean = new KoreanFeatures();
  readonly #english = new EnglishFeatures();

  constructor(models: ModelSet, analyse: MorphemeAnalyser) {
    this.#models = models;
    this.#analyse = analyse;
  }

  korean({ text, layout }: ReadText): ModelReading {
    const morphemes = new MorphemeNames(this.#analyse);
    const words = new WordReader(morphemes.analyse, CACHED_WORDS).read(text);
    const keys = this.#korean.extract(text, words);
    return reading(this.#models.korean, keys, koreanNames({ text, layout, words, morphemes }), layout);
  }

  english({ text, layout }: ReadText): ModelReading {
    return reading(this.#models.english, this.#english.extract(text), englishNames({ text, layout }), layout);
  }
}

/** The extraction says which features count; one without a name still has its weight. */
const NAMELESS: NamedFeature = { kind: 'rest', text: '', places: [] };

function reading(scorer: LanguageScorer, keys: KeySet, names: NamedFeatures, layout: Layout): ModelReading {
  const features = Array.from(keys.keys.subarray(0, keys.count), (key) => {
    const named = names.byKey.get(key) ?? NAMELESS;
    return { named, shares: wordShares(named.places, layout) };
  });
  return { scorer, scores: additiveScores(scorer, keys), features };
}
