import type { ElementHealth } from '../events/generated.ts';
import { elementState, type ElementState } from './element.ts';
import { isLiving, type ElementView, type ProcessView } from './views.ts';

/** What one process tells of an element. */
export interface Telling {
  readonly process: ProcessView;
  readonly element: ElementHealth;
}

/** Elements that are one thing which several processes may tell of: the latest word holds. */
const ONE_THING: ReadonlySet<string> = new Set(['source', 'topic', 'canary']);
/** Elements that are reached, not run: what a process that is gone said of them says nothing any more. */
const REACHED: ReadonlySet<string> = new Set(['store', 'topic', 'canary']);

/** One element of all that is told of it; none where nobody is left who could tell. */
export function mergeElement(tellings: readonly Telling[]): ElementView[] {
  const [first] = tellings;
  if (!first) return [];
  const { id, kind } = first.element;
  const living = tellings.filter(({ process }) => isLiving(process));
  if (REACHED.has(kind) && living.length === 0) return [];
  if (ONE_THING.has(kind)) {
    const latest = latestOf(living.length > 0 ? living : tellings);
    if (!isLiving(latest.process) && latest.process.state === 'stopped') return [];
    return [view(id, kind, [latest], stateOf(latest), detailOf([latest]))];
  }
  const heeded = REACHED.has(kind) ? living : tellings;
  return [view(id, kind, heeded, mergedState(heeded, living), detailOf(heeded))];
}

function latestOf(tellings: readonly Telling[]): Telling {
  return tellings.reduce((a, b) => (b.process.heardAt >= a.process.heardAt ? b : a));
}

function stateOf({ process, element }: Telling): ElementState {
  return isLiving(process) ? elementState(element.state) : process.state;
}

/** All that live must fail for the whole to fail; where some do or one went silent, the others carry it. */
function mergedState(all: readonly Telling[], living: readonly Telling[]): ElementState {
  const silent = all.filter(({ process }) => process.state === 'silent');
  if (living.length === 0) return silent.length > 0 ? 'silent' : 'stopped';
  const states = living.map(stateOf);
  const unwell = states.filter((state) => state === 'failed' || state === 'degraded');
  if (states.every((state) => state === 'failed')) return 'failed';
  if (unwell.length > 0 || silent.length > 0) return 'degraded';
  return states.every((state) => state === 'stopped') ? 'stopped' : 'ok';
}

function detailOf(tellings: readonly Telling[]): string | null {
  const silent = tellings.filter(({ process }) => process.state === 'silent');
  const [unwell] = tellings.filter(
    (one) => isLiving(one.process) && stateOf(one) !== 'ok' && one.element.detail !== null,
  );
  if (unwell) return unwell.element.detail;
  if (silent.length > 0)
    return `nothing heard from ${silent.map(({ process }) => `${process.health.processId} (${process.health.host})`).join(', ')}`;
  return tellings.find(({ element }) => element.detail !== null)?.element.detail ?? null;
}

function view(
  id: string,
  kind: string,
  tellings: readonly Telling[],
  state: ElementState,
  detail: string | null,
): ElementView {
  const living = tellings.filter(({ process }) => isLiving(process));
  const elements = living.map(({ element }) => element);
  const lags = elements.flatMap(({ lag }) => (lag === null ? [] : [lag]));
  const times = tellings.flatMap(({ element }) =>
    element.lastRecordAt === null ? [] : [element.lastRecordAt],
  );
  return {
    id,
    kind,
    state,
    processes: tellings.map(({ process }) => process.health.processId),
    ratePerSecond: elements.reduce((sum, one) => sum + one.ratePerSecond, 0),
    lag: lags.length > 0 ? lags.reduce((sum, lag) => sum + lag, 0) : null,
    lastRecordAt: times.length > 0 ? Math.max(...times) : null,
    errors: tellings.reduce((sum, { element }) => sum + element.errors, 0),
    detail,
  };
}
