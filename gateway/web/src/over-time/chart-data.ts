import { EMOTIONS, type Emotion } from '../../../../language/types.ts';
import type { ChatWindow } from '../../../http/contract.ts';
import { MINUTE } from '../store/window-series.ts';

/** Columns over one time axis. All counts are per minute, also where the windows are shorter. */
export interface ChartData {
  /** Start of each window in seconds since 1970, as uPlot wants it. */
  readonly times: readonly number[];
  readonly messages: readonly number[];
  readonly positive: readonly number[];
  /** Below zero: the mirror of the positive ones. */
  readonly negative: readonly number[];
  readonly profane: readonly number[];
  readonly emotions: Readonly<Record<Emotion, readonly number[]>>;
  /** Running sums over the emotions, the last of them the total: what a stacked chart draws. */
  readonly stacked: readonly (readonly number[])[];
}

/** A longer chart would have more columns than pixels. */
const MOST_COLUMNS = 12_000;

/**
 * Makes columns of windows of one size, ascending, up to a moment (ms; default: the end of the last window). Windows in
 * which nothing was said are missing from the input: they become zeros, so that a quiet minute is seen as quiet.
 */
export function toChartData(windows: readonly ChatWindow[], size: number, until = 0): ChartData {
  const first = windows[0]?.start;
  const newest = windows.at(-1)?.start;
  if (first === undefined || newest === undefined) return emptyData();
  const last = Math.max(newest, until - size);
  const from = Math.max(first, last - (MOST_COLUMNS - 1) * size);
  const length = Math.round((last - from) / size) + 1;
  const byIndex = new Map(windows.map((window) => [Math.round((window.start - from) / size), window]));
  const perMinute = MINUTE / size;
  const column = (read: (window: ChatWindow) => number): number[] =>
    Array.from({ length }, (_, index) => {
      const window = byIndex.get(index);
      return window ? read(window) * perMinute : 0;
    });
  const emotions = Object.fromEntries(
    EMOTIONS.map((emotion) => [emotion, column((window) => window.emotions[emotion])]),
  ) as Record<Emotion, number[]>;
  const stacked: number[][] = [];
  for (const emotion of EMOTIONS) {
    const below = stacked.at(-1);
    stacked.push(emotions[emotion].map((value, index) => value + (below?.[index] ?? 0)));
  }
  return {
    times: Array.from({ length }, (_, index) => (from + index * size) / 1000),
    messages: column((window) => window.messages),
    positive: column((window) => window.positive),
    negative: column((window) => (window.negative === 0 ? 0 : -window.negative)),
    profane: column((window) => window.profane),
    emotions,
    stacked,
  };
}

function emptyData(): ChartData {
  const none: readonly number[] = [];
  const emotions = Object.fromEntries(EMOTIONS.map((emotion) => [emotion, none])) as ChartData['emotions'];
  return {
    times: none,
    messages: none,
    positive: none,
    negative: none,
    profane: none,
    emotions,
    stacked: EMOTIONS.map(() => none),
  };
}

export type TimeRange = '15m' | '1h' | 'all';
const RANGE_MS: Readonly<Record<TimeRange, number>> = {
  '15m': 15 * MINUTE,
  '1h': 60 * MINUTE,
  all: Infinity,
};
/** The axis of a show that has just begun already spans this much. */
const SHORTEST_MS = 2 * MINUTE;

/** The stretch of time on the axis in ms: up to the newest window, or further where the show has just begun. */
export function axisSpan(range: TimeRange, first: number, end: number): { from: number; to: number } {
  const from = Math.max(end - RANGE_MS[range], first);
  return { from, to: Math.max(end, from + SHORTEST_MS) };
}
