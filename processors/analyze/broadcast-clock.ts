/** How far behind and ahead of its append time a live event may be, ms. */
export const BEHIND_MS = 9 * 60_000;
export const AHEAD_MS = 60_000;
/** A final SourceProgress moves the clock to the next full minute, so that every window of the broadcast closes. */
const MINUTE_MS = 60_000;

export interface TimedEvent {
  readonly broadcastId: string;
  /** As the producer set it, ms since 1970. */
  readonly eventTime: number;
  readonly clock: 'live' | 'recorded';
  /** The last event of its broadcast. */
  readonly final?: boolean;
}

/** One clock per broadcast: event time never goes back, and a live one stays near the append time. */
export interface BroadcastClocks {
  /** The clock of the broadcast after this event, ms since 1970. */
  timeOf(event: TimedEvent, rawAppend: number): number;
}

/** Clocks whose broadcasts were silent for so long need not be kept: any later live event is clamped past them. */
const FORGET_AFTER_MS = 12 * 60_000;

export function createBroadcastClocks(): BroadcastClocks {
  const clocks = new Map<string, { time: number; seenAt: number; readonly recorded: boolean }>();
  let lastSweep = 0;

  function sweep(rawAppend: number): void {
    lastSweep = rawAppend;
    for (const [id, clock] of clocks) if (clock.seenAt < rawAppend - FORGET_AFTER_MS) clocks.delete(id);
  }

  return {
    timeOf(event, rawAppend) {
      if (rawAppend > lastSweep + FORGET_AFTER_MS) sweep(rawAppend);
      const recorded = event.clock === 'recorded';
      const near = recorded
        ? event.eventTime
        : Math.min(Math.max(event.eventTime, rawAppend - BEHIND_MS), rawAppend + AHEAD_MS);
      const known = clocks.get(event.broadcastId);
      const reached = Math.max(known?.time ?? 0, near);
      const time = event.final ? nextMinute(reached) : reached;
      if (known) {
        known.time = time;
        known.seenAt = rawAppend;
      } else clocks.set(event.broadcastId, { time, seenAt: rawAppend, recorded });
      return time;
    },
  };
}

function nextMinute(time: number): number {
  return Math.ceil((time + 1) / MINUTE_MS) * MINUTE_MS;
}
