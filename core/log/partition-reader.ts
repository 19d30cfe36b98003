import { setImmediate as nextTurn } from 'node:timers/promises';
import { ChatpulseError } from '../errors.ts';
import type { AppendSignal } from './append-signal.ts';
import type {
  LogRecord,
  PartitionRange,
  ReadOptions,
  StartPosition,
  SubscriptionHandler,
  TopicPartition,
} from './port.ts';

/** What a reader needs of a log whose records it can fetch by offset. */
export interface FetchSource {
  read(options: ReadOptions): readonly LogRecord[] | Promise<readonly LogRecord[]>;
  range(partition: TopicPartition): PartitionRange;
  readonly appended: AppendSignal;
}

export interface PartitionReaderOptions {
  readonly partition: TopicPartition;
  readonly source: FetchSource;
  readonly handler: SubscriptionHandler;
  readonly maxRecords: number;
  readonly start: StartPosition;
  readonly onError: (error: Error) => void;
}

/** Feeds one partition to a handler, batch after batch, until it is stopped. */
export interface PartitionReader {
  /** Asks the reader to stop; resolves after the batch under way. */
  stop(): Promise<void>;
}

export function startPartitionReader(options: PartitionReaderOptions): PartitionReader {
  const stopping = new AbortController();
  const done = run(options, stopping.signal).catch((error: unknown) => {
    if (!stopping.signal.aborted) options.onError(error instanceof Error ? error : new Error(String(error)));
  });
  return {
    stop() {
      stopping.abort();
      return done;
    },
  };
}

async function run(options: PartitionReaderOptions, signal: AbortSignal): Promise<void> {
  const { source, partition, handler, maxRecords } = options;
  let offset = startOffset(source.range(partition), options.start, partition);
  while (!signal.aborted) {
    const endOffset = source.range(partition).end;
    if (endOffset <= offset) {
      await source.appended.next(partition.topic, partition.partition, signal);
      continue;
    }
    const records = await source.read({ ...partition, offset, maxRecords });
    const last = records.at(-1);
    if (!last) {
      offset = endOffset;
      continue;
    }
    if (signal.aborted) return;
    await handler.batch({ ...partition, records, endOffset: Math.max(endOffset, last.offset + 1) });
    offset = last.offset + 1;
    // Lets timers and other messages in. The answers of the log come over a message port, of which Node.js takes up to a
    // thousand in one turn: with a backlog commits, health and the request to close would otherwise wait for so many batches.
    await nextTurn();
  }
}

function startOffset(range: PartitionRange, start: StartPosition, partition: TopicPartition): number {
  if (start === 'start') return range.start;
  if (start === 'end') return range.end;
  if (start < range.start || start > range.end) throw outOfRange({ ...partition, offset: start }, range);
  return start;
}

export function outOfRange(position: ReadOptions, range: PartitionRange): ChatpulseError {
  return new ChatpulseError('CHATPULSE_OFFSET_OUT_OF_RANGE', {
    message: `${position.topic}/${position.partition} holds offsets ${range.start} to ${range.end}; ${position.offset} was asked for.`,
  });
}
