import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { ChatpulseError, describeError } from '../errors.ts';
import type { ChatpulseEvent, EventCodec } from '../events/codec.ts';
import type { TopicName } from '../events/topics.ts';
import type { EventLog, LogRecord, Position, TopicPartition } from '../log/port.ts';
import { follow } from './follow.ts';
import { shareRuns } from './share-runs.ts';

/** How long a reader waits until the book has read what it asks for. */
const WAIT_MS = 10_000;

export interface TopicBookOptions {
  readonly log: EventLog;
  readonly codec: EventCodec;
  readonly clock: Clock;
  readonly logger?: Logger;
  readonly topic: TopicName;
  /**
   * Takes an event, in the order of its partition, with the time at which the log took it (ms since 1970). What it throws
   * leaves the event out.
   */
  readonly take: (event: ChatpulseEvent, appendTime: number) => void;
  /**
   * Told of each record that can be neither read nor taken, and why; again by every book that begins at the start. Of
   * the many readers of a topic one part sees to its dead letters; without this such records are left out and logged.
   */
  readonly onUnusable?: (at: TopicPartition, record: LogRecord, reason: string) => void;
}

/**
 * A small topic that is kept for ever, read from its start and on: what it says now is state of the process. Every
 * reader takes the same records in the same order, so that all come to the same state.
 */
export interface TopicBook {
  /** Appends an event and resolves when this book has taken it: what it then says is what every reader will say. */
  record(key: string, event: ChatpulseEvent): Promise<void>;
  /**
   * Resolves when everything that the topic holds now has been taken.
   * @throws ChatpulseError CHATPULSE_LOG_UNAVAILABLE where that takes too long
   */
  caughtUp(): Promise<void>;
  /** The same, however long it takes; rejects when the book is closed. */
  caughtUpAtLast(): Promise<void>;
  /** Why the topic is not being read; undefined while all is well. */
  problem(): string | undefined;
  close(): Promise<void>;
}

export async function startTopicBook(options: TopicBookOptions): Promise<TopicBook> {
  const { log, codec, clock, logger, topic } = options;
  const closing = new AbortController();
  const following = await follow({
    log,
    topics: [topic],
    name: topic,
    clock,
    ...(logger && { logger }),
    startAt: () => Promise.resolve('start'),
    take: (at, records) => {
      // All are decoded before the first is taken: none is taken twice where a registry is away for one of them.
      for (const { record, event } of records.flatMap((record) => readable(at, record))) {
        try {
          options.take(event, record.appendTime);
        } catch (error) {
          leaveOut(at, record, error);
        }
      }
    },
  });

  function readable(
    at: TopicPartition,
    record: LogRecord,
  ): { readonly record: LogRecord; readonly event: ChatpulseEvent }[] {
    try {
      if (record.damaged) throw new ChatpulseError('CHATPULSE_LOG_CORRUPT', { message: record.damaged });
      return [{ record, event: codec.decode(record.value) }];
    } catch (error) {
      // Nothing is wrong with the record: it can be read once the registry is back.
      if (error instanceof ChatpulseError && error.code === 'CHATPULSE_REGISTRY_UNAVAILABLE') throw error;
      leaveOut(at, record, error);
      return [];
    }
  }

  function leaveOut(at: TopicPartition, record: LogRecord, error: unknown): void {
    logger?.warn({ ...at, offset: record.offset, err: error }, 'a record is left out');
    options.onUnusable?.(at, record, describeError(error));
  }

  async function taken(position: Position): Promise<void> {
    const waiting = new AbortController();
    const cancel = clock.after(WAIT_MS, () =>
      waiting.abort(
        new ChatpulseError('CHATPULSE_LOG_UNAVAILABLE', { message: 'The log does not answer in time.' }),
      ),
    );
    try {
      await following.reached(position, position.offset, waiting.signal);
    } finally {
      cancel();
    }
  }

  async function eachEnd(wait: (position: Position) => Promise<void>): Promise<void> {
    for (const { partition, start, end } of await log.ranges(topic))
      if (end > start) await wait({ topic, partition, offset: end - 1 });
  }

  return {
    record: async (key, event) => {
      const [position] = await log.append([{ topic, key, value: codec.encode(event.type, event.data) }]);
      if (position) await taken(position);
    },
    caughtUp: shareRuns(() => eachEnd(taken)),
    caughtUpAtLast: () => eachEnd((position) => following.reached(position, position.offset, closing.signal)),
    problem: following.problem,
    close: async () => {
      closing.abort(
        new ChatpulseError('CHATPULSE_LOG_UNAVAILABLE', { message: `The reading of ${topic} ended.` }),
      );
      await following.close();
    },
  };
}
