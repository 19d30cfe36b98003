import type { Clock } from '../../core/clock.ts';
import type { SourceEvent } from '../port.ts';

/** A backlog that does not come within this time is not waited for. */
const PATIENCE_MS = 10_000;
/** So many live messages are held back for it. */
const CAPACITY = 5_000;
/** So long before the last message that was taken, all that came is known: messages come a little out of order. */
const OVERLAP_MS = 60_000;

export interface BacklogGateOptions {
  readonly clock: Clock;
  /** The time (ms since 1970) of the last message of this chat that an earlier session took; 0 where there is none. */
  readonly takenUntil: number;
  readonly emit: (events: readonly SourceEvent[]) => void;
}

/** Lets the backlog of a chat pass before the live messages that follow it. */
export interface BacklogGate {
  live(events: readonly SourceEvent[]): void;
  /** What of a backlog was taken long before is left out; removals always pass, since they may be new. */
  backlog(events: readonly SourceEvent[]): void;
  /** No backlog will come any more: what is held passes. */
  giveUp(): void;
  /** Forgets what is held, and its timer. */
  close(): void;
}

export function createBacklogGate({ clock, takenUntil, emit }: BacklogGateOptions): BacklogGate {
  let held: SourceEvent[] | undefined = [];
  const cancel = clock.after(PATIENCE_MS, open);

  function open(): void {
    const waiting = held;
    held = undefined;
    cancel();
    if (waiting && waiting.length > 0) emit(waiting);
  }

  function isNew(event: SourceEvent): boolean {
    return event.type !== 'message' || (event.message.sentAt ?? 0) >= takenUntil - OVERLAP_MS;
  }

  return {
    live(events) {
      if (!held) {
        emit(events);
        return;
      }
      held.push(...events);
      if (held.length >= CAPACITY) open();
    },
    backlog(events) {
      emit(events.filter(isNew));
      open();
    },
    giveUp: open,
    close() {
      held = undefined;
      cancel();
    },
  };
}
