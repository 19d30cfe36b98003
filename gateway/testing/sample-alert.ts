import type { AlertRaised } from '../../core/events/generated.ts';

/** An alert about a broadcast's chat, as the processors raise it. Times are ms since 1970. */
export function sampleAlert(alertId: string, changes: Partial<AlertRaised> = {}): AlertRaised {
  return {
    alertId,
    rule: 'negative-surge',
    severity: 'critical',
    subject: 'chzzk-ada-1',
    channelId: 'chzzk-ada',
    broadcastId: 'chzzk-ada-1',
    value: 0.4,
    threshold: 0.25,
    baseline: 0.1,
    count: 50,
    samples: [],
    detail: null,
    startedAt: 1_700_000_000_000,
    at: 1_700_000_010_000,
    ...changes,
  };
}
