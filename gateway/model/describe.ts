import type { BroadcastsState, BroadcastView } from '../../core/broadcasts/state.ts';
import type { Broadcast, BroadcastState } from '../http/contract.ts';
import type { LiveBroadcast } from './live-broadcast.ts';

const SHOWN_GAPS = 100;

export interface DescribeOptions {
  readonly state: BroadcastsState;
  readonly live: LiveBroadcast | undefined;
  readonly viewers: number;
  readonly capabilities: readonly string[];
  /** ms since 1970. */
  readonly now: number;
}

/** A broadcast as the pages see it: what its events say, and what the live topics show. */
export function describeBroadcast(view: BroadcastView, options: DescribeOptions): Broadcast {
  const { state, live, now } = options;
  const watch = state.watches.get(view.channelId);
  return {
    id: view.id,
    platform: view.platform,
    channel: view.channel,
    channelId: view.channelId,
    url: view.url,
    title: view.title,
    state: shownState(view),
    reason: view.reason,
    speed: watch?.broadcastId === view.watchId ? watch.speed : '1',
    startedAt: view.startedAt,
    endedAt: view.endedAt,
    lastMessageAt: live?.lastMessageAt ?? null,
    messagesPerSecond: live?.rate.perSecond(now) ?? 0,
    reconnects: view.reconnects,
    gaps: view.gaps.slice(-SHOWN_GAPS).map(({ from, to, reason, missed }) => ({ from, to, reason, missed })),
    viewers: options.viewers,
    sparkline: live?.sparkline() ?? [],
    mood: live?.mood() ?? null,
    capabilities: [...options.capabilities],
  };
}

/** Stopped and failed broadcasts have ended; their reason says how. */
function shownState(view: BroadcastView): BroadcastState {
  switch (view.state) {
    case 'connecting':
      return 'waiting';
    case 'quiet':
    case 'live':
      return 'live';
    case 'stopped':
    case 'failed':
    case 'ended':
      return 'ended';
    default:
      return view.state;
  }
}
