import type { PipelineView } from '../../core/health/views.ts';

/** The parts that a message goes through on its way to the detectors, and how far (records) they may be behind. */
const WAY: readonly string[] = ['processor:analyze', 'processor:windows', 'processor:alerts'];
const MOST_BEHIND = 1_000;

/**
 * Whether what is said in a chat would come here now: no part on the way is away or behind, and no process that captures is
 * silent. A chat of which nothing can be heard is not silent: that has another cause, which is told.
 */
export function isWayClear({ elements, processes }: PipelineView): boolean {
  const capturesAreSilent = processes.some(
    ({ state, health }) => state === 'silent' && health.elements.some(({ kind }) => kind === 'producers'),
  );
  return (
    !capturesAreSilent &&
    WAY.every((part) =>
      elements.some((one) => one.id === part && one.state === 'ok' && (one.lag ?? 0) <= MOST_BEHIND),
    )
  );
}
