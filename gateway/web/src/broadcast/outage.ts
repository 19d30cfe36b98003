import type { BroadcastState } from '../../../http/broadcast-states.ts';

/** What keeps the page from being up to date. */
export type Outage =
  'none' | 'connecting' | 'reconnecting' | 'source' | 'stalled' | 'serverAway' | 'sourceAway';

/** After so long the page no longer calls it a short loss. */
export const AWAY_AFTER_MS = 5 * 60_000;

export interface OutageFacts {
  readonly connection: 'connecting' | 'open' | 'reconnecting';
  readonly sourceState: BroadcastState | null;
  /** Since when the connection has not been open; null while it is. Any clock, ms. */
  readonly serverLostAt: number | null;
  /** Since when the source has been away; null while it is there. */
  readonly sourceLostAt: number | null;
  readonly now: number;
}

/** The one thing to tell. The server comes first: without it nothing is known about the source. */
export function currentOutage(facts: OutageFacts): Outage {
  const { connection, sourceState, serverLostAt, sourceLostAt, now } = facts;
  if (connection !== 'open') {
    if (serverLostAt !== null && now - serverLostAt >= AWAY_AFTER_MS) return 'serverAway';
    return connection;
  }
  if (sourceState !== 'reconnecting' && sourceState !== 'stalled' && sourceState !== 'connecting')
    return 'none';
  if (sourceLostAt !== null && now - sourceLostAt >= AWAY_AFTER_MS) return 'sourceAway';
  if (sourceState === 'connecting') return 'none';
  return sourceState === 'stalled' ? 'stalled' : 'source';
}
