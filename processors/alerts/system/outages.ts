import type { ProcessHealth } from '../../../core/events/generated.ts';
import { SILENT_AFTER_MS } from '../../../core/health/pipeline.ts';
import { isUnwell } from './unwell.ts';

/** A process tells that a store is away so long (ms) after it went: it asks every few seconds, and waits for an answer. */
const FOUND_WITHIN_MS = 10_000;
/** So long (ms) after a store is back, or a process was last heard, what was under way may still fail or come late. */
const SETTLING_MS = 30_000;

interface Span {
  from: number;
  to: number;
}

/**
 * When something was away that explains failed and slow answers: a store, the log, or a process, as the reports of all
 * processes tell. Of the reports alone, so that whoever takes over knows it too. Times are the log's, ms since 1970.
 */
export interface Outages {
  /** @param heardBefore when the log took the report before of the same process */
  take(health: ProcessHealth, appendTime: number, heardBefore: number | undefined): void;
  /** A process that has not said farewell was heard last at a time: where that is long ago it is silent. */
  heardLast(at: number, now: number): void;
  /** Whether some of the time from one moment to another is explained; of a moment, itself. */
  explain(from: number, to: number): boolean;
  /** Forgets what was over before a time. */
  forgetBefore(time: number): void;
}

export function createOutages(): Outages {
  let spans: Span[] = [];

  function add(from: number, to: number): void {
    const near = spans.filter((one) => one.from <= to && one.to >= from);
    spans = [
      ...spans.filter((one) => !near.includes(one)),
      {
        from: Math.min(from, ...near.map((one) => one.from)),
        to: Math.max(to, ...near.map((one) => one.to)),
      },
    ];
  }

  return {
    take(health, appendTime, heardBefore) {
      if (health.elements.some((element) => element.kind === 'store' && isUnwell(element)))
        add(appendTime - FOUND_WITHIN_MS, appendTime + SETTLING_MS);
      // The log was away, or the process stood still: what it counted meanwhile is told only now.
      if (heardBefore !== undefined && appendTime - heardBefore > SILENT_AFTER_MS)
        add(heardBefore, appendTime + SETTLING_MS);
    },
    heardLast(at, now) {
      if (now - at > SILENT_AFTER_MS) add(at, at + SILENT_AFTER_MS + SETTLING_MS);
    },
    explain: (from, to) => spans.some((one) => one.from < to && one.to > from),
    forgetBefore(time) {
      spans = spans.filter(({ to }) => to >= time);
    },
  };
}
