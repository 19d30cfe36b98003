import type { GapRecorded } from '../../core/events/generated.ts';
import { lifecycleEntry } from './lifecycle.ts';
import type { CaptureParts } from './parts.ts';
import type { Show } from './shows.ts';
import type { SourceState, SourceStatus } from './status.ts';

/** A connection that is not made within this time is given up. */
const CONNECT_MS = 30_000;
const QUIET_MS = 60_000;

/** The connection of a capture: its state, its proof of life, and the events that tell of both. */
export interface Connection {
  readonly isConnected: () => boolean;
  /** Takes up after an earlier process. */
  resume(interrupted: { readonly aliveAt: number; readonly recorded: boolean }): void;
  made(now: number): void;
  /** Something came: the connection lives. */
  alive(now: number): void;
  waiting(reason: string): void;
  /** It is gone; a reconnect follows, or the end of this process. */
  lost(reason: string): void;
  /** It is gone for good: what was missed since is a gap. */
  over(now: number): void;
  gap(gap: Pick<GapRecorded, 'broadcastId' | 'from' | 'to' | 'reason' | 'missed'>): void;
  /** Watches over a session; calls back when it shows no sign of life for longer than its protocol allows. */
  watch(onStall: () => void): { readonly stop: () => void };
  health(
    lastMessageAt: number | null,
    now: number,
  ): Pick<SourceStatus, 'state' | 'reason' | 'lastActivityAt' | 'reconnects' | 'gaps'>;
}

export function createConnection(parts: CaptureParts, open: () => readonly Show[]): Connection {
  const { watch, source, codec, clock, appender } = parts;
  const { channelId } = watch;
  const { keepAliveMs, resumable } = source.capabilities;
  let state: SourceState = 'connecting';
  let reason: string | null = null;
  let lastActivityAt: number | null = null;
  let connections = 0;
  let connectedAt = 0;
  let gaps = 0;
  /** Since when nothing can have been received; undefined while connected and before the first attempt. */
  let deafSince: { readonly from: number; readonly reason: string } | undefined;

  function forEachShow(act: (broadcastId: string, show: Show) => void): void {
    for (const show of open()) act(show.recorder.broadcastId, show);
  }

  function recordDisconnect(why: string, at: number): void {
    forEachShow((broadcastId) => {
      appender.take(lifecycleEntry(codec, 'SourceDisconnected', { channelId, broadcastId, reason: why, at }));
    });
  }

  function recordGap(gap: Pick<GapRecorded, 'broadcastId' | 'from' | 'to' | 'reason' | 'missed'>): void {
    gaps += 1;
    appender.take(lifecycleEntry(codec, 'GapRecorded', { channelId, ...gap, at: clock.now() }));
  }

  /** A source that goes on where it was misses nothing. */
  function closeGap(now: number): void {
    const deaf = deafSince;
    deafSince = undefined;
    if (!deaf || resumable || now <= deaf.from) return;
    forEachShow((broadcastId, show) => {
      const from = Math.max(deaf.from, show.startedAt);
      if (from < now) recordGap({ broadcastId, from, to: now, reason: deaf.reason, missed: null });
    });
  }

  function stall(): void {
    const at = clock.now();
    state = 'stalled';
    forEachShow((broadcastId) => {
      const lastAt = lastActivityAt ?? at;
      appender.take(
        lifecycleEntry(codec, 'SourceStalled', { channelId, broadcastId, lastActivityAt: lastAt, at }),
      );
    });
  }

  return {
    isConnected: () => state === 'live',
    resume({ aliveAt, recorded }) {
      const why = 'the process was down';
      deafSince = { from: aliveAt, reason: why };
      lastActivityAt = aliveAt;
      state = 'reconnecting';
      reason = why;
      if (!recorded) recordDisconnect(why, aliveAt);
    },
    made(now) {
      if (state === 'live') return;
      state = 'live';
      reason = null;
      connections += 1;
      connectedAt = now;
      forEachShow((broadcastId, show) => {
        show.connections += 1;
        appender.take(
          lifecycleEntry(codec, 'SourceConnected', {
            channelId,
            broadcastId,
            attempt: show.connections,
            at: now,
          }),
        );
      });
      closeGap(now);
    },
    alive(now) {
      lastActivityAt = now;
    },
    waiting(why) {
      reason = why;
    },
    lost(why) {
      if (state === 'reconnecting' || (deafSince && state === 'connecting')) {
        reason = why;
        return;
      }
      const now = clock.now();
      const wasConnected = state === 'live' || state === 'stalled';
      deafSince ??= { from: wasConnected ? (lastActivityAt ?? now) : watch.requestedAt, reason: why };
      state = wasConnected ? 'reconnecting' : 'connecting';
      reason = why;
      recordDisconnect(why, now);
    },
    over(now) {
      closeGap(now);
      state = 'ended';
    },
    gap: recordGap,
    watch(onStall) {
      const limit = keepAliveMs;
      if (limit === null) return { stop: () => undefined };
      const beganAt = clock.now();
      let cancel: () => void = () => undefined;
      const check = (): void => {
        const connected = state === 'live';
        const allowed = connected ? limit : Math.max(limit, CONNECT_MS);
        const left = Math.max(beganAt, lastActivityAt ?? 0) + allowed - clock.now();
        if (left > 0) {
          cancel = clock.after(left, check);
          return;
        }
        if (connected) stall();
        onStall();
      };
      check();
      return {
        stop: () => {
          cancel();
        },
      };
    },
    health: (lastMessageAt, now) => ({
      state: state === 'live' && now - Math.max(lastMessageAt ?? 0, connectedAt) > QUIET_MS ? 'quiet' : state,
      reason,
      lastActivityAt,
      reconnects: Math.max(0, connections - 1),
      gaps,
    }),
  };
}
