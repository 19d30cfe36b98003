import type { AlertView } from '../../core/alerts/alert-view.ts';
import type { Incident } from './incidents.ts';

const MOST = 200;

/**
 * What a gateway has seen go wrong, and from before it began what the alerts of the pipeline tell: a restart forgets
 * nothing that somebody was told of. An incident that lasted across the restart is one.
 * @param since when the gateway began, ms since 1970
 * @returns newest first
 */
export function withPastIncidents(
  seen: readonly Incident[],
  alerts: Iterable<AlertView>,
  since: number,
): readonly Incident[] {
  const past = [...alerts]
    .filter(({ broadcastId, startedAt }) => broadcastId === '' && startedAt < since)
    .map(incidentOf);
  const joined = seen.map((incident) => {
    const begin = past
      .filter((one) => overlaps(one, incident))
      .reduce((first, { startedAt }) => Math.min(first, startedAt), incident.startedAt);
    return begin === incident.startedAt ? incident : { ...incident, startedAt: begin };
  });
  const alone = past.filter((one) => !seen.some((incident) => overlaps(one, incident)));
  return [...joined, ...alone].sort((a, b) => b.startedAt - a.startedAt).slice(0, MOST);
}

function incidentOf({ rule, subject, severity, detail, startedAt, resolvedAt }: AlertView): Incident {
  return {
    element: subject,
    state: severity === 'critical' ? 'failed' : 'degraded',
    detail: detail ?? rule,
    startedAt,
    endedAt: resolvedAt,
  };
}

function overlaps(past: Incident, seen: Incident): boolean {
  return (
    past.element === seen.element &&
    past.startedAt <= (seen.endedAt ?? Infinity) &&
    seen.startedAt <= (past.endedAt ?? Infinity)
  );
}
