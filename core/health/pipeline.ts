/**
 * The health of the pipeline as the reports of all processes on `system.health` have it: a pure fold, and a view of it
 * at a time of the log's clock. Gateways show it and alerts are raised on it; both come to the same view.
 */
import type { ElementHealth, ProcessHealth } from '../events/generated.ts';
import { elementState, worstState, type ElementState } from './element.ts';
import { mergeElement, type Telling } from './merge-element.ts';
import {
  isLiving,
  unattended,
  type ElementView,
  type HeardProcess,
  type HeardProcesses,
  type PipelineView,
  type ProcessView,
} from './views.ts';

/** A process of which nothing is heard for longer is silent. */
export const SILENT_AFTER_MS = 12_000;
/** So long a process that went away is still shown where others do its work. */
const REMEMBERED_MS = 10 * 60_000;
const FAREWELL_SHOWN_MS = 60_000;

export interface ViewOptions {
  /** By the log's clock, ms since 1970. */
  readonly now: number;
  /** Before this time nothing could be heard, e.g. because the log was away until then: nobody is silent for it. */
  readonly heardFrom?: number;
  /** The view when that began: what was silent in it stays so until it is heard again. */
  readonly before?: PipelineView;
  /** Elements that some process should run, e.g. processor:analyze: silent where none ever told of them. */
  readonly required?: readonly string[];
}

/** Takes a report; of two of one process the later in the log holds. */
export function takeHealth(heard: HeardProcesses, health: ProcessHealth, appendTime: number): void {
  const before = heard.get(health.processId);
  if (before && before.heardAt > appendTime) return;
  heard.set(health.processId, { health, heardAt: appendTime });
}

export function pipelineAt(heard: HeardProcesses, options: ViewOptions): PipelineView {
  const processes = shownProcesses(heard, options);
  const tellings = new Map<string, Telling[]>();
  for (const process of processes)
    for (const element of process.health.elements) {
      const list = tellings.get(element.id);
      if (list) list.push({ process, element });
      else tellings.set(element.id, [{ process, element }]);
    }
  const elements = [...tellings.values()].flatMap(mergeElement);
  const listening = options.now - (options.heardFrom ?? -Infinity) > SILENT_AFTER_MS;
  const wasSilent = new Set(silentOnes(options.before?.elements).map(({ id }) => id));
  const missing = (options.required ?? []).filter(
    (id) => !tellings.has(id) && (listening || wasSilent.has(id)),
  );
  return {
    at: options.now,
    elements: [...elements, ...missing.map((id) => unattended(id, 'silent'))],
    processes,
  };
}

/** Drops what no view will show any more, so that the fold stays as small as what runs. */
export function forgetGone(heard: HeardProcesses, options: ViewOptions): void {
  const shown = new Set(shownProcesses(heard, options).map(({ health }) => health.processId));
  for (const id of [...heard.keys()]) if (!shown.has(id)) heard.delete(id);
}

function silentOnes<T extends { readonly state: ElementState }>(all: readonly T[] = []): T[] {
  return all.filter(({ state }) => state === 'silent');
}

function shownProcesses(
  heard: HeardProcesses,
  { now, heardFrom = -Infinity, before }: ViewOptions,
): ProcessView[] {
  const silentSince = new Map(
    silentOnes(before?.processes).map(({ health, heardAt }) => [health.processId, heardAt]),
  );
  const all = [...heard.values()].map((one): ProcessView => {
    const told = elementState(one.health.state);
    const quiet = now - Math.max(one.heardAt, heardFrom) > SILENT_AFTER_MS;
    const stillQuiet = silentSince.get(one.health.processId) === one.heardAt;
    return { ...one, state: told !== 'stopped' && (quiet || stillQuiet) ? 'silent' : told };
  });
  const living = all.filter(isLiving);
  const replaced = replacedProcesses(all, living);
  const done = new Set(living.flatMap(workOf));
  return all.filter((process) => {
    if (isLiving(process)) return true;
    if (replaced.has(process)) return false;
    if (workOf(process).some((work) => !done.has(work))) return true;
    return now - process.heardAt <= (process.state === 'stopped' ? FAREWELL_SHOWN_MS : REMEMBERED_MS);
  });
}

/** The silent ones for whom a later process does the work: each living one stands in for one, the longest silent first. */
function replacedProcesses(
  all: readonly ProcessView[],
  living: readonly ProcessView[],
): ReadonlySet<ProcessView> {
  const free = new Set(living);
  const silent = silentOnes(all).sort(
    (a, b) => a.heardAt - b.heardAt || (a.health.processId < b.health.processId ? -1 : 1),
  );
  return new Set(
    silent.filter((gone) => {
      const replacer = [...free].find((candidate) => replaces(candidate, gone));
      return replacer !== undefined && free.delete(replacer);
    }),
  );
}

/** What a process does for the others: named parts by their ids, captures and pages by their kind. */
function workOf({ health }: HeardProcess): string[] {
  return health.elements.flatMap(({ id, kind }: ElementHealth) => {
    if (kind === 'processor' || kind === 'sink') return [id];
    return kind === 'gateway' || kind === 'producers' ? [kind] : [];
  });
}

/** Whether a process that was begun later does what another did that is gone: then nothing is missing. */
function replaces(candidate: ProcessView, gone: ProcessView): boolean {
  if (candidate.health.startedAt <= gone.health.at) return false;
  const work = new Set(workOf(candidate));
  const before = workOf(gone);
  return before.length > 0 && before.every((one) => work.has(one));
}

/** Kinds of which every process has an element of its own. */
const OF_ONE_PROCESS: ReadonlySet<string> = new Set(['gateway', 'producers']);

/**
 * What is not as it should be. A process that ended in order is missed only where no other does its work, and canaries that
 * nobody sends are not missed: who should send them is.
 */
export function unwellElements<T extends Pick<ElementView, 'kind' | 'state'>>(elements: readonly T[]): T[] {
  const going = new Set(elements.filter(({ state }) => state !== 'stopped').map(({ kind }) => kind));
  return elements.filter(
    ({ kind, state }) =>
      state !== 'ok' &&
      !(state === 'stopped' && (kind === 'canary' || (OF_ONE_PROCESS.has(kind) && going.has(kind)))),
  );
}

/** The state of the whole: one that fails is enough. A show that is away makes it degraded, not failed. */
export function overallState(elements: readonly ElementView[]): 'ok' | 'degraded' | 'failed' {
  const worst = worstState(
    unwellElements(elements).map(({ kind, state }) => (kind === 'source' ? 'degraded' : state)),
  );
  if (worst === 'failed' || worst === 'silent') return 'failed';
  return worst === 'ok' ? 'ok' : 'degraded';
}
