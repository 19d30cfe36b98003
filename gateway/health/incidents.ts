import type { ElementState } from '../../core/health/element.ts';
import { worstState } from '../../core/health/element.ts';
import type { PipelineView } from '../../core/health/views.ts';

/** A time in which an element was not well. */
export interface Incident {
  readonly element: string;
  /** The worst that it was. */
  readonly state: ElementState;
  readonly detail: string | null;
  /** By the log's clock, ms since 1970. */
  readonly startedAt: number;
  /** Null while it lasts. */
  readonly endedAt: number | null;
}

const REMEMBERED = 200;

/** What went wrong since this gateway began, from the states of successive views. Bounded: the oldest are forgotten. */
export interface IncidentBook {
  take(view: Pick<PipelineView, 'at' | 'elements'>): void;
  /** Newest first. */
  list(): readonly Incident[];
}

export function createIncidentBook(): IncidentBook {
  const open = new Map<string, Incident>();
  const over: Incident[] = [];

  function end(incident: Incident, at: number): void {
    open.delete(incident.element);
    over.push({ ...incident, endedAt: at });
    if (over.length > REMEMBERED) over.shift();
  }

  return {
    take({ at, elements }) {
      const unwell = new Map(
        elements.filter(({ state }) => state !== 'ok' && state !== 'stopped').map((one) => [one.id, one]),
      );
      for (const incident of [...open.values()]) if (!unwell.has(incident.element)) end(incident, at);
      for (const { id, state, detail } of unwell.values()) {
        const before = open.get(id);
        open.set(
          id,
          before
            ? { ...before, state: worstState([before.state, state]), detail: before.detail ?? detail }
            : { element: id, state, detail, startedAt: at, endedAt: null },
        );
      }
    },
    list: () => [...over, ...open.values()].sort((a, b) => b.startedAt - a.startedAt),
  };
}
