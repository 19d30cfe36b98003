import type { AnalyzeAnswer } from '../../../../http/contract.ts';
import { RULE_WORD_LENGTH } from '../../../../http/rule-limits.ts';
import { countGraphemes } from '../../format/segments.ts';
import { piecesOf, type Span } from './effects.ts';

/** A word of a message as a rule may have it. */
export interface RuleCandidate {
  /** As it is shown: starred where it is hidden. */
  readonly shown: string;
  readonly word: string;
}

/** Words offered at most; others can be typed. */
const OFFERED = 12;

/**
 * The words of a message, each once. Where lists or rules know a part of one, that part: for a disguised word the word
 * behind it. Marks around a word are none of it.
 */
export function candidatesOf(answer: AnalyzeAnswer, hidden: readonly Span[]): readonly RuleCandidate[] {
  const { text, explain } = answer;
  if (!explain) return [];
  const named = [...explain.matches, ...explain.allowed];
  const candidates = new Map<string, RuleCandidate>();
  for (const { word, text: shown } of piecesOf(text, explain.words, hidden)) {
    const place = word === undefined ? undefined : explain.words[word];
    if (!place) continue;
    const known = named.find(({ start, end }) => start < place.end && end > place.start);
    const written = known?.entry ?? bare(text.slice(place.start, place.end));
    const key = written.toLowerCase();
    if (written !== '' && countGraphemes(written) <= RULE_WORD_LENGTH && !candidates.has(key))
      candidates.set(key, { shown, word: written });
  }
  return [...candidates.values()].slice(0, OFFERED);
}

function bare(word: string): string {
  return word.replace(/^[\p{P}]+|[\p{P}]+$/gu, '') || word;
}
