import { ChatpulseError } from '../errors.ts';
import type { AppendSignal } from './append-signal.ts';
import type {
  LogRecord,
  PartitionRange,
  ReadOptions,
  RecordBatch,
  StartPosition,
  SubscriptionHandler,
  TopicPartition,
} from './port.ts';
import type { ReadingTurns } from './reading-turns.ts';

/** What a reader needs of a log whose records it can fetch by offset. */
export interface FetchSource {
  read(options: ReadOptions): readonly LogRecord[] | Promise<readonly LogRecord[]>;
  range(partition: TopicPartition): PartitionRange;
  readonly appended: AppendSignal;
  readonly turns: ReadingTurns;
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
    const fed = feed(handler, {
      ...partition,
      records: await source.read({ ...partition, offset, maxRecords }),
      endOffset,
      signal,
    });
    if (!fed) {
      offset = endOffset;
      continue;
    }
    await fed.taken;
    offset = fed.nextOffset;
    // Lets timers and other messages in. The answers of the log come over a message port, of which Node.js takes up to a
    // thousand in one turn: with a backlog commits, health and the request to close would otherwise wait for so many batches.
    await source.turns.next(partition, offset);
  }
}

interface Feeding extends RecordBatch {
  readonly signal: AbortSignal;
}

/**
 * Hands records to the handler; undefined where there are none, or nobody wants them any more. It does not wait, and its
 * caller names no records: a function that waits holds on to all that it ever named, and with one reader per partition
 * that would be a batch of each, decoded, for far longer than anybody needs it.
 */
function feed(
  handler: SubscriptionHandler,
  { topic, partition, records, endOffset, signal }: Feeding,
): { readonly nextOffset: number; readonly taken: Promise<void> } | undefined {
  const last = records.at(-1);
  if (!last || signal.aborted) return undefined;
  const nextOffset = last.offset + 1;
  const batch = { topic, partition, records, endOffset: Math.max(endOffset, nextOffset) };
  return { nextOffset, taken: handler.batch(batch) };
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
