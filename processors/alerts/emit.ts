import { makeAlertId } from '../../core/alerts/alert-id.ts';
import type { AlertRule, AlertRuleName } from '../../core/alerts/rule.ts';
import type { AlertRaised } from '../../core/events/generated.ts';
import type { Output } from '../../core/runtime/processor.ts';

/** An alert as a detector tells it; the rule gives the rest. */
export interface Raising
  extends
    Pick<AlertRaised, 'subject' | 'value' | 'threshold' | 'startedAt' | 'at'>,
    Partial<Pick<AlertRaised, 'channelId' | 'broadcastId' | 'baseline' | 'count' | 'detail'>> {
  readonly name: AlertRuleName;
  readonly rule: AlertRule;
}

/** Samples are added before it is appended. Answers its id. */
export function emitRaised(out: Output, { name, rule, ...told }: Raising): string {
  const alertId = makeAlertId(name, told.subject, told.startedAt);
  out.emit('alert.events', alertId, 'AlertRaised', {
    alertId,
    rule: name,
    severity: rule.severity,
    channelId: '',
    broadcastId: '',
    baseline: null,
    count: 0,
    detail: null,
    samples: [],
    ...told,
  });
  return alertId;
}

/** What ends an alert. */
export interface Resolving {
  readonly alertId: string;
  readonly name: AlertRuleName;
  readonly subject: string;
  readonly value: number | null;
  /** expired: nothing has been heard for long, or what was unusual has become usual. */
  readonly reason: 'recovered' | 'ended' | 'expired';
  readonly at: number;
}

export function emitResolved(out: Output, { name, ...told }: Resolving): void {
  out.emit('alert.events', told.alertId, 'AlertResolved', { rule: name, ...told });
}
