import type { AlertView } from '../../core/alerts/alert-view.ts';
import { ruleTitle } from '../../core/alerts/rule-titles.ts';
import type { Incident } from './incidents.ts';

const MOST = 200;
/** What is found unwell so soon after a gateway began was so before: it is looked for every second, silence takes twelve. */
const FROM_BEFORE_MS = 30_000;

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
  // An alert stays open while its element comes and goes: only the first incident is the one that it tells of.
  const first = (one: Incident): Incident | undefined =>
    seen
      .filter((incident) => incident.startedAt <= since + FROM_BEFORE_MS && overlaps(one, incident))
      .reduce<Incident | undefined>((a, b) => (a && a.startedAt <= b.startedAt ? a : b), undefined);
  const begins = new Map<Incident, number>();
  const alone: Incident[] = [];
  for (const one of past) {
    const same = first(one);
    if (same) begins.set(same, Math.min(begins.get(same) ?? same.startedAt, one.startedAt));
    else alone.push(one);
  }
  const joined = seen.map((incident) => ({
    ...incident,
    startedAt: begins.get(incident) ?? incident.startedAt,
  }));
  return [...joined, ...alone].sort((a, b) => b.startedAt - a.startedAt).slice(0, MOST);
}

function incidentOf({ rule, subject, severity, detail, startedAt, resolvedAt }: AlertView): Incident {
  return {
    element: subject,
    state: severity === 'critical' ? 'failed' : 'degraded',
    detail: detail ?? ruleTitle(rule, 'en'),
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
