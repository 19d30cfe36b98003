import { ChatpulseError } from '../errors.ts';
import { startPartitionReader, type FetchSource, type PartitionReader } from './partition-reader.ts';
import type { Commit, SubscribeOptions, Subscription, TopicPartition } from './port.ts';

export interface MemberOptions {
  readonly subscribe: SubscribeOptions;
  readonly source: FetchSource;
  /** What the group has committed for a partition. */
  readonly committed: (partition: TopicPartition) => Commit | undefined;
  /** Stores commits durably; ownership was checked before. */
  readonly store: (commits: readonly Commit[]) => Promise<void>;
  /** Called once when the member ends, for whatever reason. */
  readonly onEnd: () => void;
}

/** A subscription whose partitions are given and taken by whoever coordinates its group. */
export interface Member extends Subscription {
  assign(partitions: readonly TopicPartition[]): Promise<void>;
  /** Takes partitions away at once; a batch under way may still finish, but cannot commit. */
  revoke(partitions: readonly TopicPartition[]): Promise<void>;
  /** Ends the subscription with an error. */
  fail(error: Error): void;
}

export function createMember(options: MemberOptions): Member {
  const { handler, maxRecords = 500 } = options.subscribe;
  const readers = new Map<string, PartitionReader>();
  const owned = new Set<string>();
  let finished = false;
  let resolveEnded: (error: Error | undefined) => void = () => undefined;
  const ended = new Promise<Error | undefined>((resolve) => {
    resolveEnded = resolve;
  });

  async function finish(error: Error | undefined, lastWork?: () => Promise<void>): Promise<void> {
    if (finished) return;
    finished = true;
    await Promise.all([...readers.values()].map((reader) => reader.stop()));
    await lastWork?.();
    owned.clear();
    options.onEnd();
    resolveEnded(error);
  }

  function fail(error: Error): void {
    void finish(error);
  }

  async function assignOne(partition: TopicPartition): Promise<void> {
    const key = keyOf(partition);
    owned.add(key);
    try {
      const committed = options.committed(partition);
      const wanted = await handler.assigned?.({ ...partition, committed });
      if (finished || !owned.has(key)) return;
      readers.set(
        key,
        startPartitionReader({
          partition,
          source: options.source,
          handler,
          maxRecords,
          start: wanted ?? committed?.offset ?? 'start',
          onError: fail,
        }),
      );
    } catch (error) {
      fail(error instanceof Error ? error : new Error(String(error)));
    }
  }

  return {
    ended,
    fail,
    async assign(partitions) {
      for (const partition of partitions) await assignOne(partition);
    },
    async revoke(partitions) {
      if (finished) return;
      for (const partition of partitions) {
        const key = keyOf(partition);
        owned.delete(key);
        // Not awaited: a batch that hangs must not hold up the new owner; its commit is refused.
        void readers.get(key)?.stop();
        readers.delete(key);
        await handler.revoked?.(partition);
      }
    },
    async commit(commits) {
      if (!options.subscribe.group) throw new TypeError('A subscription without a group cannot commit.');
      const foreign = commits.find((commit) => !owned.has(keyOf(commit)));
      if (foreign)
        throw new ChatpulseError('CHATPULSE_COMMIT_FENCED', {
          message: `${options.subscribe.group} no longer owns ${keyOf(foreign)} here.`,
        });
      await options.store(commits);
    },
    async close(lastWork) {
      await finish(undefined, lastWork);
    },
  };
}

function keyOf(partition: TopicPartition): string {
  return `${partition.topic}/${partition.partition}`;
}
