import type { ChatpulseEvent } from '../events/codec.ts';
import type { RulesChanged } from '../events/generated.ts';

/** What the moderators of a channel want masked, and what not. */
export interface ChannelRules {
  /** 0 where none were ever set; grows by one with each change. */
  readonly version: number;
  /** Words masked besides the lists. */
  readonly mask: readonly string[];
  /** Words that are fine here, whatever the lists and the abuse model say. */
  readonly allow: readonly string[];
  /** Listed words are masked from this severity on: 1 mild, 2 strong, 3 severe. */
  readonly severity: RuleSeverity;
  /** ms since 1970; null where none were ever set. */
  readonly changedAt: number | null;
  /** page, cli or api; empty where it is not known. */
  readonly changedBy: string;
}

export const RULE_SEVERITIES = [1, 2, 3] as const;
export type RuleSeverity = (typeof RULE_SEVERITIES)[number];

export const NO_RULES: ChannelRules = {
  version: 0,
  mask: [],
  allow: [],
  severity: 1,
  changedAt: null,
  changedBy: '',
};

/** The rules that hold after an event of `moderation.rules`, by channelId. */
export type RulesByChannel = Map<string, ChannelRules>;

/**
 * Applies an event. A change is an answer to the version before it: of two with the same version the second was made
 * without knowing the first, and every reader drops it, as it does a repeat.
 */
export function applyRulesChange(rules: RulesByChannel, event: ChatpulseEvent): void {
  if (event.type !== 'RulesChanged')
    throw new TypeError(`${event.type} does not belong into moderation.rules`);
  const { channelId, version, mask, allow, severity, at, by } = event.data;
  if (version <= (rules.get(channelId)?.version ?? 0)) return;
  rules.set(channelId, {
    version,
    mask,
    allow,
    severity: toSeverity(severity),
    changedAt: at,
    changedBy: by,
  });
}

function toSeverity(value: RulesChanged['severity']): RuleSeverity {
  return RULE_SEVERITIES.find((severity) => severity === value) ?? 1;
}
