import type { WindowUpdated } from '../../../core/events/generated.ts';
import { peopleOf, voicesOf, type Share } from './share.ts';

/** ms of the windows that detectors look at. */
export const STEP_MS = 10_000;
const MINUTE_MS = 60_000;
/** Half an hour of windows, and the minutes that the latest of them fall into. */
const KEPT_STEPS = 180;
const KEPT_MINUTES = 3;
/** A mood that turned longer ago is found by now, or not at all. */
const ARRIVALS_MS = 60_000;

/** What was said in one window. */
export type Counts = Pick<
  WindowUpdated,
  | 'start'
  | 'messages'
  | 'negative'
  | 'profane'
  | 'authors'
  | 'negativeAuthors'
  | 'profaneAuthors'
  | 'voices'
  | 'negativeVoices'
  | 'profaneVoices'
>;

export interface Kept extends Counts {
  readonly closed: boolean;
  readonly stamp: number;
  /** Belongs to a surge, so that it says nothing about what is usual. */
  unusual: boolean;
}

/** What came to the window under way from one update of it to the next: about a second of chat. */
export interface Arrival {
  /** When the log took it, ms since 1970. */
  readonly at: number;
  /** The start of its window. */
  readonly start: number;
  readonly messages: number;
  /** Voices, and negative and profane ones among them. */
  readonly voices: number;
  readonly negative: number;
  readonly profane: number;
  /** Authors of whom the first negative, or profane, message of the window is among these. */
  readonly people: Readonly<Record<Share, number>>;
}

/** The last half hour of one broadcast, in order of time. A window in which nothing was said is not there. */
export interface ChatFigures {
  readonly steps: readonly Kept[];
  readonly minutes: readonly Kept[];
  /** The latest, in the order in which they came. */
  readonly arrivals: readonly Arrival[];
  /** Grows with whatever changes what is usual: a new window, or a mark. */
  readonly version: number;
  /** Takes a window that the log took at a time (ms since 1970); false where it tells nothing new. */
  take(window: WindowUpdated, at: number): boolean;
  /** Marks the windows of [from, to] (ms since 1970) as unusual, or takes the marks off. */
  mark(from: number, to: number, unusual: boolean): void;
}

export function createChatFigures(): ChatFigures {
  const steps: Kept[] = [];
  const minutes: Kept[] = [];
  const arrivals: Arrival[] = [];
  let version = 0;

  function takeStep(window: WindowUpdated, at: number): boolean {
    const newest = steps.at(-1)?.start;
    const put = putInto(steps, window, KEPT_STEPS);
    if (!put) return false;
    if (steps.at(-1)?.start !== newest) version += 1;
    arrivals.push(arrivalOf(put, at));
    while ((arrivals[0]?.at ?? Infinity) <= at - ARRIVALS_MS) arrivals.shift();
    return true;
  }

  return {
    steps,
    minutes,
    arrivals,
    get version() {
      return version;
    },
    take(window, at) {
      if (window.sizeMs === STEP_MS) return takeStep(window, at);
      return window.sizeMs === MINUTE_MS && putInto(minutes, window, KEPT_MINUTES) !== undefined;
    },
    mark(from, to, unusual) {
      for (const step of steps)
        if (step.start + STEP_MS > from && step.start <= to && step.unusual !== unusual) {
          step.unusual = unusual;
          version += 1;
        }
    },
  };
}

interface Put {
  readonly now: Kept;
  readonly before: Kept | undefined;
}

/** Closed beats provisional, then the higher stamp wins; times may be in any order. */
function putInto(list: Kept[], window: WindowUpdated, most: number): Put | undefined {
  const { start, messages, negative, profane, authors, closed, stamp } = window;
  let at = list.length;
  while (at > 0 && (list[at - 1]?.start ?? 0) >= start) at -= 1;
  const before = list[at]?.start === start ? list[at] : undefined;
  if (before && (before.closed !== closed ? before.closed : before.stamp >= stamp)) return undefined;
  const now: Kept = {
    start,
    messages,
    negative,
    profane,
    authors,
    negativeAuthors: window.negativeAuthors,
    profaneAuthors: window.profaneAuthors,
    voices: window.voices,
    negativeVoices: window.negativeVoices,
    profaneVoices: window.profaneVoices,
    closed,
    stamp,
    unusual: before?.unusual ?? false,
  };
  list.splice(at, before ? 1 : 0, now);
  if (list.length > most) list.shift();
  return { now, before };
}

function arrivalOf({ now, before }: Put, at: number): Arrival {
  const more = (count: (kept: Kept) => number): number =>
    Math.max(0, count(now) - (before ? count(before) : 0));
  return {
    at,
    start: now.start,
    messages: more(({ messages }) => messages),
    voices: more((kept) => voicesOf(kept, 'negative').all),
    negative: more((kept) => voicesOf(kept, 'negative').marked),
    profane: more((kept) => voicesOf(kept, 'profane').marked),
    people: {
      negative: more((kept) => peopleOf(kept, 'negative')),
      profane: more((kept) => peopleOf(kept, 'profane')),
    },
  };
}
