import type { Logger } from 'pino';
import type { Clock } from '../../core/clock.ts';
import { describeError } from '../../core/errors.ts';
import type { EventLog, Subscription } from '../../core/log/port.ts';
import { partitionOf } from '../../core/log/partitioner.ts';
import { backoffDelay } from '../../core/runtime/backoff.ts';
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
  let subscription: Subscription | undefined;
  let problem: string | undefined;
  let records = 0;
  let attempt = 0;
  let closed = false;
  let cancelRetry: () => void = () => undefined;

  async function join(): Promise<void> {
    let give: (subscription: Subscription) => void = () => undefined;
    const joined = new Promise<Subscription>((resolve) => {
      give = resolve;
    });
    const opened = await log.subscribe({
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
          attempt = 0;
          records += batch.length;
          const last = batch.at(-1);
          // Only a sign of life: what has been told is in the events themselves.
          if (last) await (await joined).commit([{ topic, partition, offset: last.offset + 1 }]);
        },
        revoked({ partition }) {
          owned.delete(partition);
          options.onChange();
        },
      },
    });
    give(opened);
    if (closed) {
      await opened.close();
      return;
    }
    subscription = opened;
    problem = undefined;
    void opened.ended.then((error) => {
      if (error) joinLater(error);
    });
  }

  function joinLater(error: unknown): void {
    owned.clear();
    if (closed) return;
    problem = describeError(error);
    attempt += 1;
    logger.warn({ reader: 'notify', attempt, err: error }, 'alerts are not owned; trying again');
    const wait = backoffDelay(attempt, { firstMs: 250, maxMs: 10_000, random: Math.random });
    cancelRetry = clock.after(wait, () => void join().catch(joinLater));
  }

  await join().catch(joinLater);
  return {
    owns: (alertId) => owned.get(partitionOf(alertId, partitions))?.known === true,
    problem: () => problem,
    records: () => records,
    async close() {
      closed = true;
      cancelRetry();
      await subscription?.close();
      owned.clear();
    },
  };
}
