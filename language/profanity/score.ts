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

/**
 * Scores from which a message without a listed word is flagged. Set by unlabelled live chat, since the labelled sets are
 * full of abuse and chat is not: `node dist/language/train/flag-point.js` prints what each point would flag. At 0.3,
 * about 2 % of Korean chat is; the English model finds little but harmless talk below 0.5.
 */
const KOREAN_FLAG_POINT = 0.3;
const ENGLISH_FLAG_POINT = 0.5;
/** The same where the letters of a listed word stand innocently: the model sees them, and is misled. */
const NEAR_FLAG_POINT = 0.65;

/**
 * @param koreanShare share of Korean among the letters, 0 to 1
 * @param near whether the letters of a listed word stand in the text where they are none
 */
export function isFlagged(
  listed: readonly ListedSpan[],
  score: number,
  koreanShare: number,
  near: boolean,
): boolean {
  return listed.length > 0 || score >= (near ? NEAR_FLAG_POINT : flagPoint(koreanShare));
}

function flagPoint(koreanShare: number): number {
  return ENGLISH_FLAG_POINT + koreanShare * (KOREAN_FLAG_POINT - ENGLISH_FLAG_POINT);
}

/** 0 when not flagged; an abusive message without a listed word is mild. */
export function severityOf(listed: readonly ListedSpan[], flagged: boolean): Severity {
  if (listed.length > 0) return worst(listed);
  return flagged ? 1 : 0;
}

function worst(listed: readonly ListedSpan[]): Severity {
  return listed.reduce<Severity>((most, span) => (span.severity > most ? span.severity : most), 0);
}
