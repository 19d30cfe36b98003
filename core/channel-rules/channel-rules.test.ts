import { describe, expect, it } from 'vitest';
import { rulesChanged } from '../testing/events.ts';
import { applyRulesChange, NO_RULES, type RulesByChannel } from './channel-rules.ts';

function after(...changes: readonly Parameters<typeof rulesChanged>[0][]): RulesByChannel {
  const rules: RulesByChannel = new Map();
  for (const change of changes) applyRulesChange(rules, { type: 'RulesChanged', data: rulesChanged(change) });
  return rules;
}

describe('the rules of channels', () => {
  it('are what the last change of each channel says', () => {
    const rules = after(
      { version: 1, mask: ['a'] },
      { version: 1, channelId: 'other', allow: ['b'] },
      { version: 2, severity: 3, at: 5 },
    );
    expect(rules.get('twitch-test')).toEqual({
      version: 2,
      mask: [],
      allow: [],
      severity: 3,
      changedAt: 5,
      changedBy: 'test',
    });
    expect(rules.get('other')).toMatchObject({ version: 1, allow: ['b'] });
    expect(rules.get('nobody') ?? NO_RULES).toMatchObject({ version: 0, changedAt: null });
  });

  it('of two changes that answer the same version, take the first in the log, and drop repeats', () => {
    const rules = after({ version: 1, mask: ['first'] }, { version: 1, mask: ['second'] });
    const first = rules.get('twitch-test');
    applyRulesChange(rules, { type: 'RulesChanged', data: rulesChanged({ mask: ['first'] }) });
    expect(rules.get('twitch-test')).toBe(first);
    expect(first?.mask).toEqual(['first']);
  });

  it('mask from the mildest on where an event names a severity that is not known', () => {
    expect(after({ severity: 7 }).get('twitch-test')?.severity).toBe(1);
  });

  it('refuse an event of another kind', () => {
    const data = { channelId: 'c', broadcastId: 'b', reason: 'x', at: 0 };
    expect(() => applyRulesChange(new Map(), { type: 'WatchStopped', data })).toThrow('does not belong');
  });
});
