import type { AlertDelivery, AlertView } from '../../core/alerts/alert-view.ts';
import type { AlertHistoryEntry } from './alert-shapes.ts';
import type { NoticeAct, NoticeAlert, NoticeDelivery } from './notice-shapes.ts';

/** An alert as the API tells it; a mute that is over is told no more. */
export function describeAlert(alert: AlertView, now: number): NoticeAlert {
  const { deliveries: _deliveries, mutes: _mutes, appendedAt: _appendedAt, ...told } = alert;
  const { mutedUntil } = told;
  return {
    ...told,
    samples: [...told.samples],
    mutedUntil: mutedUntil !== null && mutedUntil > now ? mutedUntil : null,
  };
}

/** Its deliveries as lines of the delivery log. */
export function describeDeliveries({ id, rule, deliveries }: AlertView): NoticeDelivery[] {
  return deliveries.map((delivery) => describeDelivery(delivery, { id, rule }));
}

export function describeDelivery(
  { notice, destination, outcome, attempts, reason, at }: AlertDelivery,
  { id, rule }: Pick<AlertView, 'id' | 'rule'>,
): NoticeDelivery {
  return { alertId: id, rule, notice, destination, outcome, attempts, reason, at };
}

/** What people did about it, and by what way. */
export function actsOn(alert: AlertView): NoticeAct[] {
  const { id: alertId, rule, acknowledgedAt, acknowledgedBy, mutes } = alert;
  return [
    ...(acknowledgedAt === null
      ? []
      : [
          {
            alertId,
            rule,
            kind: 'acknowledged' as const,
            by: acknowledgedBy ?? '',
            at: acknowledgedAt,
            until: null,
          },
        ]),
    ...mutes.map(({ until, by, at }) => ({
      alertId,
      rule,
      kind: until > at ? ('muted' as const) : ('unmuted' as const),
      by,
      at,
      until: until > at ? until : null,
    })),
  ];
}

/** What happened to an alert, oldest first; of the same time in the order of a life: raised first, resolved last. */
export function historyOf(alert: AlertView): AlertHistoryEntry[] {
  const entries: AlertHistoryEntry[] = [
    { kind: 'raised', at: alert.raisedAt },
    ...actsOn(alert).map(({ kind, by, at, until }) =>
      kind === 'muted' ? { kind, at, by, until: until ?? at } : { kind, at, by },
    ),
    ...alert.deliveries.map(({ notice, destination, outcome, attempts, reason, at }) => ({
      kind: 'notice' as const,
      at,
      notice,
      destination,
      outcome,
      attempts,
      reason,
    })),
    ...(alert.resolvedAt === null
      ? []
      : [{ kind: 'resolved' as const, at: alert.resolvedAt, reason: alert.resolution }]),
  ];
  return entries.sort((a, b) => a.at - b.at);
}
