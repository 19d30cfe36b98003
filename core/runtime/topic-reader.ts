import { setMaxListeners } from 'node:events';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { ChatpulseError, describeError } from '../errors.ts';
import type { ChatpulseEvent, EventCodec } from '../events/codec.ts';
import type { AppendRecord, EventLog, LogRecord, RecordBatch, Subscription } from '../log/port.ts';
import { pause } from './backoff.ts';
import { fromCommit, toCommit, type CommitPoint } from './commit-metadata.ts';
import { deadLetter } from './dead-letter.ts';
import { createPatience } from './patience.ts';
import { createProgress } from './progress.ts';
import { repeat } from './repeat.ts';
import { createSharedDecoder } from './shared-decoder.ts';
import { stampOf } from './stamp.ts';

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

export interface TopicReaderOptions {
  readonly name: string;
  readonly log: EventLog;
  readonly codec: EventCodec;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly topics: readonly string[];
  /** True where positions live in the store that the reader feeds: nothing is committed to the log. */
  readonly ownPositions?: boolean;
  readonly createTask: (assigned: {
    topic: string;
    partition: number;
    committed: CommitPoint | undefined;
  }) => Promise<PartitionTask>;
  readonly maxRecords?: number;
  /**
   * After a batch with nothing behind it the reader waits so long (ms) for more to gather: fewer, larger batches, for
   * parts that nobody waits for. Default 0.
   */
  readonly lingerMs?: number;
}

export type ReaderState = 'running' | 'retrying' | 'failed' | 'closed';

export interface ReaderHealth {
  readonly name: string;
  readonly state: ReaderState;
  /** Why it is not running. */
  readonly error: string | null;
  readonly records: number;
  readonly deadLetters: number;
  /** Records in the log that it has not dealt with yet. */
  readonly lag: number;
  /** Append time of the last record dealt with, ms since 1970; 0 before the first. */
  readonly lastAppendTime: number;
}

export interface RunningReader {
  health(): ReaderHealth;
  /** Resolves when everything that is in the log now has been dealt with and is durable. */
  whenCaughtUp(): Promise<void>;
  /** Finishes what is under way, commits and leaves. */
  close(): Promise<void>;
  /** Resolves with the error when the reader ends by itself. */
  readonly failed: Promise<Error>;
}

const COMMIT_EVERY_MS = 250;
const TICK_EVERY_MS = 1000;

interface Owned {
  readonly task: PartitionTask;
  stamp: number;
  dirty: boolean;
}

