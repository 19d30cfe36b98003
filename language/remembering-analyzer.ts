import type { Analysis, Analyzer, EmoteSpan } from './types.ts';
import { BoundedCache } from './words/bounded-cache.ts';

/** Longer texts hardly ever come again. UTF-16 units. */
const MAX_TEXT_LENGTH = 120;

export interface RememberingOptions {
  /** Texts, and names, kept per generation of two. */
  readonly capacity: number;
}

/**
 * Answers for texts and names that were asked for lately without analysing them again: in live chat four messages of
 * ten have been said word for word among the last thousands. An analysis depends on the text and its emotes alone, so
 * what is remembered is what would be found.
 */
export function rememberingAnalyzer(analyzer: Analyzer, { capacity }: RememberingOptions): Analyzer {
  const texts = new BoundedCache<Analysis>(capacity);
  const names = new BoundedCache<string>(capacity);
  return {
    version: analyzer.version,
    analyze(text, emotes) {
      if (text.length > MAX_TEXT_LENGTH) return analyzer.analyze(text, emotes);
      const key = keyOf(text, emotes);
      const known = texts.get(key);
      if (known) return known;
      const analysis = analyzer.analyze(text, emotes);
      texts.set(key, analysis);
      return analysis;
    },
    maskName(name) {
      if (name.length > MAX_TEXT_LENGTH) return analyzer.maskName(name);
      const known = names.get(name);
      if (known !== undefined) return known;
      const masked = analyzer.maskName(name);
      names.set(name, masked);
      return masked;
    },
  };
}

/** A text without emotes is its own key; a line end cannot stand in one that has them, so it parts text from spans. */
function keyOf(text: string, emotes: readonly EmoteSpan[] | undefined): string {
  if (!emotes || emotes.length === 0) return text;
  return `${text}\n\n${emotes.map(({ name, start, end }) => `${start}-${end}:${name}`).join('\n')}`;
}
