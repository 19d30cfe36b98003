import type { Logger } from 'pino';
import type { Clock } from '../../core/clock.ts';
import type { EventLog, Subscription } from '../../core/log/port.ts';
import { partitionOf } from '../../core/log/partitioner.ts';
import { createLastingSubscription } from '../../core/runtime/lasting-subscription.ts';
import { TOPICS } from '../../core/events/topics.ts';

const TOPIC = 'alert.events';
const GROUP = 'chatpulse.notify';

/** Which alerts this process tells of: of several processes each has its partitions of `alert.events`. */
export interface Ownership {
  owns(alertId: string): boolean;
  /** Why it owns nothing at the moment; undefined while all is well. */
  problem(): string | undefined;
  /** Records of the partitions that it owns or owned. */
  records(): number;
  close(): Promise<void>;
}

export interface OwnershipOptions {
  readonly log: EventLog;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Resolves when everything is known that an owner before has recorded: nothing is told again after a takeover. */
  readonly caughtUp: () => Promise<void>;
  readonly onChange: () => void;
}

export async function startOwnership(options: OwnershipOptions): Promise<Ownership> {
  const { log, clock, logger } = options;
  const { partitions } = TOPICS[TOPIC];
  /** By partition: whether everything is known that an owner before has recorded. */
  const owned = new Map<number, { known: boolean }>();
  let records = 0;

  function subscribe(): Promise<Subscription> {
    const opening = log.subscribe({
      topics: [TOPIC],
      group: GROUP,
      handler: {
        async assigned({ partition }) {
          const claim = { known: false };
          owned.set(partition, claim);
          await options.caughtUp();
          // Taken away meanwhile, or given once more: this claim is worth nothing then.
          claim.known = true;
          options.onChange();
          return undefined;
        },
        async batch({ topic, partition, records: batch }) {
          subscription.alive();
          records += batch.length;
          const last = batch.at(-1);
          // Only a sign of life: what has been told is in the events themselves.
          if (last) await (await opening).commit([{ topic, partition, offset: last.offset + 1 }]);
        },
        revoked({ partition }) {
          owned.delete(partition);
          options.onChange();
        },
      },
    });
    return opening;
  }

  const subscription = createLastingSubscription({
    clock,
    subscribe,
    onFailure(error, attempt) {
      owned.clear();
      logger.warn({ reader: 'notify', attempt, err: error }, 'alerts are not owned; trying again');
    },
  });
  await subscription.start().catch((error: unknown) => subscription.retryLater(error));
  return {
    owns: (alertId) => owned.get(partitionOf(alertId, partitions))?.known === true,
    problem: () => subscription.problem(),
    records: () => records,
    async close() {
      await subscription.close();
      owned.clear();
    },
  };
}
