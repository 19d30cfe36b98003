import { DEFAULT_ALERT_RULES } from '../../core/alerts/default-rules.ts';
import { NEW_YEAR } from '../../core/testing/events.ts';
import type { BroadcastKind, MarkedSurge } from './broadcast-kind.ts';
import { driveAlerts, type Judge } from './drive.ts';
import { synthesise, type MadeMessage } from './synthesise.ts';

/** How the alerts of negative surges of one broadcast, or of several, fit what was marked. */
export interface Score {
  readonly found: number;
  readonly missed: number;
  /** Alerts outside of all marks. */
  readonly wrong: number;
  /** ms from the begin of each found surge to its first notice, and from when it could be known to it. */
  readonly delays: readonly number[];
  readonly sinceDetectable: readonly number[];
}

export const NO_SCORE: Score = { found: 0, missed: 0, wrong: 0, delays: [], sinceDetectable: [] };

/** So long after a surge an alert is still of it. */
const AFTERWARDS_MS = 15_000;

/** @param judge what the analysis says of a message; default: its label */
export function measure(kind: BroadcastKind, seed: number, judge?: Judge): Score {
  const { messages, surges } = synthesise(kind, seed);
  const { raised } = driveAlerts(messages, judge);
  const times = raised.filter(({ rule }) => rule === 'negative-surge').map(({ at }) => at - NEW_YEAR);
  return score(times, surges, messages);
}

/** @param times of first notices, ms from the beginning */
export function score(
  times: readonly number[],
  surges: readonly MarkedSurge[],
  messages: readonly MadeMessage[],
): Score {
  const isOf = (at: number, { from, to }: MarkedSurge): boolean => at >= from && at <= to + AFTERWARDS_MS;
  const delays: number[] = [];
  const sinceDetectable: number[] = [];
  for (const surge of surges) {
    const first = times.find((at) => isOf(at, surge));
    if (first === undefined) continue;
    delays.push(first - surge.from);
    sinceDetectable.push(Math.max(0, first - detectableFrom(surge, messages)));
  }
  return {
    found: delays.length,
    missed: surges.length - delays.length,
    wrong: times.filter((at) => !surges.some((surge) => isOf(at, surge))).length,
    delays,
    sinceDetectable,
  };
}

/** Nobody can know before as many negative messages were said as the rule asks for. */
function detectableFrom(surge: MarkedSurge, messages: readonly MadeMessage[]): number {
  const least = DEFAULT_ALERT_RULES['negative-surge'].minimumCount;
  const negative = messages.filter(({ at, negative: is }) => is && at >= surge.from);
  return negative[least - 1]?.at ?? surge.to;
}

export function add(a: Score, b: Score): Score {
  return {
    found: a.found + b.found,
    missed: a.missed + b.missed,
    wrong: a.wrong + b.wrong,
    delays: [...a.delays, ...b.delays],
    sinceDetectable: [...a.sinceDetectable, ...b.sinceDetectable],
  };
}

/** Of what was told, the share that is right; 1 where nothing was told. */
export function precision({ found, wrong }: Score): number {
  return found + wrong === 0 ? 1 : found / (found + wrong);
}

/** Of what was marked, the share that was told; 1 where nothing was marked. */
export function recall({ found, missed }: Score): number {
  return found + missed === 0 ? 1 : found / (found + missed);
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}
