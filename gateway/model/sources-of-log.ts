import type { BroadcastsState } from '../../core/broadcasts/state.ts';
import type { Broadcast } from '../http/contract.ts';
import type { SourceStatus } from '../options.ts';
import { LEAVES_AFTER_MS } from './group-broadcasts.ts';
import type { LiveBroadcast } from './live-broadcast.ts';

export interface SourcesOfLogOptions {
  readonly state: BroadcastsState;
  readonly live: (broadcastId: string) => LiveBroadcast | undefined;
  /** @throws ChatpulseError CHATPULSE_BROADCAST_UNKNOWN */
  readonly describe: (broadcastId: string) => Broadcast;
  /** ms since 1970. */
  readonly now: number;
}

/**
 * How captures do that run in other processes, as far as the log tells: those that run, and those that ended less than ten
 * minutes ago. What only their own processes count is null.
 */
export function sourcesOfLog({ state, live, describe, now }: SourcesOfLogOptions): SourceStatus[] {
  return [...state.broadcasts.values()]
    .filter(({ endedAt }) => endedAt === null || now - endedAt < LEAVES_AFTER_MS)
    .map((view) => {
      const told = describe(view.id);
      const { lastMessageAt } = told;
      const signs = [view.connectedAt, live(view.id)?.aliveAt, lastMessageAt].filter(
        (time) => time !== null && time !== undefined,
      );
      return {
        broadcastId: view.id,
        platform: view.platform,
        channel: view.channel,
        state: told.state,
        lastActivityAt: signs.length > 0 ? Math.max(...signs) : null,
        lastMessageAt,
        messagesPerSecond: told.messagesPerSecond,
        messages: null,
        repeats: null,
        unparsed: null,
        reconnects: view.reconnects,
        gaps: view.gapCount,
        detail: told.reason,
      };
    });
}
