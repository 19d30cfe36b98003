import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isSameChange, problemsOfChanges, tidyChanges } from './check-changes.ts';
import { DEFAULT_ALERT_RULES } from './default-rules.ts';
import { isShare, MEASURE_OF_RULE } from './measures.ts';
import { withChanges } from './rule-set.ts';
import { ALERT_RULES, type AlertRuleChanges } from './rule.ts';

const changesArbitrary: fc.Arbitrary<AlertRuleChanges> = fc.dictionary(
  fc.constantFrom(...ALERT_RULES),
  fc.record(
    {
      enabled: fc.boolean(),
      threshold: fc.constantFrom(0, 0.08, 0.15, 1, 5, 30, 180),
      resolveThreshold: fc.constantFrom(0, 0.08, 0.15, 1, 5, 30, 180),
      coolDownMs: fc.constantFrom(0, 60_000, 300_000),
      channels: fc.constantFrom([], ['twitch-a'], ['twitch-a', 'chzzk-b']),
    },
    { requiredKeys: [] },
  ),
);

describe('changes of the rules of alerts', () => {
  test('mean the same when they are tidied, and are then the same', () => {
    fc.assert(
      fc.property(changesArbitrary, (changes) => {
        const tidy = tidyChanges(changes);
        expect(withChanges(tidy)).toEqual(withChanges(changes));
        expect(tidyChanges(tidy)).toEqual(tidy);
        expect(isSameChange(changes, tidy)).toBe(true);
      }),
    );
  });

  test('to what holds by default anyway are none', () => {
    expect(tidyChanges(DEFAULT_ALERT_RULES)).toEqual({});
    expect(isSameChange({}, { 'chat-surge': { threshold: 6 } })).toBe(false);
  });

  test('the defaults make sense', () => {
    expect(problemsOfChanges(DEFAULT_ALERT_RULES)).toEqual([]);
    for (const name of ALERT_RULES)
      if (isShare(MEASURE_OF_RULE[name])) expect(DEFAULT_ALERT_RULES[name].threshold).toBeLessThan(1);
  });

  test.each([
    [{ 'negative-surge': { threshold: 15 } }, ['negative-surge', 'threshold']],
    [{ 'negative-surge': { threshold: 0.05 } }, ['negative-surge', 'resolveThreshold']],
    [{ 'store-away': { channels: ['twitch-a'] } }, ['store-away', 'channels']],
  ] as const)('name the setting that makes no sense: %j', (changes, path) => {
    expect(problemsOfChanges(changes as AlertRuleChanges).map((problem) => problem.path)).toEqual([path]);
  });

  test('of thresholds that go together are fine', () => {
    expect(problemsOfChanges({ 'negative-surge': { threshold: 0.05, resolveThreshold: 0.02 } })).toEqual([]);
  });
});
