import type { Clock } from '../../core/clock.ts';

/** A silence in a recording longer than this is jumped. */
export const JUMP_MS = 30_000;

/** Turns times of a recording into times to wait. */
export interface Pace {
  /** How long (ms) until a line of this time is due; 0 where it is now or late. */
  delayOf(time: number): { readonly wait: number; readonly jumped: boolean };
}

/**
 * `1` plays as recorded, a factor faster or slower, `max` at once.
 * @returns undefined where the speed is none of these
 */
export function createPace(speed: string, clock: Clock): Pace | undefined {
  if (speed === 'max') return { delayOf: () => ({ wait: 0, jumped: false }) };
  const factor = Number(speed);
  if (!/^\d+(?:\.\d+)?$/.test(speed) || !Number.isFinite(factor) || factor <= 0) return undefined;
  let anchor: { readonly wall: number; readonly time: number } | undefined;
  let latest = 0;

  return {
    delayOf(time) {
      const now = clock.now();
      const step = anchor ? time - latest : 0;
      // A long way back is a new part of the recording, such as the next of several channels.
      const jumped = step > JUMP_MS || step < -JUMP_MS;
      if (!anchor || jumped) anchor = { wall: now, time };
      latest = jumped ? time : Math.max(latest, time);
      return { wait: Math.max(0, anchor.wall + (latest - anchor.time) / factor - now), jumped };
    },
  };
}
