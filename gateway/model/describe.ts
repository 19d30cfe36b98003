import { liveState, type BroadcastsState, type BroadcastView } from '../../core/broadcasts/state.ts';
import type { BroadcastState } from '../http/broadcast-states.ts';
import type { Broadcast } from '../http/contract.ts';
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
    state: shownState(view, live?.lastMessageAt ?? null, now),
    reason: shownReason(view),
    speed: watch?.broadcastId === view.watchId ? watch.speed : '1',
    startedAt: view.startedAt,
    endedAt: view.endedAt,
    lastMessageAt: live?.lastMessageAt ?? null,
    messagesPerSecond: live?.rate.perSecond(now) ?? 0,
    reconnects: view.reconnects,
    gaps: view.gaps.slice(-SHOWN_GAPS).map(({ from, to, reason, missed }) => ({ from, to, reason, missed })),
    misunderstood: view.misunderstood && { ...view.misunderstood },
    watching: live?.watching ?? null,
    viewers: options.viewers,
    sparkline: live?.sparkline() ?? [],
    mood: live?.mood() ?? null,
    capabilities: [...options.capabilities],
  };
}

/** What somebody stopped has ended; its reason says so. */
function shownState(view: BroadcastView, lastMessageAt: number | null, now: number): BroadcastState {
  const state = liveState(view, lastMessageAt, now);
  return state === 'stopped' ? 'ended' : state;
}

/** The word that names the state is not told twice. */
function shownReason({ state, reason }: BroadcastView): string | null {
  return state === 'failed' ? (reason?.replace(/^failed(?:: )?/, '') ?? null) : reason;
}
