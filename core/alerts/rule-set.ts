import type { AlertRulesChanged } from '../events/generated.ts';
import { DEFAULT_ALERT_RULES } from './default-rules.ts';
import { ALERT_RULES, alertRuleChangesSchema, type AlertRuleChanges, type AlertRules } from './rule.ts';

/** The rules as they hold now. */
export interface AlertRuleSet {
  /** 0 where none were ever changed; grows by one with each change. */
  readonly version: number;
  /** ms since 1970; null where none were ever changed. */
  readonly changedAt: number | null;
  /** page, cli or api; empty where it is not known. */
  readonly changedBy: string;
  /** What differs from the defaults. */
  readonly changes: AlertRuleChanges;
  readonly rules: AlertRules;
}

export const DEFAULT_RULE_SET: AlertRuleSet = {
  version: 0,
  changedAt: null,
  changedBy: '',
  changes: {},
  rules: DEFAULT_ALERT_RULES,
};

/** Every rule, with what was changed of it. */
export function withChanges(changes: AlertRuleChanges): AlertRules {
  return Object.fromEntries(
    ALERT_RULES.map((name) => [name, { ...DEFAULT_ALERT_RULES[name], ...changes[name] }]),
  ) as Record<(typeof ALERT_RULES)[number], AlertRules[(typeof ALERT_RULES)[number]]>;
}

/**
 * The rules after a change: of two with one version the first in the log holds. @throws where the change cannot be
 * understood, which leaves it out
 */
export function applyAlertRulesChange(set: AlertRuleSet, change: AlertRulesChanged): AlertRuleSet {
  if (change.version <= set.version) return set;
  const changes = alertRuleChangesSchema.parse(JSON.parse(change.rules));
  const { version, at: changedAt, by: changedBy } = change;
  return { version, changedAt, changedBy, changes, rules: withChanges(changes) };
}
