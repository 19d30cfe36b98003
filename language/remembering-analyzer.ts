import { hashText } from './features/hash.ts';
import type { Analysis, Analyzer, EmoteSpan } from './types.ts';
import { BoundedCache } from './words/bounded-cache.ts';

/** Longer texts hardly ever come again. UTF-16 units. */
const MAX_TEXT_LENGTH = 120;

export interface RememberingOptions {
  /** Texts, and names, kept per generation of two. */
  readonly capacity: number;
  /** The same for each channel with rules of its own; default an eighth. */
  readonly ruledCapacity?: number;
}

/** Texts asked for lately, of which the second asking is worth remembering; a hash of each, by its lowest bits. */
const DOORKEEPER_SLOTS = 16_384;

/**
 * Answers for texts and names that were asked for lately without analysing them again: in live chat four messages of
 * ten have been said word for word among the last thousands. An analysis depends on the text and its emotes alone, so
 * what is remembered is what would be found.
 *
 * A text is remembered from its second time on: six of ten never come again, and keeping their answers only to forget
 * them costs more (they outlive the young generation of the heap) than one analysis more of those that do. Source of the
 * idea: the doorkeeper of TinyLFU (Einziger, Friedman, Manes 2017).
 */
export function rememberingAnalyzer(analyzer: Analyzer, options: RememberingOptions): Analyzer {
  const { capacity, ruledCapacity = Math.ceil(capacity / 8) } = options;
  const texts = new BoundedCache<Analysis>(capacity);
  const names = new BoundedCache<string>(capacity);
  const askedLately = new Int32Array(DOORKEEPER_SLOTS);

  function isSecondTime(key: string): boolean {
    const hash = hashText(key);
    const slot = hash % DOORKEEPER_SLOTS;
    if (askedLately[slot] === hash) return true;
    askedLately[slot] = hash;
    return false;
  }

  return {
    version: analyzer.version,
    analyze(text, emotes) {
      if (text.length > MAX_TEXT_LENGTH) return analyzer.analyze(text, emotes);
      const key = keyOf(text, emotes);
      const known = texts.get(key);
      if (known) return known;
      const analysis = analyzer.analyze(text, emotes);
      if (isSecondTime(key)) texts.set(key, analysis);
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
    withRules: (rules) =>
      rememberingAnalyzer(analyzer.withRules(rules), { capacity: ruledCapacity, ruledCapacity }),
  };
}

/** A text without emotes is its own key; a line end cannot stand in one that has them, so it parts text from spans. */
function keyOf(text: string, emotes: readonly EmoteSpan[] | undefined): string {
  if (!emotes || emotes.length === 0) return text;
  return `${text}\n\n${emotes.map(({ name, start, end }) => `${start}-${end}:${name}`).join('\n')}`;
}
