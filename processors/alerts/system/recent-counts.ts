import type { ProcessHealth } from '../../../core/events/generated.ts';

/** How much of the totals that processes tell came lately. */
export interface Recent {
  /** Errors and dead letters by id of the element. */
  readonly errors: ReadonlyMap<string, number>;
  readonly responses: number;
  readonly slowResponses: number;
  readonly failedResponses: number;
}

/** So far back (ms) what came is counted. */
export const RECENT_MS = 5 * 60_000;
const SILENT_MS = 2 * RECENT_MS;
const RESPONSES = ['responses', 'slowResponses', 'failedResponses'] as const;
const READERS: ReadonlySet<string> = new Set(['processor', 'sink']);

interface Telling {
  readonly at: number;
  readonly counts: ReadonlyMap<string, number>;
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

  /** With every report, since of several processes that hear them one alone asks for the sums. */
  function forgetBefore(now: number): void {
    for (const [id, tellings] of processes) {
      if (now - (tellings.at(-1)?.at ?? -Infinity) > SILENT_MS) processes.delete(id);
      // The newest of before stays: what it counted came earlier.
      while ((tellings[1]?.at ?? Infinity) <= now - RECENT_MS) tellings.shift();
    }
  }

  function sums(now: number): Map<string, number> {
    forgetBefore(now);
    const sum = new Map<string, number>();
    for (const tellings of processes.values()) {
      const first = tellings[0];
      for (const [name, count] of tellings.at(-1)?.counts ?? [])
        sum.set(name, (sum.get(name) ?? 0) + Math.max(0, count - (first?.counts.get(name) ?? 0)));
    }
    return sum;
  }

  return {
    take(health, appendTime) {
      const counts = new Map<string, number>(RESPONSES.map((name) => [name, health[name]]));
      for (const { id, kind, errors } of health.elements) if (READERS.has(kind)) counts.set(id, errors);
      const tellings = processes.get(health.processId) ?? startOf(health, appendTime);
      tellings.push({ at: appendTime, counts });
      processes.set(health.processId, tellings);
      forgetBefore(appendTime);
    },
    held: () => [...processes.values()].reduce((count, tellings) => count + tellings.length, 0),
    at(now) {
      const sum = sums(now);
      const [responses = 0, slowResponses = 0, failedResponses = 0] = RESPONSES.map((name) => sum.get(name));
      for (const name of RESPONSES) sum.delete(name);
      return { errors: sum, responses, slowResponses, failedResponses };
    },
  };
}

/** All that a process counted came lately where it began lately; else nobody knows when. */
function startOf({ startedAt, at }: ProcessHealth, appendTime: number): Telling[] {
  return at - startedAt < RECENT_MS ? [{ at: appendTime - (at - startedAt), counts: new Map() }] : [];
}
