import { DEFAULT_ALERT_RULES } from './default-rules.ts';
import { isShare, MEASURE_OF_RULE } from './measures.ts';
import {
  ALERT_RULES,
  SYSTEM_RULES,
  type AlertRule,
  type AlertRuleChanges,
  type AlertRuleName,
} from './rule.ts';

/** What is wrong with one setting, beyond its form. */
export interface ChangeProblem {
  /** The rule and the setting. */
  readonly path: readonly [AlertRuleName, keyof AlertRule];
  readonly message: string;
}

/** Settings that make no sense together: a rule that would never be raised, or never be over. */
export function problemsOfChanges(changes: AlertRuleChanges): readonly ChangeProblem[] {
  return ALERT_RULES.flatMap((name) => (changes[name] ? problemsOf(name, changes[name]) : []));
}

/** The changes without what is as it is by default: two that mean the same are then the same, in the order of the rules. */
export function tidyChanges(changes: AlertRuleChanges): AlertRuleChanges {
  const tidy: [AlertRuleName, Partial<AlertRule>][] = [];
  for (const name of ALERT_RULES) {
    const wanted = changes[name] ?? {};
    const defaults = DEFAULT_ALERT_RULES[name];
    const settings = (Object.keys(defaults) as (keyof AlertRule)[]).filter(
      (key) => wanted[key] !== undefined && !isSame(wanted[key], defaults[key]),
    );
    if (settings.length > 0) tidy.push([name, Object.fromEntries(settings.map((key) => [key, wanted[key]]))]);
  }
  return Object.fromEntries(tidy);
}

/** Whether two changes mean the same. */
export function isSameChange(a: AlertRuleChanges, b: AlertRuleChanges): boolean {
  return isSame(tidyChanges(a), tidyChanges(b));
}

function problemsOf(name: AlertRuleName, change: Partial<AlertRule>): readonly ChangeProblem[] {
  const rule = { ...DEFAULT_ALERT_RULES[name], ...change };
  const problems: ChangeProblem[] = [];
  const add = (setting: keyof AlertRule, message: string): void => {
    problems.push({ path: [name, setting], message });
  };
  if (isShare(MEASURE_OF_RULE[name]) && rule.threshold > 1) add('threshold', 'A share is at most 1.');
  if (rule.resolveThreshold > rule.threshold)
    add('resolveThreshold', `It must not be above the threshold, which is ${rule.threshold}.`);
  if (SYSTEM_RULES.some((one) => one === name))
    for (const setting of ['channels', 'exceptChannels'] as const)
      if (rule[setting].length > 0) add(setting, 'This rule watches the pipeline, not channels.');
  return problems;
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
