import { SOURCE_RULES, SYSTEM_RULES, type AlertRuleName } from '../../core/alerts/rule.ts';
import type { PipelineView } from '../../core/health/views.ts';
import type { Output } from '../../core/runtime/processor.ts';
import { findStalledSources, type UnwellCapture } from './sources/find-stalled.ts';
import { findTroubles } from './system/find-troubles.ts';
import type { Recent } from './system/recent-counts.ts';
import type { Trouble } from './trouble.ts';
import { createWatchList, type WatchListSurroundings } from './watch-list.ts';

/** What the watch asks of its surroundings. */
export interface PipelineSurroundings extends WatchListSurroundings {
  /** The health of the pipeline, with what waits for parts that nobody runs; undefined while the log is away, when nobody can tell. */
  view(): PipelineView | undefined;
  /** What came to the totals of all processes in the last minutes. */
  recent(now: number): Recent;
  unwellCaptures(now: number): readonly UnwellCapture[];
  misunderstoodCaptures(now: number): readonly Trouble[];
}

/** Who begins to watch has not heard of all that runs before so long (ms): each process tells every few seconds. */
const LISTEN_MS = 15_000;

/** The alerts about captures and the pipeline itself. Of all processes one at a time watches. */
export interface PipelineWatch {
  /** Once a second. */
  tick(out: Output): void;
}

export function createPipelineWatch(around: PipelineSurroundings): PipelineWatch {
  const sources = createWatchList(around, SOURCE_RULES);
  const system = createWatchList(around, SYSTEM_RULES);
  let listensFrom: number | undefined;
  return {
    tick(out) {
      const view = around.view();
      if (!view) {
        listensFrom = undefined;
        return;
      }
      const now = view.at;
      const rules = around.rules();
      const stalled = findStalledSources(around.unwellCaptures(now), rules, now);
      sources.take([...stalled, ...around.misunderstoodCaptures(now)], now, out);
      listensFrom ??= now;
      if (now - listensFrom < LISTEN_MS) return;
      const told = (rule: AlertRuleName): ReadonlySet<string> =>
        new Set(around.openOfRule(rule).map(({ subject }) => subject));
      system.take(findTroubles({ view, recent: around.recent(now), rules, told }), now, out);
    },
  };
}
