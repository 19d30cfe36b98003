/** Text analysis of live chat: the public face of the folder. */
import { MessageAnalyzer } from './analyzer.ts';
import { loadModels, SHIPPED } from './load.ts';
import type { Analyzer } from './types.ts';
import { loadMorphemeAnalyser } from './words/morphemes.ts';

export { LanguageError } from './errors.ts';
export * from './types.ts';

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
  const [models, morphemes] = await Promise.all([
    loadModels(options.root ?? SHIPPED),
    loadMorphemeAnalyser(),
  ]);
  return new MessageAnalyzer(models, morphemes, options.cachedWords);
}
