import type { Logger } from 'pino';
import type { Clock } from '../../core/clock.ts';
import type { Telemetry } from '../../core/telemetry/port.ts';
import type { MessageRing } from '../model/ring.ts';

/** Tells how long messages were on their way, when they first go to a viewer. */
export interface Delivery {
  /** The items of the ring from one number up to another have gone out for the first time. */
  sent(broadcastId: string, ring: Pick<MessageRing, 'at'>, from: number, to: number): void;
}

export function createDelivery(options: {
  readonly telemetry: Telemetry;
  readonly clock: Clock;
  readonly logger?: Logger;
}): Delivery {
  const { telemetry, clock, logger } = options;
  return {
    sent(broadcastId, ring, from, to) {
      const now = clock.now();
      const tracing = logger?.isLevelEnabled('trace') === true;
      let timed = false;
      for (let number = from; number < to; number += 1) {
        const item = ring.at(number);
        if (item?.kind !== 'message') continue;
        // The first is the oldest of the frame: no message of it was longer on its way.
        if (!timed) {
          telemetry.timing('stage.ms', { stage: 'deliver' }, now - item.appendedAt);
          telemetry.timing('stage.ms', { stage: 'end_to_end' }, now - item.acceptedAt);
        }
        timed = true;
        if (!tracing) break;
        logger.trace(
          { message: item.id, broadcastId, sinceAcceptedMs: now - item.acceptedAt },
          'message sent to viewers',
        );
      }
    },
  };
}
