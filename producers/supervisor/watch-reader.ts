import type { Logger } from 'pino';
import type { Clock } from '../../core/clock.ts';
import { describeError } from '../../core/errors.ts';
import type { ChatpulseEvent, EventCodec } from '../../core/events/codec.ts';
import { PARTITIONS } from '../../core/events/topics.ts';
import type { Assignment, EventLog, LogRecord, RecordBatch, Subscription } from '../../core/log/port.ts';
import { deadLetter } from '../../core/runtime/dead-letter.ts';
import { partitionOf } from '../../core/log/partitioner.ts';

const TOPIC = 'broadcast.events';
export const PRODUCERS_GROUP = 'chatpulse.producers';
const RETRY_MS = 1_000;

export interface WatchReaderOptions {
  readonly log: EventLog;
  readonly codec: EventCodec;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly apply: (event: ChatpulseEvent) => void;
  /** Something about a channel may have changed, and all that is known of it has been applied. */
  readonly changed: (channelId: string, partition: number) => void;
  /** A partition is read anew: what was known of its channels is void. */
  readonly forget: (partition: number) => void;
  /** All channels known so far. */
  readonly channels: () => Iterable<string>;
  readonly revoked: (partition: number) => Promise<void>;
}

/**
 * Reads `broadcast.events` from the start on every assignment, and reports changes only of partitions that it has read
 * up to where they ended when they were assigned.
 */
export interface WatchReader {
  start(): Promise<void>;
  /** Whether a partition is this process's, and has been read up to where it ended when it was given. */
  owns(partition: number): boolean;
  /** Resolves when everything that is in a partition now has been applied, or when the reader is being stopped. */
  caughtUp(partition: number): Promise<void>;
  /** Nobody waits any more: the end has come. */
  release(): void;
  stop(): Promise<void>;
}

interface PartitionProgress {
  /** The offset after the last record applied. */
  position: number;
  /** Where the partition ended when it was assigned. */
  readonly target: number;
  /** What could not be read before this offset has been set aside by an earlier assignment. */
  readonly committed: number;
  /** The first record that could be neither read nor set aside: the next assignment tries again. */
  notSetAside?: number;
}

export function createWatchReader(options: WatchReaderOptions): WatchReader {
  const { log, codec, clock, logger } = options;
  const partitions = new Map<number, PartitionProgress>();
  const waiters = new Set<{
    readonly partition: number;
    readonly position: number;
    readonly resolve: () => void;
  }>();
  /** Known before it is there, since batches may come earlier. */
  let subscription: Promise<Subscription> | undefined;
  let stopped = false;

  async function assigned({ partition, committed }: Assignment): Promise<'start'> {
    const range = (await log.ranges(TOPIC)).find((one) => one.partition === partition);
    const progress = {
      position: range?.start ?? 0,
      target: range?.end ?? 0,
      committed: committed?.offset ?? 0,
    };
    partitions.set(partition, progress);
    options.forget(partition);
    return 'start';
  }

  async function take(batch: RecordBatch): Promise<void> {
    const progress = partitions.get(batch.partition);
    if (!progress) return;
    const channels = new Set<string>();
    const wasBehind = progress.position < progress.target;
    for (const record of batch.records) {
      if (!(await applyRecord(record, batch.partition, record.offset < progress.committed)))
        progress.notSetAside ??= record.offset;
      channels.add(record.key);
      progress.position = record.offset + 1;
    }
    if (progress.position >= progress.target) {
      for (const channelId of wasBehind ? channelsOf(batch.partition) : channels)
        options.changed(channelId, batch.partition);
    }
    await commit(batch.partition, progress.notSetAside ?? progress.position);
    wake();
  }

  function channelsOf(partition: number): string[] {
    return [...options.channels()].filter((channelId) => partitionOf(channelId, PARTITIONS) === partition);
  }

  /** False where the record could be neither read nor set aside. */
  async function applyRecord(record: LogRecord, partition: number, wasSetAside: boolean): Promise<boolean> {
    try {
      if (record.damaged !== undefined) throw new Error(record.damaged);
      options.apply(codec.decode(record.value));
      return true;
    } catch (error) {
      if (wasSetAside) return true;
      logger.error(
        { partition, offset: record.offset, reason: describeError(error) },
        'An event cannot be read.',
      );
      return putAside(record, partition, describeError(error));
    }
  }

  async function putAside(record: LogRecord, partition: number, reason: string): Promise<boolean> {
    const letter = deadLetter({ topic: TOPIC, partition, record, handler: 'producers', reason });
    try {
      await log.append([letter]);
      return true;
    } catch (error) {
      logger.error({ reason: describeError(error) }, 'The dead letter could not be written.');
      return false;
    }
  }

  /** Every assignment reads from the start: the position only says what has been set aside, and how far behind it is. */
  async function commit(partition: number, offset: number): Promise<void> {
    try {
      await (await subscription)?.commit([{ topic: TOPIC, partition, offset }]);
    } catch (error) {
      logger.debug({ partition, reason: describeError(error) }, 'The commit was refused.');
    }
  }

  function wake(): void {
    for (const waiter of waiters) {
      if (!stopped && (partitions.get(waiter.partition)?.position ?? Infinity) < waiter.position) continue;
      waiters.delete(waiter);
      waiter.resolve();
    }
  }

  async function subscribe(): Promise<void> {
    subscription = log.subscribe({
      topics: [TOPIC],
      group: PRODUCERS_GROUP,
      handler: {
        assigned,
        batch: take,
        revoked: async ({ partition }) => {
          partitions.delete(partition);
          wake();
          if (!stopped) await options.revoked(partition);
        },
      },
    });
    void (await subscription).ended.then((error) => {
      if (stopped || !error) return;
      logger.error({ reason: describeError(error) }, 'Reading the watched channels ended; beginning again.');
      again();
    });
  }

  function again(): void {
    clock.after(RETRY_MS, () => {
      if (!stopped) subscribe().catch(again);
    });
  }

  return {
    start: subscribe,
    owns(partition) {
      const progress = partitions.get(partition);
      return progress !== undefined && progress.position >= progress.target;
    },
    async caughtUp(partition) {
      if (stopped || !partitions.has(partition)) return;
      const range = (await log.ranges(TOPIC).catch(() => [])).find((one) => one.partition === partition);
      if (!range) return;
      await new Promise<void>((resolve) => {
        waiters.add({ partition, position: range.end, resolve });
        wake();
      });
    },
    release() {
      stopped = true;
      wake();
    },
    async stop() {
      stopped = true;
      wake();
      await (await subscription?.catch(() => undefined))?.close();
    },
  };
}
