import type { ChatpulseEvent } from '../events/codec.ts';
import type { CommitPoint } from './commit-metadata.ts';

/** A record with its event. */
export interface InputRecord {
  readonly offset: number;
  readonly key: string;
  readonly appendTime: number;
  readonly value: Uint8Array;
  readonly event: ChatpulseEvent;
}

/** Readable records of one partition in order, without those whose stamp was taken before. */
export interface InputBatch {
  readonly topic: string;
  readonly partition: number;
  readonly records: readonly InputRecord[];
  /** The offset after the last record read, also where it gave no input. */
  readonly nextOffset: number;
  /** The highest stamp taken so far, this batch included; -1 before the first. */
  readonly stamp: number;
}

/** What a reader does with one partition that it owns. Made anew on every assignment. */
export interface PartitionTask {
  /** Where to start; records below `readTo` only restore state. */
  readonly start: CommitPoint;
  /** Takes a batch. Resolves when the next may come; its outcome may still be under way. */
  take(batch: InputBatch): Promise<void>;
  /** Once a second. */
  tick?(): void;
  /** Resolves when everything taken so far is durable, with the point to commit. */
  settled(): Promise<CommitPoint>;
}
