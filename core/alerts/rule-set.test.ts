import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_ALERT_RULES } from './default-rules.ts';
import { applyAlertRulesChange, DEFAULT_RULE_SET, withChanges } from './rule-set.ts';
import { ALERT_RULES, alertRuleChangesSchema, alertRuleSchema, appliesTo } from './rule.ts';

const change = (version: number, rules: string) => ({ version, rules, at: version * 10, by: 'cli' });

describe('the rules of alerts', () => {
  it('have defaults that their own schema takes', () => {
    for (const name of ALERT_RULES) {
      const rule = DEFAULT_ALERT_RULES[name];
      expect(alertRuleSchema.parse(rule)).toEqual(rule);
    }
  });

  it('are the defaults with what the last change names', () => {
    const set = applyAlertRulesChange(
      DEFAULT_RULE_SET,
      change(1, '{"chat-surge":{"threshold":9,"enabled":false}}'),
    );
    expect(set.rules['chat-surge']).toEqual({
      ...DEFAULT_ALERT_RULES['chat-surge'],
      threshold: 9,
      enabled: false,
    });
    expect(set.rules['chat-silence']).toEqual(DEFAULT_ALERT_RULES['chat-silence']);
    const next = applyAlertRulesChange(set, change(2, '{}'));
    expect(next).toMatchObject({ version: 2, changedAt: 20, changedBy: 'cli', rules: DEFAULT_ALERT_RULES });
  });

  it('of two changes that answer one version, are those of the first', () => {
    const first = applyAlertRulesChange(DEFAULT_RULE_SET, change(1, '{"chat-surge":{"threshold":9}}'));
    expect(applyAlertRulesChange(first, change(1, '{"chat-surge":{"threshold":7}}'))).toBe(first);
  });

  it('stay as they are where a change names what does not exist', () => {
    for (const rules of [
      '{"no-rule":{}}',
      '{"chat-surge":{"treshold":9}}',
      '{"chat-surge":{"forMs":-1}}',
      'x',
    ])
      expect(() => applyAlertRulesChange(DEFAULT_RULE_SET, change(1, rules))).toThrow();
  });

  it('come back from their own text, whatever is changed', () => {
    const changes = fc.dictionary(
      fc.constantFrom(...ALERT_RULES),
      fc.record({ threshold: fc.nat(), enabled: fc.boolean(), forMs: fc.nat(1000) }, { requiredKeys: [] }),
    );
    fc.assert(
      fc.property(changes, (wanted) => {
        const set = applyAlertRulesChange(DEFAULT_RULE_SET, change(1, JSON.stringify(wanted)));
        expect(set.rules).toEqual(withChanges(alertRuleChangesSchema.parse(wanted)));
      }),
    );
  });

  it('watch the channels that they are for', () => {
    const rule = DEFAULT_ALERT_RULES['chat-surge'];
    expect(appliesTo(rule, 'twitch-a')).toBe(true);
    expect(appliesTo({ ...rule, enabled: false }, 'twitch-a')).toBe(false);
    expect(appliesTo({ ...rule, channels: ['twitch-b'] }, 'twitch-a')).toBe(false);
    expect(appliesTo({ ...rule, exceptChannels: ['twitch-a'] }, 'twitch-a')).toBe(false);
    expect(appliesTo({ ...rule, channels: ['twitch-b'] }, '')).toBe(true);
  });
});
