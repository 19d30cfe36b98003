import type { WindowUpdated } from '../../../core/events/generated.ts';

/** ms of the windows that detectors look at. */
export const STEP_MS = 10_000;
const MINUTE_MS = 60_000;
/** Half an hour of windows, and the minutes that the latest of them fall into. */
const KEPT_STEPS = 180;
const KEPT_MINUTES = 3;

/** What was said in one window. */
export type Counts = Pick<
  WindowUpdated,
  'start' | 'messages' | 'negative' | 'profane' | 'authors' | 'negativeAuthors' | 'profaneAuthors'
>;

export interface Kept extends Counts {
  readonly closed: boolean;
  readonly stamp: number;
  /** Belongs to a surge, so that it says nothing about what is usual. */
  unusual: boolean;
}

/** The last half hour of one broadcast, in order of time. A window in which nothing was said is not there. */
export interface ChatFigures {
  readonly steps: readonly Kept[];
  readonly minutes: readonly Kept[];
  /** Takes a window; false where it tells nothing new. */
  take(window: WindowUpdated): boolean;
  /** Marks what began in [from, to] (ms since 1970) as unusual, or takes the marks off. */
  mark(from: number, to: number, unusual: boolean): void;
}

export function createChatFigures(): ChatFigures {
  const steps: Kept[] = [];
  const minutes: Kept[] = [];
  return {
    steps,
    minutes,
    take(window) {
      if (window.sizeMs === STEP_MS) return put(steps, window, KEPT_STEPS);
      return window.sizeMs === MINUTE_MS && put(minutes, window, KEPT_MINUTES);
    },
    mark(from, to, unusual) {
      for (const step of steps) if (step.start >= from && step.start <= to) step.unusual = unusual;
    },
  };
}

/** Closed beats provisional, then the higher stamp wins; times may be in any order. */
function put(list: Kept[], window: WindowUpdated, most: number): boolean {
  const { start, messages, negative, profane, authors, closed, stamp } = window;
  let at = list.length;
  while (at > 0 && (list[at - 1]?.start ?? 0) >= start) at -= 1;
  const known = list[at]?.start === start ? list[at] : undefined;
  if (known && (known.closed !== closed ? known.closed : known.stamp >= stamp)) return false;
  const kept: Kept = {
    start,
    messages,
    negative,
    profane,
    authors,
    negativeAuthors: window.negativeAuthors,
    profaneAuthors: window.profaneAuthors,
    closed,
    stamp,
    unusual: known?.unusual ?? false,
  };
  list.splice(at, known ? 1 : 0, kept);
  if (list.length > most) list.shift();
  return true;
}
