/**
 * The EventLog port: an append-only log of topics that are split into partitions.
 *
 * To the author of the next adapter. The contract suite beside this file (`contract.ts`) is the reference; in short:
 * - `append` resolves when every record is durable (would survive the death of the process, and of the machine as far
 *   as the store can promise), in the order given per partition; when it rejects, a part of the records may have been
 *   written: the caller tries again and readers drop the repeats.
 * - Offsets of a partition grow; readers may not assume that they have no holes.
 * - `appendTime` is the log's own clock and never goes back within a partition.
 * - A subscription calls its handler for one batch of a partition at a time; batches of different partitions may
 *   overlap. The adapter never retries a batch: a handler that rejects ends the subscription with that error.
 * - A position that is no longer kept is an error (`CHATPULSE_OFFSET_OUT_OF_RANGE`), never a silent jump.
 */

/** Headers of a record: names and UTF-8 texts. */
export type Headers = Readonly<Record<string, string>>;

/** One partition of one topic. */
export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/** A place in the log. */
export interface Position extends TopicPartition {
  readonly offset: number;
}

/** A record to append. Its partition is murmur2(key) modulo the partitions of the topic, unless given. */
export interface AppendRecord {
  readonly topic: string;
  readonly key: string;
  readonly value: Uint8Array;
  readonly headers?: Headers;
  /** Overrides the partition that the key gives. */
  readonly partition?: number;
}

/** A record as read. `value` may be a view into a larger buffer: copy it to keep it long. */
export interface LogRecord {
  readonly offset: number;
  readonly key: string;
  readonly value: Uint8Array;
  readonly headers: Headers;
  /** ms since 1970 by the log's clock. */
  readonly appendTime: number;
  /** Set where the log could not give the record as it was written; `value` is what is left. Belongs into a dead letter. */
  readonly damaged?: string;
}

/** What a group has committed for a partition. */
export interface Commit extends TopicPartition {
  /** The offset of the next record to read. */
  readonly offset: number;
  /** Free text, at most 4,096 characters. */
  readonly metadata?: string;
}

/** First kept offset and the offset after the last record. `start === end` when the partition holds nothing. */
export interface PartitionRange {
  readonly partition: number;
  readonly start: number;
  readonly end: number;
}

/** What to read of a partition. */
export interface ReadOptions extends TopicPartition {
  /** First offset wanted. */
  readonly offset: number;
  /** At most about so many records (a whole stored batch may be given); default 500. */
  readonly maxRecords?: number;
}

/** Records of one partition in order of offset. */
export interface RecordBatch extends TopicPartition {
  readonly records: readonly LogRecord[];
  /** The offset after the last record that was in the partition at the time of reading. */
  readonly endOffset: number;
}

/** A partition that the log has given to a subscription, with what its group has committed. */
export interface Assignment extends TopicPartition {
  readonly committed: Commit | undefined;
}

/** Where to start reading a partition that was assigned. */
export type StartPosition = number | 'start' | 'end';

/** What a subscriber does with the partitions that it is given. */
export interface SubscriptionHandler {
  /**
   * Partitions were given to this subscription, also again after a rebalance: state of an earlier assignment must be
   * dropped. Answers where each is to be read from; without an answer it is the commit, or else the start.
   */
  assigned?(assignment: Assignment): Promise<StartPosition | undefined> | StartPosition | undefined;
  /** A batch; the next one of the partition comes after the promise resolves. */
  batch(batch: RecordBatch): Promise<void>;
  /** A partition was taken away; nothing more will come from it, and commits for it will be refused. */
  revoked?(partition: TopicPartition): Promise<void> | void;
}

/** What to subscribe to, and as which group. */
export interface SubscribeOptions {
  readonly topics: readonly string[];
  /** Members of a group share the partitions. Without a group the subscription reads all, and cannot commit. */
  readonly group?: string;
  readonly handler: SubscriptionHandler;
  /** At most about so many records in a batch; default 500. */
  readonly maxRecords?: number;
}

/** A subscription under way. */
export interface Subscription {
  /**
   * Stores commits of partitions that this subscription owns; resolves when they are durable.
   * @throws ChatpulseError CHATPULSE_COMMIT_FENCED when a partition is no longer owned
   */
  commit(commits: readonly Commit[]): Promise<void>;
  /**
   * Stops reading, waits for the batches under way, calls `finish` while the partitions are still owned (for a last
   * commit), then leaves the group.
   */
  close(finish?: () => Promise<void>): Promise<void>;
  /** Resolves when the subscription ended: undefined after `close`, the error that ended it otherwise. Never rejects. */
  readonly ended: Promise<Error | undefined>;
}

/** The log; see the head of this file for what an adapter owes. */
export interface EventLog {
  /** Appends and resolves with the positions, in the order given, after all records are durable. */
  append(records: readonly AppendRecord[]): Promise<readonly Position[]>;
  /**
   * Records from an offset on; empty at the end of the partition. Does not wait.
   * @throws ChatpulseError CHATPULSE_OFFSET_OUT_OF_RANGE before the first kept record or after the end
   */
  read(options: ReadOptions): Promise<readonly LogRecord[]>;
  /** The ranges of all partitions of a topic, by number. */
  ranges(topic: string): Promise<readonly PartitionRange[]>;
  /** The offset of the first kept record whose append time is at or after `time` (ms); the end when there is none. */
  offsetForTime(partition: TopicPartition, time: number): Promise<number>;
  /** What a group has committed, of all topics. */
  committed(group: string): Promise<readonly Commit[]>;
  subscribe(options: SubscribeOptions): Promise<Subscription>;
  /** Resolves when everything handed in is durable and the log is closed; later calls reject. */
  close(): Promise<void>;
}

/** What an adapter does not do, with the reason that the skipped test shows. */
export interface LogFeatures {
  /** Several members of a group share its partitions. */
  readonly rebalance: true | string;
  /** Records outlive a close and reopen. */
  readonly durable: true | string;
}
