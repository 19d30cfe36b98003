/** What is known of the watched channels and their broadcasts, from `broadcast.events` alone. */
export interface BroadcastsState {
  /** The latest watch of each channel, by channelId. */
  readonly watches: ReadonlyMap<string, Watch>;
  /** By broadcastId, in order of their beginning. */
  readonly broadcasts: ReadonlyMap<string, BroadcastView>;
}

/** A channel that somebody asked to capture. */
export interface Watch {
  readonly channelId: string;
  /** The broadcast that was named in the answer to the request; it identifies the watch. */
  readonly broadcastId: string;
  readonly platform: string;
  readonly channel: string;
  readonly url: string;
  /** For recordings: 1, a factor, or max. */
  readonly speed: string;
  /** ms since 1970. */
  readonly requestedAt: number;
  /** False once it was stopped. */
  readonly active: boolean;
  /** Why it was stopped. */
  readonly reason: string | null;
  /** The broadcasts that began under this watch, oldest first. */
  readonly broadcastIds: readonly string[];
}

/**
 * connecting: asked for, not yet connected. live: connected. quiet: connected, nobody has written for a while (a
 * reader's judgement, see `liveState`; never stored). stalled: the connection gives no sign of life. reconnecting: the
 * connection is lost. ended, stopped, failed: over.
 */
export type BroadcastState =
  'connecting' | 'live' | 'quiet' | 'stalled' | 'reconnecting' | 'ended' | 'stopped' | 'failed';

/** A span (ms since 1970) of which messages may be missing. */
export interface BroadcastGap {
  readonly from: number;
  readonly to: number;
  readonly reason: string;
  /** Number of messages known to be lost; null where unknown. */
  readonly missed: number | null;
}

/** How much of what came in a minute was not understood, why, and when (ms since 1970) that was told. */
export interface Misunderstood {
  readonly count: number;
  readonly of: number;
  readonly reason: string;
  readonly at: number;
}

export interface BroadcastView {
  readonly id: string;
  /** The watch it belongs to (its `broadcastId`). */
  readonly watchId: string;
  readonly platform: string;
  readonly channel: string;
  readonly channelId: string;
  readonly url: string;
  readonly state: BroadcastState;
  /** When the watch was asked for or, for later shows of it, when the show began. ms since 1970. */
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly title: string | null;
  readonly platformBroadcastId: string | null;
  /** The latest ones, oldest first; `gapCount` counts all. */
  readonly gaps: readonly BroadcastGap[];
  readonly gapCount: number;
  /** Connections made so far. */
  readonly connections: number;
  /** Connections after the first. */
  readonly reconnects: number;
  /** When the latest connection was made, ms since 1970; null before the first. */
  readonly connectedAt: number | null;
  /** Why it is in its state, where there is more to say than the state. */
  readonly reason: string | null;
  /** Set while much of what the platform sends is not understood: its format may have changed. */
  readonly misunderstood: Misunderstood | null;
  /** BroadcastStarted has been seen. */
  readonly begun: boolean;
  /** BroadcastEnded has been seen: nothing more will come. */
  readonly closed: boolean;
}

/** A connected chat in which nobody has written for so long (ms) is quiet. */
export const QUIET_MS = 60_000;

/** The state to show, with the time (ms since 1970) of the last message, where there was one, taken into account. */
export function liveState(view: BroadcastView, lastMessageAt: number | null, now: number): BroadcastState {
  if (view.state !== 'live') return view.state;
  const since = Math.max(lastMessageAt ?? 0, view.connectedAt ?? view.startedAt);
  return now - since > QUIET_MS ? 'quiet' : 'live';
}

/** Begun and not ended: somebody still has to end it. */
export function isOpen(view: BroadcastView): boolean {
  return view.begun && !view.closed;
}
