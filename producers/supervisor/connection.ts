import { QUIET_MS } from '../../core/broadcasts/state.ts';
import type { GapRecorded } from '../../core/events/generated.ts';
import { lifecycleEntry } from './lifecycle.ts';
import { createMissedSpans, type MissedSpan, type MissedSpans } from './missed-span.ts';
import type { CaptureParts } from './parts.ts';
import type { Show } from './shows.ts';
import type { SourceState, SourceStatus } from './status.ts';

/** A connection that is not made within this time is given up. */
const CONNECT_MS = 30_000;

const NO_WATCHDOG: Watchdog = { stop: () => undefined, pause: () => undefined, resume: () => undefined };

/** The connection of a capture: its state, its proof of life, and the events that tell of both. */
export interface Connection {
  readonly isConnected: () => boolean;
  /** Takes up after an earlier process. */
  resume(interrupted: { readonly aliveAt: number; readonly recorded: boolean }): void;
  made(now: number): void;
  /** Something came: the connection lives. `heard`: it was an answer of the chat, and not only a sign of life. */
  alive(now: number, heard: boolean): void;
  /** The open show ends: what was missed of it is a gap of its own. */
  showEnds(now: number): void;
  /** A message came. */
  said: MissedSpans['said'];
  /** Some time has passed. */
  tick: MissedSpans['tick'];
  waiting(reason: string): void;
  /** The channel has no show on, so that nothing can be missed; the next show is a connection of its own. */
  offAir(reason: string, now: number): void;
  /** It is gone; a reconnect follows, or the end of this process. A stalled one stays stalled until then. */
  lost(reason: string): void;
  /** A session is about to begin. */
  begins(): void;
  /** It is gone for good: what was missed since is a gap. */
  over(now: number, end: { readonly failed: boolean; readonly reason: string }): void;
  gap(gap: Pick<GapRecorded, 'broadcastId' | 'from' | 'to' | 'reason' | 'missed'>): void;
  /** Watches over a session; calls back when it shows no sign of life for longer than its protocol allows. */
  watch(onStall: () => void): Watchdog;
  health(
    lastMessageAt: number | null,
    now: number,
  ): Pick<SourceStatus, 'state' | 'reason' | 'lastActivityAt' | 'reconnects' | 'gaps'>;
}

export interface Watchdog {
  stop(): void;
  /** Nothing is read from the source for now, so that its silence says nothing. */
  pause(): void;
  resume(): void;
}

export interface ConnectionOptions {
  readonly open: () => readonly Show[];
  /** Whether the next session goes on where the last one was, as far as the source can. */
  readonly goesOn: () => boolean;
}

export function createConnection(parts: CaptureParts, { open, goesOn }: ConnectionOptions): Connection {
  const { watch, source, codec, clock, appender } = parts;
  const { channelId } = watch;
  const { keepAliveMs, resumable, backlog } = source.capabilities;
  let state: SourceState = 'connecting';
  let reason: string | null = null;
  let lastActivityAt: number | null = null;
  /** When the chat itself was last heard. */
  let heardAt: number | null = null;
  let connections = 0;
  let connectedAt = 0;
  let gaps = 0;
  /** Until when nothing can have been missed. */
  let nothingUntil = watch.requestedAt;
  /** Since when nothing can have been received; undefined while connected and before the first attempt. */
  let deafSince: { readonly from: number; readonly reason: string } | undefined;

  const missed = createMissedSpans({ backlog, record: recordMissed });

  function forEachShow(act: (broadcastId: string, show: Show) => void): void {
    for (const show of open()) act(show.recorder.broadcastId, show);
  }

  function recordDisconnect(why: string, at: number): void {
    forEachShow((broadcastId) => {
      appender.take(lifecycleEntry(codec, 'SourceDisconnected', { channelId, broadcastId, reason: why, at }));
    });
  }

  /** Without it a stall would be over in the moment in which it is noticed, and nobody would ever see one. */
  function leaveStalled(): void {
    if (state !== 'stalled') return;
    state = 'reconnecting';
    recordDisconnect(reason ?? 'no sign of life', clock.now());
  }

  function recordGap(gap: Pick<GapRecorded, 'broadcastId' | 'from' | 'to' | 'reason' | 'missed'>): void {
    gaps += 1;
    appender.take(lifecycleEntry(codec, 'GapRecorded', { channelId, ...gap, at: clock.now() }));
  }

  /** A source that goes on where it was misses nothing; before it knows a place it cannot. */
  function closeGap(now: number): void {
    const deaf = deafSince;
    deafSince = undefined;
    if (deaf && !(resumable && goesOn()) && now > deaf.from) missed.open({ ...deaf, to: now });
  }

  function recordMissed({ from, to, reason: why }: MissedSpan): void {
    forEachShow((broadcastId, show) => {
      if (show.recorder.clock() === 'recorded') return;
      const begin = Math.max(from, show.startedAt);
      if (begin < to) recordGap({ broadcastId, from: begin, to, reason: why, missed: null });
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
      heardAt = aliveAt;
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
    alive(now, heard) {
      lastActivityAt = now;
      if (heard) heardAt = now;
      // What a live connection waited for has come.
      if (state === 'live') reason = null;
    },
    said: missed.said,
    tick: missed.tick,
    waiting(why) {
      reason = why;
    },
    showEnds(now) {
      closeGap(now);
      missed.settle();
    },
    offAir(why, now) {
      // A watch that waits for its first show has missed nothing.
      if (state === 'reconnecting' && open().some((show) => show.connections > 0)) closeGap(now);
      missed.settle();
      // The connection of the next show is none that was lost.
      if (state === 'live') connections -= 1;
      state = 'connecting';
      reason = why;
      deafSince = undefined;
      nothingUntil = now;
    },
    lost(why) {
      missed.settle();
      if (state === 'stalled' && deafSince) leaveStalled();
      if (state === 'reconnecting' || (deafSince && state === 'connecting')) {
        reason = why;
        return;
      }
      const now = clock.now();
      const wasConnected = state === 'live' || state === 'stalled';
      deafSince ??= { from: wasConnected ? (heardAt ?? lastActivityAt ?? now) : nothingUntil, reason: why };
      reason = why;
      if (state === 'stalled') return;
      state = wasConnected ? 'reconnecting' : 'connecting';
      recordDisconnect(why, now);
    },
    begins: leaveStalled,
    over(now, end) {
      closeGap(now);
      missed.settle();
      state = end.failed ? 'failed' : 'ended';
      reason = end.reason;
    },
    gap: recordGap,
    watch(onStall) {
      const limit = keepAliveMs;
      if (limit === null) return NO_WATCHDOG;
      let beganAt = clock.now();
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
      const stop = (): void => {
        cancel();
      };
      return {
        stop,
        pause: stop,
        resume() {
          beganAt = clock.now();
          check();
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
