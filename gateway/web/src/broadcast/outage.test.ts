import { describe, expect, it } from 'vitest';
import { AWAY_AFTER_MS, currentOutage, type OutageFacts } from './outage.ts';

const well: OutageFacts = {
  connection: 'open',
  sourceState: 'live',
  serverLostAt: null,
  sourceLostAt: null,
  now: 0,
};

describe('currentOutage', () => {
  it('says nothing while all is well, also when the show is quiet or over', () => {
    expect(currentOutage(well)).toBe('none');
    expect(currentOutage({ ...well, sourceState: 'quiet' })).toBe('none');
    expect(currentOutage({ ...well, sourceState: 'ended' })).toBe('none');
    expect(currentOutage({ ...well, sourceState: 'failed' })).toBe('none');
    expect(currentOutage({ ...well, sourceState: 'connecting', sourceLostAt: 0, now: 1000 })).toBe('none');
  });

  it('tells a short loss from a long one', () => {
    const lost = { ...well, connection: 'reconnecting', serverLostAt: 0 } as const;
    expect(currentOutage({ ...lost, now: AWAY_AFTER_MS - 1 })).toBe('reconnecting');
    expect(currentOutage({ ...lost, now: AWAY_AFTER_MS })).toBe('serverAway');
    const away = { ...well, sourceState: 'reconnecting', sourceLostAt: 0 } as const;
    expect(currentOutage({ ...away, now: AWAY_AFTER_MS - 1 })).toBe('source');
    expect(currentOutage({ ...away, now: AWAY_AFTER_MS })).toBe('sourceAway');
    expect(currentOutage({ ...well, sourceState: 'stalled', sourceLostAt: 0, now: 5 })).toBe('stalled');
  });

  it('puts the server before the source', () => {
    expect(
      currentOutage({ ...well, connection: 'reconnecting', sourceState: 'stalled', serverLostAt: 0 }),
    ).toBe('reconnecting');
  });
});
