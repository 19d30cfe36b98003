import { setMaxListeners } from 'node:events';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { describeError } from '../errors.ts';
import type { EventCodec } from '../events/codec.ts';
import type { AppendRecord, EventLog } from '../log/port.ts';
import { onNewReason } from './backoff.ts';
import type { CommitPoint } from './commit-metadata.ts';
import { deadLetter } from './dead-letter.ts';
import { noTelemetry, type Telemetry } from '../telemetry/port.ts';
import { createPatience, type Patience } from './patience.ts';
import type { Output, ProcessorDefinition, ProcessorTask } from './processor.ts';
import type { InputBatch, InputRecord, PartitionTask } from './partition-task.ts';
import { startTopicReader, type RunningReader } from './topic-reader.ts';

export interface RunProcessorOptions {
  readonly log: EventLog;
  readonly codec: EventCodec;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly maxRecords?: number;
  /** As of a topic reader. */
  readonly lingerMs?: number;
  readonly telemetry?: Telemetry;
}

/** Runs a processor on a log: one task per partition, at least once, in order, one append under way per partition. */
export function runProcessor(
  definition: ProcessorDefinition,
  options: RunProcessorOptions,
): Promise<RunningReader> {
  const stopping = new AbortController();
  // An append of every partition may wait for the log at the same time.
  setMaxListeners(0, stopping.signal);
  const { telemetry = noTelemetry } = options;
  const patience = createPatience(() => telemetry.count('reader.retries', { part: definition.name }));
  return startTopicReader({
    ...options,
    name: definition.name,
    topics: [definition.input],
    async createTask({ partition, committed }) {
      const start = committed ?? (await beginning(options.log, definition.input, partition));
      const restoreFrom = await definition.restoreFrom?.({ partition, committed, log: options.log });
      return partitionTask({
        definition,
        options,
        signal: stopping.signal,
        patience,
        start: restoreFrom === undefined ? start : { ...start, offset: Math.min(start.offset, restoreFrom) },
        task: definition.createTask({ partition, committed }),
      });
    },
  }).then((reader) => ({
    ...reader,
    health: () => patience.applyTo(reader.health()),
    async close() {
      // Ends the retries of a log that is away; an append that works is still waited for.
      stopping.abort();
      await reader.close();
    },
  }));
}

/** Without a commit everything that is kept is new. */
async function beginning(log: EventLog, topic: string, partition: number): Promise<CommitPoint> {
  const range = (await log.ranges(topic)).find((candidate) => candidate.partition === partition);
  const offset = range?.start ?? 0;
  return { offset, readTo: offset, stamp: -1 };
}

interface PartitionTaskOptions {
  readonly definition: ProcessorDefinition;
  readonly options: RunProcessorOptions;
  readonly signal: AbortSignal;
  readonly patience: Patience;
  readonly start: CommitPoint;
  readonly task: ProcessorTask;
}

function partitionTask(of: PartitionTaskOptions): PartitionTask {
  const { definition, options, signal, patience, start, task } = of;
  const { log, codec, clock, logger, telemetry = noTelemetry } = options;
  let under: Promise<void> = Promise.resolve();
  let position = { nextOffset: start.readTo, stamp: start.stamp };
  let restored = start.offset >= start.readTo;

  function collector(into: AppendRecord[]): Output {
    return {
      emit(topic, key, type, data, partition) {
        into.push({
          topic,
          key,
          value: codec.encode(type, data),
          ...(partition === undefined ? {} : { partition }),
        });
      },
    };
  }

  /** Appends after whatever is under way; the next batch is worked on meanwhile. */
  function appendNext(records: readonly AppendRecord[]): void {
    if (records.length === 0) return;
    under = under
      .then(() =>
        patience.retry(() => log.append(records), {
          clock,
          signal,
          onFailure: onNewReason((error) => {
            logger.warn({ processor: definition.name, err: error }, 'append failed, trying again');
          }),
        }),
      )
      .then(forgetPositions);
    // A rejection is seen by whoever awaits next; without this the process would end before that.
    under.catch(() => undefined);
  }

  function handle(batch: InputBatch, record: InputRecord, output: Output, out: AppendRecord[]): void {
    const restoring = record.offset < start.readTo;
    const mark = out.length;
    try {
      task.process(record, restoring ? NOWHERE : output, restoring);
    } catch (error) {
      out.length = mark;
      logger.error(
        { processor: definition.name, offset: record.offset, err: error },
        'a record cannot be handled',
      );
      if (restoring) return;
      telemetry.count('reader.dead_letters', { part: definition.name });
      out.push(
        deadLetter({
          ...batch,
          record: { ...record, headers: {} },
          handler: definition.name,
          reason: describeError(error),
        }),
      );
    }
  }

  return {
    start,
    // Not async: a batch is let go as soon as it is worked on, not only when the append before it is acknowledged.
    take(batch) {
      const out: AppendRecord[] = [];
      const output = collector(out);
      const started = performance.now();
      for (const record of batch.records) handle(batch, record, output, out);
      telemetry.timing('stage.ms', { stage: definition.name }, performance.now() - started);
      restored = batch.nextOffset >= start.readTo;
      position = { nextOffset: Math.max(batch.nextOffset, start.readTo), stamp: batch.stamp };
      const before = under;
      // At once: whoever asks for the point to commit while the append before is awaited must wait for this one too.
      appendNext(out);
      return before;
    },
    tick() {
      if (!restored || !task.publishProvisional) return;
      const out: AppendRecord[] = [];
      task.publishProvisional(collector(out));
      appendNext(out);
    },
    async settled() {
      // Taken together, before anything later is given out.
      const point = restored ? task.commitPoint(position) : start;
      await under;
      return point;
    },
  };
}

/** Nobody asks where the records went: a promise that told it would hold that until the next batch. */
function forgetPositions(): void {
  return undefined;
}

const NOWHERE: Output = { emit: () => undefined };
