import { deadLetterTopic } from '../events/topics.ts';
import type { AppendRecord, Headers, LogRecord } from '../log/port.ts';

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

/** Records that retention deleted before a part had read them. */
export interface LostRecords {
  readonly topic: string;
  readonly partition: number;
  /** The part that never read them. */
  readonly handler: string;
  /** The first offset that is lost, and the one after the last. */
  readonly from: number;
  readonly to: number;
  /** The `chat.raw` offsets of what is lost lie between these two; where the topic has such stamps. */
  readonly stamps?: { readonly above: number; readonly below: number };
  readonly reason: string;
}

/** One dead letter without content stands for all records of a stretch that is gone. */
export function lostRecordsLetter(lost: LostRecords): AppendRecord {
  const { topic, partition, handler, reason, from, to, stamps } = lost;
  const letter = deadLetter({
    topic,
    partition,
    handler,
    reason,
    record: { key: '', value: new Uint8Array(), headers: {}, offset: from, appendTime: 0 },
  });
  return {
    ...letter,
    headers: {
      ...letter.headers,
      'dead-letter-end': String(to),
      ...(stamps && {
        'dead-letter-stamps-above': String(stamps.above),
        'dead-letter-stamps-below': String(stamps.below),
      }),
    },
  };
}

/** What {@link lostRecordsLetter} wrote; undefined for the dead letter of a single record. */
export function lostRecordsOf(headers: Headers): LostRecords | undefined {
  const number = (name: string): number => Number(headers[`dead-letter-${name}`] ?? Number.NaN);
  const to = number('end');
  if (!Number.isSafeInteger(to)) return undefined;
  const [above, below] = [number('stamps-above'), number('stamps-below')];
  return {
    topic: headers['dead-letter-topic'] ?? '',
    partition: number('partition'),
    handler: headers['dead-letter-handler'] ?? '',
    reason: headers['dead-letter-reason'] ?? '',
    from: number('offset'),
    to,
    ...(Number.isSafeInteger(above) && Number.isSafeInteger(below) && { stamps: { above, below } }),
  };
}
