/** Changes of the rules of a channel. Pure: the browser bundle imports this file. */
import type { ChannelRules, SetRules } from './contract.ts';

/** The two lists of words. */
export type RuleList = 'mask' | 'allow';

/** A change that means the same whatever else has been changed before it. */
export type RuleEdit =
  | { readonly kind: 'add' | 'remove'; readonly list: RuleList; readonly word: string }
  | { readonly kind: 'severity'; readonly severity: ChannelRules['severity'] };

/** The rules with a change made; a word is in one list at most. */
export function applyEdit({ mask, allow, severity }: ChannelRules, edit: RuleEdit): SetRules {
  if (edit.kind === 'severity') return { mask, allow, severity: edit.severity };
  const without = { mask: leaveOut(mask, edit.word), allow: leaveOut(allow, edit.word), severity };
  if (edit.kind === 'remove') return without;
  return { ...without, [edit.list]: [...without[edit.list], edit.word] };
}

function leaveOut(words: readonly string[], word: string): string[] {
  return words.filter((other) => other.toLowerCase() !== word.toLowerCase());
}
