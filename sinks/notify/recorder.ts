import type { Logger } from 'pino';
import type { AlertDelivery, AlertView } from '../../core/alerts/alert-view.ts';
import type { Clock } from '../../core/clock.ts';
import type { DeliveryError } from './delivery-error.ts';
import type { Consignment } from './queue.ts';
import type { Outbox } from './outbox.ts';
import type { ToldMemory } from './told.ts';

/** Makes events of what became of notices: each delivery, and of failures those that are worth a line. */
export interface Recorder {
  delivered(destination: string, sent: readonly Consignment[], attempts: number): void;
  failed(destination: string, sent: readonly Consignment[], attempts: number, error: DeliveryError): void;
  /**
   * Given the keys that are still owed: failures of the others are final, since another took them or nobody waits. Of
   * alerts that are no longer this process's nothing is said: whoever has them goes on.
   */
  keepOnly(keys: ReadonlySet<string>, isOurs: (alertId: string) => boolean): void;
  /**
   * Of this process's own alerts: tries that an earlier process recorded, and that are not owed any more, have failed for
   * good. Such are those to a destination that the settings no longer name.
   */
  endLeftOver(alerts: readonly AlertView[], keys: ReadonlySet<string>): void;
}

interface Failure {
  readonly key: string;
  readonly alertId: string;
  readonly notice: string;
  readonly destination: string;
  readonly attempts: number;
  readonly reason: string;
}

/** The first failure, the second, the fourth, …: a destination that is away for a day is some twenty lines. */
function isWorthALine(attempts: number): boolean {
  return (attempts & (attempts - 1)) === 0;
}

export function createRecorder(options: {
  readonly outbox: Outbox;
  readonly told: ToldMemory;
  readonly clock: Clock;
  readonly logger: Logger;
}): Recorder {
  const { outbox, told, clock, logger } = options;
  const failures = new Map<string, Failure>();
  /** Those that were recorded as final, until their alerts tell so: a little later. */
  const ended = new Set<string>();

  function recordFailure({ key, ...failure }: Failure, final: boolean): void {
    if (final) ended.add(key);
    else ended.delete(key);
    outbox.record('AlertDeliveryFailed', { ...failure, idempotencyKey: key, final, at: clock.now() });
  }

  return {
    delivered(destination, sent, attempts) {
      const at = clock.now();
      for (const { key, item, toldOpen } of sent) {
        failures.delete(key);
        // Whoever may have been told that it is open has to hear of the end.
        const over = item.alert.resolvedAt !== null && toldOpen !== true;
        const delivery: AlertDelivery = {
          notice: item.kind,
          destination,
          idempotencyKey: key,
          outcome: 'delivered',
          attempts,
          reason: null,
          over,
          at,
        };
        told.add(item.alert.id, delivery);
        const { notice, idempotencyKey } = delivery;
        outbox.record('AlertDelivered', {
          alertId: item.alert.id,
          notice,
          destination,
          idempotencyKey,
          attempts,
          over,
          at,
        });
      }
      logger.info({ destination, notices: sent.length, attempts }, 'a notice was delivered');
    },
    failed(destination, sent, attempts, error) {
      const line = isWorthALine(attempts);
      for (const { key, item } of sent) {
        const { alert, kind: notice } = item;
        const failure = { key, alertId: alert.id, notice, destination, attempts, reason: error.message };
        failures.set(key, failure);
        if (line) recordFailure(failure, false);
      }
      if (line)
        logger.warn(
          { destination, notices: sent.length, attempts, reason: error.message },
          'a notice was not delivered; trying again',
        );
    },
    keepOnly(keys, isOurs) {
      for (const [key, failure] of failures) {
        if (keys.has(key)) continue;
        failures.delete(key);
        if (isOurs(failure.alertId)) recordFailure(failure, true);
      }
    },
    endLeftOver(alerts, keys) {
      for (const { id: alertId, deliveries } of alerts)
        for (const { idempotencyKey: key, outcome, notice, destination, attempts, reason } of deliveries) {
          if (outcome !== 'trying') ended.delete(key);
          else if (!keys.has(key) && !failures.has(key) && !ended.has(key))
            recordFailure({ key, alertId, notice, destination, attempts, reason: reason ?? '' }, true);
        }
    },
  };
}
