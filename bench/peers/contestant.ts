import type { AppendRecord, EventLog } from '../../core/log/port.ts';
import { fromCommit } from '../../core/runtime/commit-metadata.ts';
import type { LoadMessage } from './load.ts';

/** Counts of one broadcast and minute. */
export interface WindowCounts {
  readonly messages: number;
  readonly positive: number;
}

/** What a contestant's process group is, while it runs. */
export interface RunningContestant {
  readonly pids: readonly number[];
  stop(): Promise<void>;
}

/** One way to build it: reads messages of a topic, scores, counts, and perhaps archives them. */
export interface Contestant {
  readonly name: string;
  /** What it does with a message, for the reader of the figures. */
  readonly does: string;
  /** Topic with one record for each message that was scored. */
  readonly scoredTopic: string;
  readonly windowsTopic: string;
  /** Its consumer groups, each with the topic that it reads. */
  readonly groups: readonly (readonly [group: string, topic: string])[];
  /** A message as it comes in. */
  inputOf(message: LoadMessage): AppendRecord;
  /** The id and the probability of positive in a scored record. */
  scoreOf(value: Uint8Array): { readonly id: string; readonly positive: number } | undefined;
  /** The counts in a record of the windows topic; undefined where it is of another size than a minute. */
  windowOf(
    value: Uint8Array,
  ): (WindowCounts & { readonly broadcast: string; readonly start: number }) | undefined;
  /** Resolves when it is ready to take messages. */
  start(): Promise<RunningContestant>;
}

/** Records that the groups of a contestant have not dealt with. */
export async function lagOfGroups(log: EventLog, groups: Contestant['groups']): Promise<number> {
  let lag = 0;
  for (const [group, topic] of groups) {
    const commits = await log.committed(group);
    for (const { partition, start, end } of await log.ranges(topic)) {
      const commit = commits.find((one) => one.topic === topic && one.partition === partition);
      lag += end - (fromCommit(commit)?.readTo ?? start);
    }
  }
  return lag;
}

/** Records in a topic, all partitions. */
export async function recordsIn(log: EventLog, topic: string): Promise<number> {
  return (await log.ranges(topic)).reduce((sum, { start, end }) => sum + end - start, 0);
}

/** Every record's value of a topic, partition by partition. */
export async function* valuesOf(log: EventLog, topic: string): AsyncGenerator<Uint8Array> {
  for (const { partition, start, end } of await log.ranges(topic))
    for (let offset = start; offset < end;) {
      const records = await log.read({ topic, partition, offset, maxRecords: 5_000 });
      for (const { value } of records) yield value;
      offset = (records.at(-1)?.offset ?? end - 1) + 1;
    }
}
