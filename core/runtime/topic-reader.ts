import { setMaxListeners } from 'node:events';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { ChatpulseError, describeError } from '../errors.ts';
import type { EventCodec } from '../events/codec.ts';
import type { AppendRecord, EventLog, RecordBatch, Subscription } from '../log/port.ts';
import { noTelemetry, type Telemetry } from '../telemetry/port.ts';
import { onNewReason, pause } from './backoff.ts';
import { fromCommit, type CommitPoint } from './commit-metadata.ts';
import { createCommitter, type Committable } from './committer.ts';
import type { InputBatch, InputRecord, PartitionTask } from './partition-task.ts';
import { createPatience } from './patience.ts';
import { createProgress } from './progress.ts';
import { readInput, type ReadingState } from './read-input.ts';
import { createReaderFigures, partitionKey } from './reader-figures.ts';
import { repeat } from './repeat.ts';
import { saidAt } from './said-at.ts';
import { createSharedDecoder } from './shared-decoder.ts';
import { traceRecords } from './trace-records.ts';

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
  readonly telemetry?: Telemetry;
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

/** What is told of a batch once it was taken. */
interface BatchFigures {
  readonly count: number;
  /** Append time of its last record, ms since 1970. */
  readonly appendTime: number;
  /** When the last record taken so far was said. */
  readonly at: number | undefined;
  /** Nothing was behind it. */
  readonly isLast: boolean;
  /** When it was begun, by performance.now(). */
  readonly started: number;
  /** The batch itself, only where its messages are followed in the log of the process. */
  readonly traced: InputBatch | undefined;
}

const COMMIT_EVERY_MS = 250;
const TICK_EVERY_MS = 1000;
const LAG_EVERY_MS = 10_000;

type Owned = ReadingState & Committable & { readonly task: PartitionTask };

/** Feeds tasks with the partitions of topics: decodes, sets dead letters aside, drops repeats by stamp, commits. */
export async function startTopicReader(options: TopicReaderOptions): Promise<RunningReader> {
  const { log, clock, logger, name, telemetry = noTelemetry } = options;
  const read = createSharedDecoder(options.codec);
  const owned = new Map<string, Owned>();
  const progress = createProgress();
  const figures = createReaderFigures({ name, topics: options.topics, log, progress, telemetry });
  const patience = createPatience(() => telemetry.count('reader.retries', { part: name }));
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

  async function appendDeadLetters(dead: readonly AppendRecord[]): Promise<void> {
    counters.deadLetters += dead.length;
    figures.deadLetters(dead.length);
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
      onFailure: onNewReason((error) => {
        logger.warn({ reader: name, err: error }, what);
      }),
    });
  }

  /** Not async, like whatever holds records here: see `feed` of the partition reader. */
  function takeBatch(batch: RecordBatch): Promise<void> {
    const own = owned.get(partitionKey(batch));
    if (!own) return Promise.resolve();
    const started = performance.now();
    const { records, dead } = readInput(batch, own, { read, name });
    const { topic, partition } = batch;
    const nextOffset = (batch.records.at(-1)?.offset ?? -1) + 1;
    const input = { topic, partition, records, nextOffset, stamp: own.stamp };
    const taken =
      dead.length > 0 ? appendDeadLetters(dead).then(() => own.task.take(input)) : own.task.take(input);
    return afterBatch(own, taken, {
      count: batch.records.length,
      appendTime: batch.records.at(-1)?.appendTime ?? 0,
      at: saidLast(records) ?? own.at,
      isLast: batch.endOffset === nextOffset,
      started,
      traced: logger.isLevelEnabled('trace') ? input : undefined,
    });
  }

  async function afterBatch(own: Owned, taken: Promise<void>, batch: BatchFigures): Promise<void> {
    await taken;
    own.dirty = true;
    own.at = batch.at;
    figures.batch(batch.count, performance.now() - batch.started);
    if (batch.traced) traceRecords(logger, name, batch.traced);
    counters.records += batch.count;
    counters.lastAppendTime = Math.max(counters.lastAppendTime, batch.appendTime);
    if (options.lingerMs && batch.isLast) await pause(clock, options.lingerMs, stopping.signal);
  }

  const commitSettled = createCommitter({
    owned,
    subscribed,
    progress,
    patiently,
    ownPositions: options.ownPositions ?? false,
  });

  /** Partitions whose task is being made: what is taken away meanwhile is not kept. */
  const assigning = new Map<string, object>();

  const subscription = await log.subscribe({
    topics: options.topics,
    ...(options.ownPositions ? {} : { group: groupOf(name) }),
    ...(options.maxRecords ? { maxRecords: options.maxRecords } : {}),
    handler: {
      async assigned({ topic, partition, committed }) {
        const key = partitionKey({ topic, partition });
        const claim = {};
        assigning.set(key, claim);
        const task = await options.createTask({ topic, partition, committed: fromCommit(committed) });
        if (assigning.get(key) !== claim) return task.start.offset;
        assigning.delete(key);
        owned.set(key, {
          task,
          stamp: task.start.stamp,
          readTo: task.start.readTo,
          at: task.start.at,
          dirty: false,
        });
        progress.reached(key, task.start.readTo);
        figures.given({ topic, partition });
        return task.start.offset;
      },
      batch: takeBatch,
      revoked(at) {
        assigning.delete(partitionKey(at));
        owned.delete(partitionKey(at));
        progress.forget(partitionKey(at));
        figures.lost(at);
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
    [LAG_EVERY_MS, figures.measureLag],
  ]);

  /** Others have its partitions now, and tell of them: its last figures would stay beside theirs. */
  function leave(): void {
    for (const key of owned.keys()) progress.forget(key);
    owned.clear();
    assigning.clear();
    figures.leave();
  }

  function fail(error: unknown): void {
    if (state === 'closed' || state === 'failed') return;
    state = 'failed';
    problem = describeError(error);
    logger.error({ reader: name, err: error }, 'reader stopped');
    cancelTimers();
    stopping.abort();
    // Else it would go on as a member of the group that owns partitions, and commits nothing of them.
    void subscription.close().catch(() => undefined);
    reportFailure(error instanceof Error ? error : new Error(String(error)));
    leave();
  }
  void subscription.ended.then((error) => {
    if (error) fail(error);
  });

  return {
    failed,
    health() {
      figures.measureLag();
      return patience.applyTo({ name, state, error: problem, ...counters, lag: figures.lag() });
    },
    async whenCaughtUp() {
      const ends = new Map<string, number>();
      for (const topic of options.topics)
        for (const range of await log.ranges(topic)) {
          const key = partitionKey({ topic, partition: range.partition });
          if (owned.has(key)) ends.set(key, range.end);
        }
      await Promise.race([progress.whenAll(ends), failed]);
      // A failed reader waits for nothing, and has dealt with nothing for that.
      if (state === 'failed') throw await failed;
    },
    async close() {
      cancelTimers();
      if (state === 'failed') {
        await subscription.close();
        return;
      }
      stopping.abort();
      await subscription.close(commitSoon);
      state = 'closed';
      leave();
    },
  };
}

function saidLast(records: readonly InputRecord[]): number | undefined {
  const last = records.at(-1);
  return last && saidAt(last.event, last.appendTime);
}

/** The consumer group of a part. */
export function groupOf(name: string): string {
  return `chatpulse.${name}`;
}