/** Feeds tasks with the partitions of topics: decodes, sets dead letters aside, drops repeats by stamp, commits. */
export async function startTopicReader(options: TopicReaderOptions): Promise<RunningReader> {
  const { log, clock, logger, name } = options;
  const decode = createSharedDecoder(options.codec);
  const owned = new Map<string, Owned>();
  const progress = createProgress();
  const patience = createPatience();
  const stopping = new AbortController();
  // One may wait per partition.
  setMaxListeners(0, stopping.signal);
  let giveSubscription: (subscription: Subscription) => void = () => undefined;
  const subscribed = new Promise<Subscription>((resolve) => {
    giveSubscription = resolve;
  });
  const counters = { records: 0, deadLetters: 0, lastAppendTime: 0 };
  let state: Exclude<ReaderState, 'retrying'> = 'running';
  let problem: string | null = null;
  let reportFailure: (error: Error) => void = () => undefined;
  const failed = new Promise<Error>((resolve) => {
    reportFailure = resolve;
  });

  function readOne(
    batch: RecordBatch,
    record: LogRecord,
    into: InputRecord[],
    own: Owned,
    dead: AppendRecord[],
  ): void {
    try {
      if (record.damaged) throw new ChatpulseError('CHATPULSE_LOG_CORRUPT', { message: record.damaged });
      const event = decode(record);
      const stamp = stampOf(event);
      if (stamp !== undefined) {
        if (stamp <= own.stamp) return;
        own.stamp = stamp;
      }
      into.push({
        offset: record.offset,
        key: record.key,
        appendTime: record.appendTime,
        value: record.value,
        event,
      });
    } catch (error) {
      // Nothing is wrong with the record: whoever begins again after a while can read it.
      if (error instanceof ChatpulseError && error.code === 'CHATPULSE_REGISTRY_UNAVAILABLE') throw error;
      // Before readTo it has been set aside by an earlier life.
      if (record.offset < own.task.start.readTo) return;
      dead.push(deadLetter({ ...batch, record, handler: name, reason: describeError(error) }));
    }
  }

  async function appendDeadLetters(dead: readonly AppendRecord[]): Promise<void> {
    counters.deadLetters += dead.length;
    logger.warn(
      { reader: name, count: dead.length, headers: dead[0]?.headers },
      'records set aside as dead letters',
    );
    try {
      await patiently(() => log.append(dead), 'dead letters cannot be written');
    } catch (error) {
      throw new ChatpulseError('CHATPULSE_DEAD_LETTER_FAILED', { message: `${name} stopped.`, cause: error });
    }
  }

  function patiently<T>(task: () => Promise<T>, what: string): Promise<T> {
    return patience.retry(task, {
      clock,
      signal: stopping.signal,
      isFinal: (error) =>
        error instanceof ChatpulseError &&
        (error.code === 'CHATPULSE_TOPIC_UNKNOWN' || error.code === 'CHATPULSE_COMMIT_FENCED'),
      onFailure(error, attempt) {
        if (attempt === 1) logger.warn({ reader: name, err: error }, what);
      },
    });
  }

  async function takeBatch(batch: RecordBatch): Promise<void> {
    const own = owned.get(keyOf(batch));
    if (!own) return;
    const records: InputRecord[] = [];
    const dead: AppendRecord[] = [];
    for (const record of batch.records) readOne(batch, record, records, own, dead);
    if (dead.length > 0) await appendDeadLetters(dead);
    const last = batch.records.at(-1);
    const nextOffset = (last?.offset ?? -1) + 1;
    await own.task.take({
      topic: batch.topic,
      partition: batch.partition,
      records,
      nextOffset,
      stamp: own.stamp,
    });
    own.dirty = true;
    counters.records += batch.records.length;
    counters.lastAppendTime = Math.max(counters.lastAppendTime, last?.appendTime ?? 0);
    if (options.lingerMs && batch.endOffset === nextOffset)
      await pause(clock, options.lingerMs, stopping.signal);
  }

  /** Commits what is settled; answers once it is durable. */
  async function commitSettled(): Promise<void> {
    const subscription = await subscribed;
    for (const [key, own] of [...owned]) {
      if (!own.dirty) continue;
      own.dirty = false;
      const [topic = '', partition = '0'] = key.split('/');
      const point = await own.task.settled();
      if (owned.get(key) !== own) continue;
      if (!options.ownPositions)
        await patiently(
          () => subscription.commit([toCommit(topic, Number(partition), point)]),
          'a commit cannot be written',
        ).catch((error: unknown) => {
          // The partition has a new owner, which reads again from the last commit.
          if (!(error instanceof ChatpulseError && error.code === 'CHATPULSE_COMMIT_FENCED')) throw error;
        });
      progress.reached(key, point.readTo);
    }
  }

  const subscription = await log.subscribe({
    topics: options.topics,
    ...(options.ownPositions ? {} : { group: groupOf(name) }),
    ...(options.maxRecords ? { maxRecords: options.maxRecords } : {}),
    handler: {
      async assigned({ topic, partition, committed }) {
        const task = await options.createTask({ topic, partition, committed: fromCommit(committed) });
        owned.set(keyOf({ topic, partition }), { task, stamp: task.start.stamp, dirty: false });
        progress.reached(keyOf({ topic, partition }), task.start.readTo);
        return task.start.offset;
      },
      batch: takeBatch,
      revoked(at) {
        owned.delete(keyOf(at));
        progress.forget(keyOf(at));
      },
    },
  });
  giveSubscription(subscription);

  let committing = Promise.resolve();
  const commitSoon = (): Promise<void> => {
    committing = committing.then(commitSettled).catch(fail);
    return committing;
  };
  const cancelTimers = repeat(clock, [
    [COMMIT_EVERY_MS, () => void commitSoon()],
    [TICK_EVERY_MS, () => [...owned.values()].forEach((own) => own.task.tick?.())],
  ]);

  function fail(error: unknown): void {
    if (state === 'closed' || state === 'failed') return;
    state = 'failed';
    problem = describeError(error);
    logger.error({ reader: name, err: error }, 'reader stopped');
    cancelTimers();
    stopping.abort();
    reportFailure(error instanceof Error ? error : new Error(String(error)));
  }
  void subscription.ended.then((error) => {
    if (error) fail(error);
  });

  async function lag(): Promise<number> {
    let sum = 0;
    for (const topic of options.topics)
      for (const range of await log.ranges(topic)) {
        const at = progress.at(keyOf({ topic, partition: range.partition }));
        if (at !== undefined) sum += Math.max(0, range.end - at);
      }
    return sum;
  }
  let lastLag = 0;

  return {
    failed,
    health() {
      void lag().then(
        (value) => {
          lastLag = value;
        },
        () => undefined,
      );
      return patience.applyTo({ name, state, error: problem, ...counters, lag: lastLag });
    },
    async whenCaughtUp() {
      const ends = new Map<string, number>();
      for (const topic of options.topics)
        for (const range of await log.ranges(topic)) {
          const key = keyOf({ topic, partition: range.partition });
          if (owned.has(key)) ends.set(key, range.end);
        }
      await Promise.race([
        progress.whenAll(ends),
        failed.then((error) => {
          throw error;
        }),
      ]);
    },
    async close() {
      cancelTimers();
      if (state === 'failed') return;
      stopping.abort();
      await subscription.close(commitSoon);
      state = 'closed';
    },
  };
}

/** The consumer group of a part. */
export function groupOf(name: string): string {
  return `chatpulse.${name}`;
}

function keyOf(at: { readonly topic: string; readonly partition: number }): string {
  return `${at.topic}/${at.partition}`;
}
