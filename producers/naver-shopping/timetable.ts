import type { Clock } from '../../core/clock.ts';
import { pause } from '../../core/runtime/backoff.ts';

/** Turns at an even distance, which the time that the work takes does not shift. */
export interface Timetable {
  /** Resolves when the next turn is due; at once where it was missed, and the turns count on from there. */
  next(signal: AbortSignal): Promise<void>;
}

export function createTimetable(clock: Clock, everyMs: number): Timetable {
  let due = clock.now();
  return {
    async next(signal) {
      due = Math.max(due + everyMs, clock.now());
      await pause(clock, due - clock.now(), signal);
    },
  };
}
