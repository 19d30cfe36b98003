import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { EventLog, LogRecord, StartPosition, TopicPartition } from '../log/port.ts';
import { createLastingSubscription } from './lasting-subscription.ts';

export interface FollowOptions {
  readonly log: EventLog;
  readonly topics: readonly string[];
  /** Where to start a partition that has not been read yet; told again when that place is no longer kept. */
  readonly startAt: (partition: TopicPartition) => Promise<StartPosition>;
  /** Takes the records of a batch. Where it throws, they come again after a while. */
  readonly take: (partition: TopicPartition, records: readonly LogRecord[]) => void;
  readonly clock: Clock;
  readonly logger?: Logger;
  /** What is read, for log lines. */
  readonly name: string;
}

/** A reading of topics without a group, which comes back by itself when the log was away. */
export interface Following {
  /** Why it does not read at the moment; undefined while all is well. */
  problem(): string | undefined;
  /** The offset after the last record taken of a partition; undefined before the start is known. */
  position(partition: TopicPartition): number | undefined;
  /** Resolves when the record at this offset has been taken; rejects when the signal aborts. */
  reached(partition: TopicPartition, offset: number, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

export async function follow(options: FollowOptions): Promise<Following> {
  const positions = new Map<string, number>();
  const waiting = new Set<() => void>();

  function moveTo(partition: TopicPartition, offset: number): void {
    positions.set(keyOf(partition), offset);
    for (const check of waiting) check();
  }

  async function assigned(partition: TopicPartition): Promise<StartPosition> {
    const range = (await options.log.ranges(partition.topic)).find(
      (one) => one.partition === partition.partition,
    );
    const known = positions.get(keyOf(partition));
    if (known !== undefined && range && known >= range.start && known <= range.end) return known;
    const start = await options.startAt(partition);
    if (range) moveTo(partition, start === 'start' ? range.start : start === 'end' ? range.end : start);
    return start;
  }

  const subscription = createLastingSubscription({
    clock: options.clock,
    subscribe: () =>
      options.log.subscribe({
        topics: options.topics,
        maxRecords: 1_000,
        handler: {
          assigned,
          batch: ({ topic, partition, records }) => {
            subscription.alive();
            options.take({ topic, partition }, records);
            const last = records.at(-1);
            if (last) moveTo({ topic, partition }, last.offset + 1);
            return Promise.resolve();
          },
        },
      }),
    onFailure: (error, attempt) =>
      options.logger?.warn(
        { reader: options.name, attempt, err: error },
        'the log cannot be read; trying again',
      ),
  });

  await subscription.start();
  return {
    problem: () => subscription.problem(),
    position: (partition) => positions.get(keyOf(partition)),
    reached: (partition, offset, signal) =>
      new Promise<void>((resolve, reject) => {
        const leave = (): void => {
          waiting.delete(check);
          signal.removeEventListener('abort', abort);
        };
        const check = (): void => {
          if ((positions.get(keyOf(partition)) ?? -1) <= offset) return;
          leave();
          resolve();
        };
        const abort = (): void => {
          leave();
          reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
        };
        waiting.add(check);
        signal.addEventListener('abort', abort, { once: true });
        if (signal.aborted) abort();
        else check();
      }),
    close: () => subscription.close(),
  };
}

function keyOf({ topic, partition }: TopicPartition): string {
  return `${topic}/${partition}`;
}
