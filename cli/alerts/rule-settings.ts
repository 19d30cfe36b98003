import { InvalidArgumentError } from 'commander';
import { DEFAULT_ALERT_RULES } from '../../core/alerts/default-rules.ts';
import { isAlertRule, ALERT_RULES, type AlertRule, type AlertRuleName } from '../../core/alerts/rule.ts';

const UNITS_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;

/** @throws InvalidArgumentError that lists the rules */
export function ruleNameOf(text: string): AlertRuleName {
  if (isAlertRule(text)) return text;
  throw new InvalidArgumentError(`The rules are ${ALERT_RULES.join(', ')}.`);
}

/**
 * Adds one `key=value` of a command to the settings before it. Times take a unit (10s, 5m, 1h), lists of channels are
 * parted by commas. Whether a value makes sense the server says.
 * @throws InvalidArgumentError of a key that is no setting, or a value of another kind
 */
export function collectSetting(text: string, before: Partial<AlertRule> = {}): Partial<AlertRule> {
  const [, key = '', value = ''] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (!isSetting(key))
    throw new InvalidArgumentError(
      `Give KEY=VALUE; the keys are ${Object.keys(DEFAULT_ALERT_RULES['chat-surge']).join(', ')}.`,
    );
  return { ...before, [key]: valueOf(key, value) };
}

function isSetting(key: string): key is keyof AlertRule {
  return Object.hasOwn(DEFAULT_ALERT_RULES['chat-surge'], key);
}

function valueOf(key: keyof AlertRule, text: string): AlertRule[keyof AlertRule] {
  const kind = DEFAULT_ALERT_RULES['chat-surge'][key];
  if (Array.isArray(kind)) return text.split(',').filter((id) => id !== '');
  if (typeof kind === 'string') return text as AlertRule['severity'];
  if (typeof kind === 'boolean') {
    const flag = { true: true, on: true, false: false, off: false }[text];
    if (flag === undefined) throw new InvalidArgumentError(`${key} is on or off.`);
    return flag;
  }
  const [, digits, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text) ?? [];
  if (digits === undefined || (unit !== undefined && !key.endsWith('Ms')))
    throw new InvalidArgumentError(
      `${key} is a number${key.endsWith('Ms') ? ' of ms, or 10s, 5m, 1h' : ''}.`,
    );
  return Number(digits) * UNITS_MS[(unit ?? 'ms') as keyof typeof UNITS_MS];
}
