import { deadLetterTopic } from '../events/topics.ts';
import type { AppendRecord, LogRecord } from '../log/port.ts';

export interface DeadLetterOptions {
  readonly topic: string;
  readonly partition: number;
  readonly record: LogRecord;
  /** Which part could not read or handle it. */
  readonly handler: string;
  readonly reason: string;
}

/** The record for the dead-letter topic: the bytes as they came, and headers that say what and why. */
export function deadLetter(options: DeadLetterOptions): AppendRecord {
  return {
    topic: deadLetterTopic(options.topic),
    key: options.record.key,
    partition: options.partition,
    value: options.record.value,
    headers: {
      ...options.record.headers,
      'dead-letter-topic': options.topic,
      'dead-letter-partition': String(options.partition),
      'dead-letter-offset': String(options.record.offset),
      'dead-letter-handler': options.handler,
      'dead-letter-reason': options.reason.slice(0, 1000),
    },
  };
}
