import type { AlertView } from '../../core/alerts/alert-view.ts';
import type { AlertsQuery } from './alert-shapes.ts';
import { InvalidRequest } from './problem.ts';

/** A page of alerts, and the cursor of the one after it. */
export interface AlertPage {
  readonly alerts: readonly AlertView[];
  readonly next: string | null;
}

/** What a cursor names: the last alert of the page before. */
type Place = Pick<AlertView, 'raisedAt' | 'id'>;

/**
 * The alerts that a query asks for, the newest first. The cursor is a place in that order, not a number of lines, so that
 * alerts raised meanwhile move nothing.
 * @param now ms since 1970, for mutes that are over
 * @throws InvalidRequest of a cursor that this server has not given
 */
export function pageOfAlerts(all: Iterable<AlertView>, query: AlertsQuery, now: number): AlertPage {
  const after = query.cursor === undefined ? undefined : readCursor(query.cursor);
  const found = [...all]
    .filter((alert) => fits(alert, query, now) && (!after || compare(after, alert) < 0))
    .sort(compare);
  const alerts = found.slice(0, query.limit);
  const last = alerts.at(-1);
  return { alerts, next: last && found.length > alerts.length ? writeCursor(last) : null };
}

function fits(alert: AlertView, query: AlertsQuery, now: number): boolean {
  const { rule, channel, broadcast, from = 0, to = Infinity } = query;
  return (
    isIn(alert, query.state, now) &&
    (rule === undefined || alert.rule === rule) &&
    (channel === undefined || alert.channelId === channel) &&
    (broadcast === undefined || alert.broadcastId === broadcast) &&
    alert.raisedAt >= from &&
    alert.raisedAt < to
  );
}

function isIn(alert: AlertView, state: AlertsQuery['state'], now: number): boolean {
  if (state === undefined) return true;
  const open = alert.resolvedAt === null;
  switch (state) {
    case 'open':
      return open;
    case 'resolved':
      return !open;
    case 'acknowledged':
      return open && alert.acknowledgedAt !== null;
    case 'muted':
      return open && (alert.mutedUntil ?? 0) > now;
  }
}

/** The newest first; ids keep those of one moment apart. */
function compare(a: Place, b: Place): number {
  return b.raisedAt - a.raisedAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

function writeCursor({ raisedAt, id }: Place): string {
  return Buffer.from(JSON.stringify([raisedAt, id])).toString('base64url');
}

function readCursor(text: string): Place {
  try {
    const place: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (Array.isArray(place)) {
      const [raisedAt, id] = place as readonly unknown[];
      if (typeof raisedAt === 'number' && typeof id === 'string') return { raisedAt, id };
    }
  } catch {
    // Told below, as any other text that is none.
  }
  throw new InvalidRequest([{ path: 'cursor', message: 'Give the `next` of a page of alerts.' }]);
}
