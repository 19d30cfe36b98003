import type { AlertRule } from '../../../core/alerts/rule.ts';
import { STEP_MS, type ChatFigures } from './figures.ts';
import { median } from './usual.ts';

/** How much is written. */
export interface VolumeFinding {
  readonly holds: boolean;
  readonly over: boolean;
  readonly since: number;
  /** A multiple of what is usual. */
  readonly multiple: number;
  /** Messages per ten seconds: usual, and now. */
  readonly usual: number;
  readonly messages: number;
}

/** Half an hour. */
const USUAL_STEPS = 180;
const GUARD_STEPS = 3;
/** Before so many windows (three minutes) nothing is usual yet. */
const LEAST_STEPS = 18;
const STEPS_PER_MINUTE = 6;

/** Whether much more is written than is usual: in the last ten seconds, wherever the windows begin. */
export function findChatSurge(figures: ChatFigures, rule: AlertRule): VolumeFinding {
  const newest = figures.steps.at(-1)?.start ?? 0;
  const { from, messages } = latestStep(figures);
  const usual = usualStep(figures, newest - GUARD_STEPS * STEP_MS);
  if (usual === undefined)
    return { holds: false, over: true, since: newest, multiple: 1, usual: 0, messages };
  const multiple = messages / Math.max(1, usual);
  return {
    holds: multiple >= rule.threshold && messages >= rule.minimumCount,
    over: multiple < rule.resolveThreshold,
    since: from,
    multiple,
    usual,
    messages,
  };
}

function latestStep({ arrivals }: ChatFigures): { readonly from: number; readonly messages: number } {
  const until = arrivals.at(-1)?.at ?? 0;
  const latest = arrivals.filter(({ at }) => at > until - STEP_MS);
  return {
    from: Math.max(until - STEP_MS, latest[0]?.start ?? 0),
    messages: latest.reduce((sum, { messages }) => sum + messages, 0),
  };
}

/** Messages that are usual in a minute; undefined where that is not known yet. */
export function usualPerMinute(figures: ChatFigures): number | undefined {
  const step = usualStep(figures, Infinity);
  return step === undefined ? undefined : step * STEPS_PER_MINUTE;
}

/** The median over all steps of the last half hour until a time, those in which nobody wrote included. */
function usualStep({ steps }: ChatFigures, until: number): number | undefined {
  const reach = (steps.at(-1)?.start ?? 0) - USUAL_STEPS * STEP_MS;
  const known = steps.filter(({ start }) => start <= until && start > reach);
  const last = known.at(-1)?.start;
  const oldest = steps[0]?.start;
  if (oldest === undefined || last === undefined) return undefined;
  const passed = (last - Math.max(oldest, reach + STEP_MS)) / STEP_MS + 1;
  if (passed < LEAST_STEPS) return undefined;
  const counts = known.filter(({ unusual }) => !unusual).map(({ messages }) => messages);
  return median([...counts, ...Array.from({ length: passed - known.length }, () => 0)]);
}
