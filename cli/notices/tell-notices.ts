import { ALERT_SEVERITIES } from '../../core/alerts/rule.ts';
import type { Meter } from '../../core/telemetry/meter.ts';
import { createTotals } from '../../core/telemetry/totals.ts';
import type { RunningNotify } from '../../sinks/notify/run-notify.ts';

/** Has the meter read what was read of alerts, what is open, how many notices wait, and for how long; answers how to stop. */
export function tellNotices(meter: Meter, notify: Pick<RunningNotify, 'health' | 'open'>): () => void {
  const totals = createTotals(meter.telemetry);
  return meter.beforeReading((telemetry) => {
    const { pending, oldestMs, records } = notify.health();
    totals.reached('reader.records', { part: 'notify' }, records);
    telemetry.gauge('notices.pending', {}, pending);
    telemetry.gauge('notices.oldest', {}, oldestMs / 1000);
    const open = notify.open();
    // Also those of which none is open: a gauge that is not told again would keep its last value.
    for (const severity of ALERT_SEVERITIES)
      telemetry.gauge(
        'alerts.open',
        { severity },
        open.filter((alert) => alert.severity === severity).length,
      );
  });
}
