import type { AlertView } from '../../core/alerts/alert-view.ts';
import { makeAlertId } from '../../core/alerts/alert-id.ts';
import { UNTOUCHED } from '../../core/alerts/untouched.ts';
import type { Outbox } from './outbox.ts';

/** Alerts that this process itself has found, because the log that would tell of them is away. */
export interface DirectAlerts {
  /** The log is away since then (ms since 1970). Once per outage, however often it is said. `known` as for `views`. */
  logAway(since: number, reason: string, known: ReadonlyMap<string, AlertView>): void;
  logBack(at: number): void;
  /** Those that the log does not tell of yet. `known` are those it does. */
  views(known: ReadonlyMap<string, AlertView>): readonly AlertView[];
  /** Whether this process has found it. */
  has(alertId: string): boolean;
}

const RULE = 'log-away';
const SUBJECT = 'store:log';
/** Processes that find the same outage within so long give it the same id. */
const SAME_MS = 60_000;

export function createDirectAlerts(outbox: Outbox): DirectAlerts {
  let open: AlertView | undefined;
  const recorded = new Map<string, AlertView>();

  return {
    logAway(since, reason, known) {
      if (open) return;
      const shared = viewOf(Math.floor(since / SAME_MS) * SAME_MS, since, reason);
      // The second outage of a minute is another one.
      const alert =
        isOver(recorded.get(shared.id)) || isOver(known.get(shared.id))
          ? viewOf(since, since, reason)
          : shared;
      open = alert;
      recorded.set(alert.id, alert);
      outbox.record('AlertRaised', {
        alertId: alert.id,
        rule: RULE,
        severity: alert.severity,
        subject: SUBJECT,
        channelId: '',
        broadcastId: '',
        value: alert.value,
        threshold: alert.threshold,
        baseline: null,
        count: 0,
        samples: [],
        detail: reason,
        startedAt: alert.startedAt,
        at: alert.raisedAt,
      });
    },
    logBack(at) {
      if (!open) return;
      recorded.set(open.id, { ...open, resolvedAt: at, resolution: 'recovered' });
      outbox.record('AlertResolved', {
        alertId: open.id,
        rule: RULE,
        subject: SUBJECT,
        value: 0,
        reason: 'recovered',
        at,
      });
      open = undefined;
    },
    views(known) {
      // What is over there as well is told of by the log alone.
      for (const one of recorded.values())
        if (isOver(one) && isOver(known.get(one.id))) recorded.delete(one.id);
      return [...recorded.values()].filter(({ id }) => !known.has(id));
    },
    has: (alertId) => recorded.has(alertId),
  };
}

function isOver(alert: AlertView | undefined): boolean {
  return alert !== undefined && alert.resolvedAt !== null;
}

/** @param moment by which processes that find the same outage give it the same id */
function viewOf(moment: number, since: number, detail: string): AlertView {
  return {
    id: makeAlertId(RULE, SUBJECT, moment),
    rule: RULE,
    severity: 'critical',
    subject: SUBJECT,
    channelId: '',
    broadcastId: '',
    value: 1,
    threshold: 1,
    baseline: null,
    count: 0,
    samples: [],
    detail,
    startedAt: since,
    raisedAt: since,
    appendedAt: since,
    ...UNTOUCHED,
  };
}
