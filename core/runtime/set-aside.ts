import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { ChatpulseError } from '../errors.ts';
import { deadLetterTopic } from '../events/topics.ts';
import type { EventLog, LogRecord, Position, TopicPartition } from '../log/port.ts';
import { onNewReason, retryUntilDone } from './backoff.ts';
import { deadLetter } from './dead-letter.ts';

export interface SettingAsideOptions {
  readonly log: EventLog;
  readonly clock: Clock;
  readonly logger?: Logger;
  /** The part that could not read or handle the records. */
  readonly handler: string;
}

/**
 * Dead letters of a reader that begins at the start of its topic each time and commits nothing: what lies in the
 * dead-letter topic already is not put there again.
 */
export interface SettingAside {
  /** Sees to it that the record becomes a dead letter; does not wait for it. */
  add(at: TopicPartition, record: LogRecord, reason: string): void;
  /** Resolves when everything added so far is durable, or when it is closed. */
  settled(): Promise<void>;
  /** Resolves with CHATPULSE_DEAD_LETTER_FAILED where the dead-letter topic refuses a record for good. */
  readonly failed: Promise<Error>;
  /** Ends the tries that are under way: the next reader finds the records again. */
  close(): void;
}

export function createSettingAside(options: SettingAsideOptions): SettingAside {
  const { log, clock, logger, handler } = options;
  const closing = new AbortController();
  const known = createKnownLetters(log, handler);
  let under = Promise.resolve();
  let reportFailure: (error: Error) => void = () => undefined;
  const failed = new Promise<Error>((resolve) => {
    reportFailure = resolve;
  });

  async function write(
    { topic, partition }: TopicPartition,
    record: LogRecord,
    reason: string,
  ): Promise<void> {
    // Looked up right before, since other processes may read the same topic.
    if (await known.has({ topic, partition, offset: record.offset })) return;
    logger?.warn(
      { topic, partition, offset: record.offset, reason },
      'a record is set aside as a dead letter',
    );
    await log.append([deadLetter({ topic, partition, record, handler, reason })]);
  }

  function patiently(task: () => Promise<void>): Promise<void> {
    return retryUntilDone(task, {
      clock,
      signal: closing.signal,
      isFinal: (error) => error instanceof ChatpulseError && error.code === 'CHATPULSE_TOPIC_UNKNOWN',
      onFailure: onNewReason((error) => {
        logger?.warn({ handler, err: error }, 'a dead letter cannot be written');
      }),
    });
  }

  return {
    failed,
    add(at, record, reason) {
      // Its bytes may lie in a buffer that is used again.
      const kept = { ...record, value: Uint8Array.from(record.value) };
      under = under
        .then(() => patiently(() => write(at, kept, reason)))
        .catch((error: unknown) => {
          if (closing.signal.aborted) return;
          reportFailure(
            new ChatpulseError('CHATPULSE_DEAD_LETTER_FAILED', {
              message: `${handler} stopped.`,
              cause: error,
            }),
          );
        });
    },
    settled: () => under,
    close: () => closing.abort(),
  };
}

/** What the dead-letter topics hold of a part. */
interface KnownLetters {
  has(position: Position): Promise<boolean>;
}

/** Reads on from where it has read last: unreadable records are few, and so are their letters. */
function createKnownLetters(log: EventLog, handler: string): KnownLetters {
  const offsets = new Map<string, Set<string>>();
  const readTo = new Map<string, number>();

  async function readOn({ topic, partition }: TopicPartition, known: Set<string>): Promise<void> {
    const letters = deadLetterTopic(topic);
    const range = (await log.ranges(letters)).find((candidate) => candidate.partition === partition);
    const key = `${topic}/${partition}`;
    let at = Math.max(range?.start ?? 0, readTo.get(key) ?? 0);
    while (at < (range?.end ?? 0)) {
      const records = await log.read({ topic: letters, partition, offset: at });
      const last = records.at(-1);
      if (!last) break;
      for (const { headers } of records)
        if (headers['dead-letter-handler'] === handler && headers['dead-letter-topic'] === topic)
          known.add(headers['dead-letter-offset'] ?? '');
      at = last.offset + 1;
    }
    readTo.set(key, at);
  }

  return {
    async has(position) {
      const key = `${position.topic}/${position.partition}`;
      const known = offsets.get(key) ?? new Set<string>();
      offsets.set(key, known);
      await readOn(position, known);
      return known.has(String(position.offset));
    },
  };
}
