/** Changes of the rules of alerts. Pure: the browser bundle imports this file. */
import type { AlertRule, AlertRuleChanges, AlertRuleName } from '../../core/alerts/rule.ts';

/** A change of one rule that means the same whatever else was changed before it; without settings: back to the default. */
export interface AlertRuleEdit {
  readonly name: AlertRuleName;
  readonly settings: Partial<AlertRule> | null;
}

/** What differs from the defaults, with a change made. */
export function applyAlertRuleEdit(
  changes: AlertRuleChanges,
  { name, settings }: AlertRuleEdit,
): AlertRuleChanges {
  const { [name]: before, ...others } = changes;
  return settings === null ? others : { ...others, [name]: { ...before, ...settings } };
}

/**
 * Another threshold, and with it the one below which the alert is over, as far below in proportion: otherwise a lower
 * threshold would be met and over at once.
 */
export function withThreshold(
  rule: Pick<AlertRule, 'threshold' | 'resolveThreshold'>,
  threshold: number,
): Pick<AlertRule, 'threshold' | 'resolveThreshold'> {
  const share = rule.threshold === 0 ? 1 : rule.resolveThreshold / rule.threshold;
  // Without the noise of the last digits: 0.1 * 0.53 and its like.
  const resolveThreshold = Math.min(threshold, Number((threshold * share).toPrecision(6)));
  return { threshold, resolveThreshold };
}
