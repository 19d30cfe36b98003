import type { ProcessHealth } from '../../../core/events/generated.ts';
import { elementState } from '../../../core/health/element.ts';
import { NO_RESPONSES, type ResponseFigures } from '../../../core/health/resources.ts';
import { createOutages } from './outages.ts';

/** How much of the totals that processes tell came lately. */
export interface Recent {
  /** Errors and dead letters by id of the element. */
  readonly errors: ReadonlyMap<string, number>;
  /** Of the time in which nothing was away that would explain how they were. */
  readonly responses: ResponseFigures;
  /** Something is away now, or was just before: answers of now say nothing. */
  readonly explained: boolean;
}

/** So far back (ms) what came is counted. */
const RECENT_MS = 5 * 60_000;
const SILENT_MS = 2 * RECENT_MS;
const RESPONSES = ['responses', 'slowResponses', 'failedResponses'] as const;
const READERS: ReadonlySet<string> = new Set(['processor', 'sink']);

interface Telling {
  readonly at: number;
  readonly errors: ReadonlyMap<string, number>;
  readonly responses: ResponseFigures;
  readonly farewell: boolean;
}

/** The reports of the last minutes of every process, for what has come to their totals since. Times are the log's. */
export interface RecentCounts {
  take(health: ProcessHealth, appendTime: number): void;
  at(now: number): Recent;
  /** Reports that are held. */
  held(): number;
}

export function createRecentCounts(): RecentCounts {
  const processes = new Map<string, Telling[]>();
  const outages = createOutages();

  /** With every report, since of several processes that hear them one alone asks for the sums. */
  function forgetBefore(now: number): void {
    outages.forgetBefore(now - RECENT_MS);
    for (const [id, tellings] of processes) {
      if (now - (tellings.at(-1)?.at ?? -Infinity) > SILENT_MS) processes.delete(id);
      // The newest of before stays: what it counted came earlier.
      while ((tellings[1]?.at ?? Infinity) <= now - RECENT_MS) tellings.shift();
    }
  }

  function recentErrors(): Map<string, number> {
    const sum = new Map<string, number>();
    for (const tellings of processes.values())
      for (const [id, count] of tellings.at(-1)?.errors ?? [])
        sum.set(id, (sum.get(id) ?? 0) + Math.max(0, count - (tellings[0]?.errors.get(id) ?? 0)));
    return sum;
  }

  /** From report to report, so that those of an outage can be left out. */
  function recentResponses(): ResponseFigures {
    const sum = { ...NO_RESPONSES };
    for (const tellings of processes.values())
      for (const [index, { at, responses }] of tellings.entries()) {
        const before = tellings[index - 1];
        if (!before || outages.explain(before.at, at)) continue;
        for (const name of RESPONSES) sum[name] += Math.max(0, responses[name] - before.responses[name]);
      }
    return sum;
  }

  return {
    take(health, appendTime) {
      const { responses, slowResponses, failedResponses } = health;
      const errors = new Map<string, number>();
      for (const { id, kind, errors: count } of health.elements) if (READERS.has(kind)) errors.set(id, count);
      const known = processes.get(health.processId);
      outages.take(health, appendTime, known?.at(-1)?.at);
      const tellings = known ?? startOf(health, appendTime);
      tellings.push({
        at: appendTime,
        errors,
        responses: { responses, slowResponses, failedResponses },
        farewell: elementState(health.state) === 'stopped',
      });
      processes.set(health.processId, tellings);
      forgetBefore(appendTime);
    },
    held: () => [...processes.values()].reduce((count, tellings) => count + tellings.length, 0),
    at(now) {
      forgetBefore(now);
      for (const tellings of processes.values()) {
        const last = tellings.at(-1);
        if (last && !last.farewell) outages.heardLast(last.at, now);
      }
      return {
        errors: recentErrors(),
        responses: recentResponses(),
        explained: outages.explain(now, now),
      };
    },
  };
}

/** All that a process counted came lately where it began lately; else nobody knows when. */
function startOf({ startedAt, at }: ProcessHealth, appendTime: number): Telling[] {
  return at - startedAt < RECENT_MS
    ? [{ at: appendTime - (at - startedAt), errors: new Map(), responses: NO_RESPONSES, farewell: false }]
    : [];
}
