import type { Clock } from '../../core/clock.ts';

/** The platform allows so many JOINs in so long a time. */
const JOINS = 20;
const WINDOW_MS = 10_000;

/** Spreads the JOINs of all connections of this process. */
export interface JoinLimiter {
  /** Calls back when a JOIN may be sent; answers how to give the turn back. */
  whenFree(clock: Clock, join: () => void): () => void;
}

export function createJoinLimiter(): JoinLimiter {
  /** When each of the last JOINs was, or will be, sent; oldest first. */
  let planned: number[] = [];

  return {
    whenFree(clock, join) {
      const now = clock.now();
      planned = planned.filter((time) => time > now - WINDOW_MS);
      const blocking = planned[planned.length - JOINS];
      const at = blocking === undefined ? now : Math.max(now, blocking + WINDOW_MS);
      planned.push(at);
      if (at <= now) {
        join();
        return () => undefined;
      }
      const cancel = clock.after(at - now, join);
      return () => {
        cancel();
        const mine = planned.indexOf(at);
        if (mine >= 0 && at > clock.now()) planned.splice(mine, 1);
      };
    },
  };
}
