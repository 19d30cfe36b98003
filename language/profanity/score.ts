/** One profanity score from the listed words found and the abuse model. */
import type { ListedSpan } from './matcher.ts';
import type { Severity } from './lexicon.ts';

/** How sure a listed word of each severity makes us by itself. */
const BY_SEVERITY: readonly number[] = [0, 0.7, 0.9, 0.97];

/**
 * Probability that a reader calls the message profane: either the worst listed word or the abuse model is right.
 * @param abuse probability by the abuse model, 0 to 1
 */
export function scoreOf(listed: readonly ListedSpan[], abuse: number): number {
  let innocent = 1 - abuse;
  if (listed.length > 0) innocent *= 1 - (BY_SEVERITY[worst(listed)] as number);
  return 1 - innocent;
}

/** 0 when not flagged; an abusive message without a listed word is mild. */
export function severityOf(listed: readonly ListedSpan[], score: number): Severity {
  if (listed.length > 0) return worst(listed);
  return score >= 0.5 ? 1 : 0;
}

function worst(listed: readonly ListedSpan[]): Severity {
  return listed.reduce<Severity>((most, span) => (span.severity > most ? span.severity : most), 0);
}
