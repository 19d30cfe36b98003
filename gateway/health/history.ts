import { latencyOf } from '../../core/canary/latency-text.ts';
import type { ProcessHealth } from '../../core/events/generated.ts';

export const HISTORY_STEP_MS = 10_000;
const STEPS = 360;
/** Elements and processes of one step; a system that has more shows those that told first. */
const MOST_SERIES = 200;

/** Figures of an element at each step, oldest first; null where nothing was told. */
export interface ElementSeries {
  readonly id: string;
  readonly rate: readonly (number | null)[];
  readonly lag: readonly (number | null)[];
}

/** Figures of a process at each step, oldest first; null where nothing was told. */
export interface ProcessSeries {
  readonly id: string;
  /** Of one core. */
  readonly cpuShare: readonly (number | null)[];
  readonly rssBytes: readonly (number | null)[];
  readonly eventLoopDelayMs: readonly (number | null)[];
}

export interface HealthHistory {
  /** The start of the first step, ms since 1970. */
  readonly from: number;
  readonly stepMs: number;
  readonly elements: readonly ElementSeries[];
  readonly processes: readonly ProcessSeries[];
  /** How long the latest canary took at each step, ms, at the gateway where it took longest; null where none came through. */
  readonly canaryMs: readonly (number | null)[];
}

/**
 * The last hour of all reports, in steps of ten seconds. The order of the reports does not matter, save within a step. The
 * step under way is not told yet: what is told changes with each step, not with each report.
 */
export interface HistoryBook {
  take(health: ProcessHealth, appendTime: number): void;
  until(now: number): HealthHistory;
}

interface Step {
  /** By element, then by process. */
  readonly elements: Map<string, Map<string, { readonly rate: number; readonly lag: number | null }>>;
  readonly processes: Map<string, ProcessHealth>;
  canaryMs: number | null;
}

export function createHistoryBook(): HistoryBook {
  const steps = new Map<number, Step>();
  let newest = 0;

  function stepAt(number: number): Step {
    const known = steps.get(number);
    if (known) return known;
    const made: Step = { elements: new Map(), processes: new Map(), canaryMs: null };
    steps.set(number, made);
    if (number > newest) {
      newest = number;
      for (const old of steps.keys()) if (old <= newest - STEPS) steps.delete(old);
    }
    return made;
  }

  /** Gateways go on telling of the latest: it counts where it came through. One from the future is of a wrong clock. */
  function takeCanary(ms: number, seenAt: number): void {
    const number = Math.floor(seenAt / HISTORY_STEP_MS);
    if (number > newest || number <= newest - STEPS) return;
    const step = stepAt(number);
    step.canaryMs = Math.max(step.canaryMs ?? 0, ms);
  }

  return {
    take(health, appendTime) {
      const number = Math.floor(appendTime / HISTORY_STEP_MS);
      if (number <= newest - STEPS) return;
      const step = stepAt(number);
      if (step.processes.size < MOST_SERIES || step.processes.has(health.processId))
        // The elements are kept in the step's own table.
        step.processes.set(health.processId, { ...health, elements: [] });
      for (const { id, kind, ratePerSecond: rate, lag, detail, lastRecordAt } of health.elements) {
        const ms = kind === 'canary' ? latencyOf(detail) : null;
        if (ms !== null && lastRecordAt !== null) takeCanary(ms, lastRecordAt);
        // Shows come and go; their sum is the rate of their producers.
        if (kind === 'source' || kind === 'canary') continue;
        const told = step.elements.get(id);
        if (told) told.set(health.processId, { rate, lag });
        else if (step.elements.size < MOST_SERIES)
          step.elements.set(id, new Map([[health.processId, { rate, lag }]]));
      }
    },
    until(now) {
      const last = Math.floor(now / HISTORY_STEP_MS) - 1;
      const numbers = Array.from({ length: STEPS }, (_, index) => last - STEPS + 1 + index);
      const taken = numbers.map((number) => steps.get(number));
      const present = taken.filter((step) => step !== undefined);
      const ids = new Set(present.flatMap((step) => [...step.elements.keys()]));
      const processIds = new Set(present.flatMap((step) => [...step.processes.keys()]));
      return {
        from: (last - STEPS + 1) * HISTORY_STEP_MS,
        stepMs: HISTORY_STEP_MS,
        elements: [...ids].sort().map((id) => elementSeries(id, taken)),
        processes: [...processIds].sort().map((id) => processSeries(id, taken)),
        canaryMs: taken.map((step) => step?.canaryMs ?? null),
      };
    },
  };
}

function elementSeries(id: string, steps: readonly (Step | undefined)[]): ElementSeries {
  // Every gateway tells of the same topics; a processor's parts add up.
  const isOne = id.startsWith('topic:');
  const told = steps.map((step) => [...(step?.elements.get(id)?.values() ?? [])]);
  const together = (values: readonly number[]): number | null => {
    if (values.length === 0) return null;
    return isOne ? Math.max(...values) : values.reduce((sum, value) => sum + value, 0);
  };
  return {
    id,
    rate: told.map((list) => together(list.map(({ rate }) => rate))),
    lag: told.map((list) => together(list.flatMap(({ lag }) => (lag === null ? [] : [lag])))),
  };
}

function processSeries(id: string, steps: readonly (Step | undefined)[]): ProcessSeries {
  const told = steps.map((step) => step?.processes.get(id));
  return {
    id,
    cpuShare: told.map((one) => one?.cpuShare ?? null),
    rssBytes: told.map((one) => one?.rssBytes ?? null),
    eventLoopDelayMs: told.map((one) => one?.eventLoopDelayMs ?? null),
  };
}
