/** Text analysis of live chat: the public face of the folder. */
import { MessageAnalyzer } from './analyzer.ts';
import { MessageExplainer } from './explain/explainer.ts';
import type { Explainer } from './explain/types.ts';
import { loadModels, SHIPPED } from './load.ts';
import type { ScoreCounts } from './model/score-tally.ts';
import type { Analyzer } from './types.ts';
import { loadMorphemeAnalyser } from './words/morphemes.ts';

export { LanguageError } from './errors.ts';
export * from './types.ts';
export type { ScoreCounts } from './model/score-tally.ts';
export type { ExplainedAnalysis, Explainer, Explanation } from './explain/types.ts';

export interface AnalyzerOptions {
  /** Folder that holds `models/` and `lists/`, ending in a slash; the shipped one unless told. */
  readonly root?: URL;
  /** Words kept in the cache, per generation of two. */
  readonly cachedWords?: number;
}

/**
 * Loads the models, then analyses without any further I/O. One analyzer serves one thread; it is not re-entrant
 * but keeps no state between messages save its cache.
 * @throws LanguageError (`CHATPULSE_MODEL_INVALID`) when a model is missing or damaged
 */
export async function createAnalyzer(options: AnalyzerOptions = {}): Promise<Analyzer> {
  return (await createAnalyzerAndExplainer(options)).analyzer;
}

export interface AnalyzerAndExplainer {
  readonly analyzer: Analyzer;
  /** Made when it is first asked for: most processes explain nothing. */
  readonly explainer: () => Explainer;
  /** What each model said of the texts analysed since the last call; by one asker. */
  readonly drainScores: () => readonly ScoreCounts[];
}

/** As {@link createAnalyzer}, with an explainer of the same models. */
export async function createAnalyzerAndExplainer(
  options: AnalyzerOptions = {},
): Promise<AnalyzerAndExplainer> {
  const [models, morphemes] = await Promise.all([
    loadModels(options.root ?? SHIPPED),
    loadMorphemeAnalyser(),
  ]);
  const analyzer = MessageAnalyzer.of(models, morphemes, options.cachedWords);
  let made: Explainer | undefined;
  return {
    analyzer,
    explainer: () => (made ??= new MessageExplainer(analyzer, models, morphemes)),
    drainScores: () => [models.korean, models.english].flatMap(({ tally }) => tally.drain()),
  };
}
