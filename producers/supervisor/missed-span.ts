/** Messages of this span (ms since 1970) may be missing. */
export interface MissedSpan {
  readonly from: number;
  readonly to: number;
  readonly reason: string;
}

/** After so long a connection a backlog would have come. */
const BACKLOG_MS = 5_000;

export interface MissedSpansOptions {
  /** The platform tells what was said before a connection. */
  readonly backlog: boolean;
  readonly record: (span: MissedSpan) => void;
}

/**
 * What was missed between two connections. Where the platform has a backlog, the first message after the new connection
 * tells how far back it reaches: the span shrinks to what lies before it, and is none where it is known already or older
 * than the span. Backlogs are whole, oldest first, and come before live messages (see the ChatSource port).
 */
export interface MissedSpans {
  /** A connection was made after a span without one. */
  open(span: MissedSpan): void;
  /** A message came. */
  said(message: { readonly sentAt: number | null; readonly isRepeat: boolean }): void;
  /** Some time has passed. */
  tick(now: number): void;
  /** Nothing more can fill the span. */
  settle(): void;
}

export function createMissedSpans({ backlog, record }: MissedSpansOptions): MissedSpans {
  let pending: MissedSpan | undefined;

  function settle(): void {
    const span = pending;
    pending = undefined;
    if (span) record(span);
  }

  return {
    open(span) {
      settle();
      pending = span;
      if (!backlog) settle();
    },
    said({ sentAt, isRepeat }) {
      if (!pending) return;
      if (isRepeat) {
        pending = undefined;
        return;
      }
      // Without a time it tells nothing of how far back the others reach.
      if (sentAt === null) return;
      if (sentAt <= pending.from) pending = undefined;
      else pending = { ...pending, to: Math.min(pending.to, sentAt) };
      settle();
    },
    tick(now) {
      if (pending && now - pending.to >= BACKLOG_MS) settle();
    },
    settle,
  };
}
