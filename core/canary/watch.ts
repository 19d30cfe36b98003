/** So long a canary may be under way from the log's word that it has it. */
export const CANARY_LOST_AFTER_MS = 30_000;
/** Canaries remembered: some minutes of many producers. */
const REMEMBERED = 500;

export interface CanaryFigures {
  /** `failed` while the latest canary is lost. */
  readonly state: 'ok' | 'failed';
  /** ms since 1970. */
  readonly lastSeenAt: number | null;
  /** From the log's clock at chat.raw to where it was seen, ms. */
  readonly lastMs: number | null;
  readonly seen: number;
  readonly lost: number;
}

/** Which canaries came through and which did not. Pure: times are given, ms since 1970. */
export interface CanaryWatch {
  /** The log has taken a canary. Of a canary that was seen already this says nothing new. */
  sent(messageId: string, at: number): void;
  /** A canary has come through; `ms` is null for one from before the watch began. Answers false for a repeat. */
  seen(messageId: string, at: number, ms: number | null): boolean;
  /** Gives up what is overdue; answers how many that were. */
  giveUp(now: number): number;
  /** Undefined before the first. */
  figures(): CanaryFigures | undefined;
}

export function createCanaryWatch(): CanaryWatch {
  const underWay = new Map<string, number>();
  const done = new Set<string>();
  let figures: CanaryFigures | undefined;

  function finish(messageId: string): void {
    underWay.delete(messageId);
    done.add(messageId);
    for (const oldest of done) {
      if (done.size <= REMEMBERED) break;
      done.delete(oldest);
    }
  }

  const before = (): CanaryFigures =>
    figures ?? { state: 'ok', lastSeenAt: null, lastMs: null, seen: 0, lost: 0 };

  return {
    sent(messageId, at) {
      if (done.has(messageId) || underWay.has(messageId) || underWay.size >= REMEMBERED) return;
      underWay.set(messageId, at);
    },
    seen(messageId, at, ms) {
      // One that was given up and comes after all is the sign that the way is open again.
      const late = done.has(messageId) && figures?.state === 'failed';
      if (done.has(messageId) && !late) return false;
      finish(messageId);
      const was = before();
      if (ms !== null) figures = { ...was, state: 'ok', lastSeenAt: at, lastMs: ms, seen: was.seen + 1 };
      return true;
    },
    giveUp(now) {
      const overdue = [...underWay].filter(([, at]) => now - at > CANARY_LOST_AFTER_MS);
      for (const [messageId] of overdue) finish(messageId);
      const was = before();
      if (overdue.length > 0) figures = { ...was, state: 'failed', lost: was.lost + overdue.length };
      return overdue.length;
    },
    figures: () => figures,
  };
}
