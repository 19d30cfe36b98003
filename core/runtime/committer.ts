import { ChatpulseError } from '../errors.ts';
import type { Subscription } from '../log/port.ts';
import { toCommit } from './commit-metadata.ts';
import type { PartitionTask } from './partition-task.ts';
import type { Progress } from './progress.ts';

/** A partition that a reader owns, as far as committing is concerned. */
export interface Committable {
  readonly task: Pick<PartitionTask, 'settled'>;
  /** When the last record taken was said, ms since 1970; undefined before the first. */
  at: number | undefined;
  /** Something was taken since the last commit. */
  dirty: boolean;
}

export interface CommitterOptions {
  /** By the key of the partition (`topic/partition`). */
  readonly owned: ReadonlyMap<string, Committable>;
  /** Where commits go, once the reader has subscribed. */
  readonly subscribed: Promise<Pick<Subscription, 'commit'>>;
  readonly progress: Progress;
  /** Tries again for as long as that can help. */
  readonly patiently: (task: () => Promise<void>, what: string) => Promise<void>;
  /** True where the store keeps the positions: nothing is committed to the log. */
  readonly ownPositions: boolean;
}

/** Makes the function that commits what is settled, and answers once it is durable. */
export function createCommitter(options: CommitterOptions): () => Promise<void> {
  const { owned, subscribed, progress, patiently, ownPositions } = options;
  return async () => {
    const subscription = await subscribed;
    for (const [key, own] of [...owned]) {
      if (!own.dirty) continue;
      own.dirty = false;
      const [topic = '', partition = '0'] = key.split('/');
      const point = await own.task.settled();
      if (owned.get(key) !== own) continue;
      if (!ownPositions)
        await patiently(
          () => subscription.commit([toCommit(topic, Number(partition), { ...point, at: own.at })]),
          'a commit cannot be written',
        ).catch((error: unknown) => {
          // The partition has a new owner, which reads again from the last commit.
          if (!(error instanceof ChatpulseError && error.code === 'CHATPULSE_COMMIT_FENCED')) throw error;
        });
      // What was taken away meanwhile is no longer told of.
      if (owned.get(key) === own) progress.reached(key, point.readTo);
    }
  };
}
