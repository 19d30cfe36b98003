import type { AlertRule } from '../../../core/alerts/rule.ts';
import { isRun } from '../../../core/health/backlog.ts';
import type { ElementView, PipelineView } from '../../../core/health/views.ts';
import type { Trouble } from '../trouble.ts';

export interface FindLagOptions {
  readonly view: PipelineView;
  readonly rule: AlertRule;
  /** Parts whose lag is told. */
  readonly told: ReadonlySet<string>;
  /** A store or a process is away, which explains that parts which run are behind. */
  readonly away: boolean;
  /** Parts of which another alert says that nobody runs them. */
  readonly missed: ReadonlySet<string>;
}

/**
 * Of parts that are behind the one that is furthest: the others wait for the same processor, or for it. While one of them is
 * told the others are not, though they fall behind it. Parts that nobody runs are another matter, since they delay nobody:
 * of those too one is told, as who stops a role stops all its parts. Pure.
 */
export function findLag({ view, rule, told, away, missed }: FindLagOptions): readonly Trouble[] {
  const behind = view.elements
    .filter(
      ({ kind, lag }) => (kind === 'processor' || kind === 'sink') && (lag ?? 0) >= rule.resolveThreshold,
    )
    .sort((a, b) => (b.lag ?? 0) - (a.lag ?? 0));
  const silent = new Set(
    view.processes
      .filter(({ state }) => state === 'silent')
      .flatMap(({ health }) => health.elements.map(({ id }) => id)),
  );
  const furthest = (found: readonly ElementView[], isExplained: (id: string) => boolean): Trouble[] => {
    const oneIsTold = found.some(({ id }) => told.has(id));
    const first = found.find(({ id }) => !isExplained(id));
    return found.map(({ id, lag, detail }) => ({
      rule: 'processor-lag',
      subject: id,
      at: view.at,
      value: lag ?? 0,
      count: lag ?? 0,
      detail,
      holds: id === first?.id && !oneIsTold && (lag ?? 0) >= rule.threshold,
      over: false,
    }));
  };
  return [
    ...furthest(behind.filter(isRun), () => away),
    ...furthest(
      behind.filter((element) => !isRun(element)),
      (id) => silent.has(id) || missed.has(id),
    ),
  ];
}
