import { DEFAULT_ALERT_RULES } from '../../core/alerts/default-rules.ts';
import { NEW_YEAR } from '../../core/testing/events.ts';
import { MINUTE, type BroadcastKind, type MarkedSurge } from './broadcast-kind.ts';
import { driveAlerts, type Judge } from './drive.ts';
import { seenShare, synthesise, type MadeMessage } from './synthesise.ts';

/** How the alerts of the rule of one broadcast, or of several, fit what was marked. */
export interface Score {
  readonly found: number;
  readonly missed: number;
  /** Alerts outside of all marks. */
  readonly wrong: number;
  /** ms from the begin of each found surge to its first notice, and from when it could be known to it. */
  readonly delays: readonly number[];
  readonly sinceDetectable: readonly number[];
  /** Of negative surges: ms of each delay until one who knew what comes would be as sure as the detector has to be, and from then on. */
  readonly untilSure: readonly number[];
  readonly sinceSure: readonly number[];
  /** ms of each delay from the newest message that was looked at to the notice. */
  readonly ticks: readonly number[];
}

export const NO_SCORE: Score = {
  found: 0,
  missed: 0,
  wrong: 0,
  delays: [],
  sinceDetectable: [],
  untilSure: [],
  sinceSure: [],
  ticks: [],
};

/** So long after a surge an alert is still of it. */
const AFTERWARDS_MS = 15_000;

/** @param judge what the analysis says of a message; default: its label */
export function measure(kind: BroadcastKind, seed: number, judge?: Judge): Score {
  const { messages } = synthesise(kind, seed);
  const { rule: wanted = 'negative-surge' } = kind;
  const { raised } = driveAlerts(messages, judge);
  const times = raised.filter(({ rule }) => rule === wanted).map(({ at }) => at - NEW_YEAR);
  return score(times, kind, messages);
}

/** @param times of first notices, ms from the beginning */
function score(times: readonly number[], kind: BroadcastKind, messages: readonly MadeMessage[]): Score {
  const { surges } = kind;
  const isOf = (at: number, { from, to }: MarkedSurge): boolean => at >= from && at <= to + AFTERWARDS_MS;
  const found = surges.flatMap((surge) => {
    const told = times.find((at) => isOf(at, surge));
    if (told === undefined) return [];
    const sure = Math.min(told, sureFrom(kind, surge, messages));
    return [
      {
        delay: told - surge.from,
        sinceDetectable: Math.max(0, told - detectableFrom(kind, surge, messages)),
        untilSure: sure - surge.from,
        sinceSure: told - sure,
        tick: told - (messages.findLast(({ at }) => at <= told)?.at ?? told),
      },
    ];
  });
  return {
    found: found.length,
    missed: surges.length - found.length,
    wrong: times.filter((at) => !surges.some((surge) => isOf(at, surge))).length,
    delays: found.map(({ delay }) => delay),
    sinceDetectable: found.map(({ sinceDetectable }) => sinceDetectable),
    untilSure: found.map(({ untilSure }) => untilSure),
    sinceSure: found.map(({ sinceSure }) => sinceSure),
    ticks: found.map(({ tick }) => tick),
  };
}

/** Nobody can know before some negative or profane messages were said, or so many that a chat is loud. */
const LEAST_MARKED = 8;

/** When it could be known at the earliest by what the rule asks for. */
function detectableFrom(
  { rule = 'negative-surge' }: BroadcastKind,
  surge: MarkedSurge,
  messages: readonly MadeMessage[],
): number {
  const { threshold, minimumCount, forMs } = DEFAULT_ALERT_RULES[rule];
  const since = messages.filter(({ at }) => at >= surge.from);
  if (rule === 'chat-silence') return surge.from + threshold * 1000;
  if (rule === 'chat-surge') return (since[minimumCount - 1]?.at ?? surge.to) + forMs;
  const marked = since.filter((one) => (rule === 'negative-surge' ? one.negative : one.profane));
  return (marked[LEAST_MARKED - 1]?.at ?? surge.to) + forMs;
}

/** As sure as the detector has to be of a chat of one message a second, in nats. */
const SURE = 7.5;
const LOOK_BACK_MS = 5 * MINUTE;
const LOOK_STEP_MS = 10_000;

/**
 * Of a rule about what is negative: when somebody who knew since when, what the shares were and what they are would be sure: the log-likelihood ratio of Wald
 * (1945). Nobody who has to find that out is sure earlier, whatever he computes (Lorden 1971).
 */
function sureFrom(kind: BroadcastKind, surge: MarkedSurge, messages: readonly MadeMessage[]): number {
  const usual = seenShare(usualBefore(kind, surge.from));
  let evidence = 0;
  for (const { at, negative } of messages) {
    if (at < surge.from) continue;
    const share = seenShare(kind.at(at).negative);
    evidence += negative ? Math.log(share / usual) : Math.log((1 - share) / (1 - usual));
    if (evidence >= SURE) return at;
  }
  return Infinity;
}

function usualBefore(kind: BroadcastKind, from: number): number {
  let least = kind.at(Math.max(0, from - LOOK_BACK_MS)).negative;
  for (let at = Math.max(0, from - LOOK_BACK_MS); at < from; at += LOOK_STEP_MS)
    least = Math.min(least, kind.at(at).negative);
  return least;
}

export function add(a: Score, b: Score): Score {
  return {
    found: a.found + b.found,
    missed: a.missed + b.missed,
    wrong: a.wrong + b.wrong,
    delays: [...a.delays, ...b.delays],
    sinceDetectable: [...a.sinceDetectable, ...b.sinceDetectable],
    untilSure: [...a.untilSure, ...b.untilSure],
    sinceSure: [...a.sinceSure, ...b.sinceSure],
    ticks: [...a.ticks, ...b.ticks],
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
