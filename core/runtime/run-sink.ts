import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { ChatpulseError, describeError } from '../errors.ts';
import type { EventCodec } from '../events/codec.ts';
import type { TopicName } from '../events/topics.ts';
import type { EventLog } from '../log/port.ts';
import { onNewReason } from './backoff.ts';
import type { CommitPoint } from './commit-metadata.ts';
import { deadLetter } from './dead-letter.ts';
import { noTelemetry, type Telemetry } from '../telemetry/port.ts';
import { createPatience } from './patience.ts';
import { stampOf } from './stamp.ts';
import type { InputBatch, InputRecord } from './partition-task.ts';
import { startTopicReader, type RunningReader } from './topic-reader.ts';

/** How far a store has come by its own account. */
export interface SinkPosition {
  readonly topic: string;
  readonly partition: number;
  readonly nextOffset: number;
  readonly stamp?: number;
}

/** A sink as a value: what it reads, and how a batch gets into its store. */
export interface SinkDefinition {
  readonly name: string;
  readonly inputs: readonly TopicName[];
  /** Resolves when the batch, and where the store keeps one the position, is durable. Batches may come again. */
  write(batch: InputBatch): Promise<void>;
  /** Positions that the store keeps with its rows; undefined for a store that keeps none. */
  positions?(): Promise<readonly SinkPosition[]>;
}

export interface RunSinkOptions {
  readonly log: EventLog;
  readonly codec: EventCodec;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly maxRecords?: number;
  /** As of a topic reader. */
  readonly lingerMs?: number;
  readonly telemetry?: Telemetry;
}

/** Runs a sink: while its store is away the same batch is tried again and nothing more is read. */
export async function runSink(sink: SinkDefinition, options: RunSinkOptions): Promise<RunningReader> {
  const { clock, logger, telemetry = noTelemetry } = options;
  const stopping = new AbortController();
  const patience = createPatience(() => telemetry.count('reader.retries', { part: sink.name }));

  function writePatiently(batch: InputBatch): Promise<void> {
    return patience.retry(() => sink.write(batch), {
      clock,
      signal: stopping.signal,
      // What is not a coded error of a store is a fault of the record or of ours: no wait mends it.
      isFinal: (error) => !(error instanceof ChatpulseError),
      onFailure: onNewReason((error) => {
        logger.warn({ sink: sink.name, err: error }, 'the store is away, trying again');
      }),
    });
  }

  /** Halves a batch that the store cannot take until the record at fault is alone, and sets that aside. */
  async function write(batch: InputBatch): Promise<void> {
    try {
      await writePatiently(batch);
    } catch (error) {
      if (stopping.signal.aborted) throw error;
      const [only] = batch.records;
      if (batch.records.length <= 1) {
        if (only) await setAside(batch, only, error);
        await writePatiently({ ...batch, records: [] });
        return;
      }
      const middle = batch.records.length >> 1;
      const later = batch.records.slice(middle);
      await write({
        ...batch,
        records: batch.records.slice(0, middle),
        nextOffset: later[0]?.offset ?? batch.nextOffset,
        stamp: stampBefore(later) ?? batch.stamp,
      });
      await write({ ...batch, records: later });
    }
  }

  async function setAside(batch: InputBatch, record: InputRecord, error: unknown): Promise<void> {
    logger.error({ sink: sink.name, offset: record.offset, err: error }, 'a record cannot be stored');
    telemetry.count('reader.dead_letters', { part: sink.name });
    await options.log.append([
      deadLetter({
        ...batch,
        record: { ...record, headers: {} },
        handler: sink.name,
        reason: describeError(error),
      }),
    ]);
  }

  const reader = await startTopicReader({
    ...options,
    name: sink.name,
    topics: sink.inputs,
    ownPositions: sink.positions !== undefined,
    async createTask({ topic, partition, committed }) {
      const own = (await sink.positions?.())?.find((at) => at.topic === topic && at.partition === partition);
      const range = (await options.log.ranges(topic)).find((candidate) => candidate.partition === partition);
      const start: CommitPoint = own
        ? { offset: own.nextOffset, readTo: own.nextOffset, stamp: own.stamp ?? -1 }
        : (committed ?? { offset: range?.start ?? 0, readTo: range?.start ?? 0, stamp: -1 });
      let at = start;
      return {
        start,
        async take(batch) {
          const started = performance.now();
          await write(batch);
          telemetry.timing('stage.ms', { stage: sink.name }, performance.now() - started);
          at = { offset: batch.nextOffset, readTo: batch.nextOffset, stamp: batch.stamp };
        },
        settled: async () => at,
      };
    },
  });
  return {
    ...reader,
    health: () => patience.applyTo(reader.health()),
    async close() {
      stopping.abort();
      await reader.close();
    },
  };
}

/** The highest stamp that may be kept before these records without any of them being taken for a repeat. */
function stampBefore(records: readonly InputRecord[]): number | undefined {
  for (const { event } of records) {
    const stamp = stampOf(event);
    if (stamp !== undefined) return stamp - 1;
  }
  return undefined;
}
