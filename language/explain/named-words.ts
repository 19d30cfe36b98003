/** The words of a text that lists or the rules of a channel name, and what comes of each. */
import type { Findings, ListedSpan } from '../profanity/matcher.ts';
import { CHANNEL_REASON } from '../rules/rule-words.ts';
import type { RuleFindings } from '../rules/ruled-finder.ts';
import type { AllowedWord, Explanation, ListedMatch, NamedBy } from './types.ts';

interface NamedWordsOf {
  /** Lists and rules together. */
  readonly found: Findings;
  /** The lists as if there were no rules. */
  readonly ofLists: Findings;
  /** Undefined where there are none. */
  readonly ofChannel: RuleFindings | undefined;
}

export function namedWords({
  found,
  ofLists,
  ofChannel,
}: NamedWordsOf): Pick<Explanation, 'matches' | 'allowed'> {
  const masked = found.masked ?? found.listed;
  const isMasked = ({ start, end }: ListedSpan): boolean =>
    masked.some((span) => span.start <= start && end <= span.end);
  const match =
    (by: NamedBy) =>
    (span: ListedSpan): ListedMatch => {
      const { start, end, reason, severity, entry } = span;
      return { start, end, reason, severity, entry, by, masked: isMasked(span) };
    };
  // Where a word of the channel lies over one of the lists, `found` has the worse of the two: the channel's are asked apart.
  const matches = [
    ...(ofChannel?.masked ?? []).map(match('channel')),
    ...found.listed.filter(({ reason }) => reason !== CHANNEL_REASON).map(match('list')),
  ];
  const allowed = [
    ...(ofChannel?.allowed ?? []).map(allowedBy('channel')),
    ...ofLists.allowed.map(allowedBy('list')),
  ];
  return { matches: matches.sort(byPlace), allowed: allowed.sort(byPlace) };
}

function allowedBy(by: NamedBy): (span: ListedSpan) => AllowedWord {
  return ({ start, end, entry }) => ({ start, end, entry, by });
}

function byPlace(a: { readonly start: number }, b: { readonly start: number }): number {
  return a.start - b.start;
}
