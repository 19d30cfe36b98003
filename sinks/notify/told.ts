import type { AlertDelivery, AlertView } from '../../core/alerts/alert-view.ts';

/** What this process has told and the log has not given back yet: without it the same would be told again. */
export interface ToldMemory {
  add(alertId: string, delivery: AlertDelivery): void;
  /** The alert with what it does not know yet. */
  overlay(alert: AlertView): AlertView;
}

/** Alerts remembered: more than are told of before the log gives the first back. One of another process is never asked for. */
const REMEMBERED = 2_000;

export function createToldMemory(): ToldMemory {
  const told = new Map<string, AlertDelivery[]>();
  return {
    add(alertId, delivery) {
      told.set(alertId, [...(told.get(alertId) ?? []), delivery]);
      const [oldest] = told.keys();
      if (told.size > REMEMBERED && oldest !== undefined) told.delete(oldest);
    },
    overlay(alert) {
      const known = told.get(alert.id);
      if (!known) return alert;
      const missing = known.filter(
        ({ idempotencyKey, destination }) =>
          !alert.deliveries.some(
            (one) =>
              one.idempotencyKey === idempotencyKey &&
              one.destination === destination &&
              one.outcome === 'delivered',
          ),
      );
      if (missing.length === 0) {
        told.delete(alert.id);
        return alert;
      }
      told.set(alert.id, missing);
      return { ...alert, deliveries: [...alert.deliveries, ...missing] };
    },
  };
}
