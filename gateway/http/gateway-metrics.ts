import type { Meter } from '../../core/telemetry/meter.ts';
import { createTotals } from '../../core/telemetry/totals.ts';
import type { HubFigures } from '../live/hub.ts';

export interface GatewayMetricsOptions {
  readonly meter: Meter;
  readonly hub: () => HubFigures;
  readonly connections: () => number;
  /** Viewers that were told to go to another gateway, ever. */
  readonly sentAway: () => number;
  /** Why it does not read the log, where it does not. */
  readonly problem: () => string | undefined;
  readonly live: () => { readonly broadcasts: number; readonly messages: number; readonly perSecond: number };
}

/** Has the meter read what the gateway keeps of itself; answers how to stop. At no cost in between. */
export function tellGatewayFigures(options: GatewayMetricsOptions): () => void {
  const { meter } = options;
  const totals = createTotals(meter.telemetry);
  return meter.beforeReading((telemetry) => {
    const { subscriptions, frames, bytes, skipped } = options.hub();
    const { broadcasts, messages, perSecond } = options.live();
    telemetry.gauge('part.up', { part: 'gateway' }, options.problem() === undefined ? 1 : 0);
    telemetry.gauge('ws.connections', {}, options.connections());
    telemetry.gauge('ws.subscriptions', {}, subscriptions);
    totals.reached('ws.sent_away', {}, options.sentAway());
    totals.reached('ws.frames', {}, frames);
    totals.reached('ws.bytes', {}, bytes);
    totals.reached('ws.skipped', {}, skipped);
    telemetry.gauge('live.broadcasts', {}, broadcasts);
    telemetry.gauge('live.messages', {}, messages);
    telemetry.gauge('live.messages_per_second', {}, perSecond);
  });
}
