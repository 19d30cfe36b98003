import type { EventName } from '../events/codec.ts';
import type { EventTypes } from '../events/generated.ts';
import type { TopicName } from '../events/topics.ts';
import type { EventLog } from '../log/port.ts';
import type { CommitPoint } from './commit-metadata.ts';
import type { InputRecord } from './partition-task.ts';

/** Takes the events that a processor gives out. */
export interface Output {
  /** `partition` overrides the one that the key gives. */
  emit<N extends EventName>(
    topic: TopicName,
    key: string,
    type: N,
    data: EventTypes[N],
    partition?: number,
  ): void;
}

/**
 * The state of a processor for one partition: a pure function of the records it was given, in order. It knows no log,
 * no store and no clock; time is what the records say.
 */
export interface ProcessorTask {
  /**
   * Takes one record. While state is restored after an assignment (`restoring`) the output is thrown away, so that
   * costly work for it can be left out.
   */
  process(record: InputRecord, out: Output, restoring: boolean): void;
  /** Once a second, never while restoring: gives out what is provisional. */
  publishProvisional?(out: Output): void;
  /** The point to commit once everything given out so far is durable. */
  commitPoint(next: { readonly nextOffset: number; readonly stamp: number }): CommitPoint;
}

export interface TaskOptions {
  readonly partition: number;
  /** What the group has committed; undefined at the very beginning. */
  readonly committed: CommitPoint | undefined;
}

/** A processor as a value: what it reads and how it is made for a partition. The runtime and the test driver run it. */
export interface ProcessorDefinition {
  /** Also names its consumer group, `chatpulse.<name>`. */
  readonly name: string;
  readonly input: TopicName;
  createTask(options: TaskOptions): ProcessorTask;
  /** Where to begin reading to restore state, where that is before the commit. */
  restoreFrom?(options: TaskOptions & { readonly log: EventLog }): Promise<number>;
}
