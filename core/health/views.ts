import type { ProcessHealth } from '../events/generated.ts';
import { NOBODY_RUNS_IT } from './detail.ts';
import type { ElementState } from './element.ts';

/** The latest report of a process, and when the log took it. */
export interface HeardProcess {
  readonly health: ProcessHealth;
  /** By the log's clock, ms since 1970. */
  readonly heardAt: number;
}

/** The latest report of every process by processId. */
export type HeardProcesses = Map<string, HeardProcess>;

/** A process as it is at the time of a view. */
export interface ProcessView extends HeardProcess {
  readonly state: ElementState;
}

/** An element over all processes that tell of it. */
export interface ElementView {
  readonly id: string;
  readonly kind: string;
  readonly state: ElementState;
  /** The processes that run or reach it. */
  readonly processes: readonly string[];
  readonly ratePerSecond: number;
  readonly lag: number | null;
  readonly lastRecordAt: number | null;
  readonly errors: number;
  readonly detail: string | null;
}

/** An element that should be there, and that nobody tells of. */
export function unattended(id: string, state: ElementState): ElementView {
  return {
    id,
    kind: id.slice(0, id.indexOf(':')),
    state,
    processes: [],
    ratePerSecond: 0,
    lag: null,
    lastRecordAt: null,
    errors: 0,
    detail: NOBODY_RUNS_IT,
  };
}

export interface PipelineView {
  readonly at: number;
  readonly elements: readonly ElementView[];
  readonly processes: readonly ProcessView[];
}

/** Whether the process still tells of itself. */
export function isLiving({ state }: { readonly state: ElementState }): boolean {
  return state !== 'silent' && state !== 'stopped';
}
