import type { ChatpulseEvent, EventCodec } from '../../core/events/codec.ts';
import type { LogRecord } from '../../core/log/port.ts';
import type { Findings } from './report.ts';

/** A record of `chat.analyzed` that a reader takes, with its event. */
export interface AnalyzedRecord {
  readonly offset: number;
  readonly key: string;
  readonly value: Uint8Array;
  readonly event: ChatpulseEvent;
  /** Its `chat.raw` offset; above those of all records before. */
  readonly stamp: number;
}

/** The records of one partition of `chat.analyzed` as its readers see them: those with a new highest stamp. */
export interface AnalyzedStream {
  /** The next record with a stamp below `stamp`, in order. */
  nextBelow(stamp: number): AnalyzedRecord | undefined;
  /** The next record, if its stamp is this one. */
  nextAt(stamp: number): AnalyzedRecord | undefined;
  /** Whether any record is left. */
  hasMore(): boolean;
}

export interface AnalyzedStreamOptions {
  readonly records: Iterable<LogRecord>;
  readonly codec: EventCodec;
  readonly partition: number;
  readonly findings: Findings;
  /** Whether every reader has set the record aside. */
  readonly isDeadLetter: (offset: number) => boolean;
}

export function createAnalyzedStream(options: AnalyzedStreamOptions): AnalyzedStream {
  const stream = takenRecords(options);
  let head = stream.next();

  function pop(): AnalyzedRecord | undefined {
    if (head.done) return undefined;
    const { value } = head;
    head = stream.next();
    return value;
  }

  return {
    nextBelow: (stamp) => (!head.done && head.value.stamp < stamp ? pop() : undefined),
    nextAt: (stamp) => (!head.done && head.value.stamp === stamp ? pop() : undefined),
    hasMore: () => !head.done,
  };
}

function* takenRecords(options: AnalyzedStreamOptions): Generator<AnalyzedRecord, undefined> {
  const { codec, findings, partition } = options;
  let highest = -1;
  for (const record of options.records) {
    const at = { topic: 'chat.analyzed', partition, offset: record.offset };
    findings.checked('log');
    const event = record.damaged === undefined ? decode(codec, record.value) : undefined;
    if (!event) {
      if (!options.isDeadLetter(record.offset))
        findings.problem({
          rule: 'log',
          kind: 'unreadable',
          what: 'a record cannot be read and is in no dead-letter topic',
          ...at,
        });
      continue;
    }
    const stamp = 'rawOffset' in event.data ? event.data.rawOffset : undefined;
    if (stamp === undefined || stamp < 0) {
      if (!options.isDeadLetter(record.offset))
        findings.problem({
          rule: 'analyzed',
          kind: 'invented',
          what: `a ${event.type} without a chat.raw offset`,
          ...at,
        });
      continue;
    }
    if (stamp <= highest) {
      findings.note('records written again by analyze and skipped by every reader');
      continue;
    }
    highest = stamp;
    yield { offset: record.offset, key: record.key, value: record.value, event, stamp };
  }
  return undefined;
}

/** The event, or undefined where the bytes are none. */
export function decode(codec: EventCodec, value: Uint8Array): ChatpulseEvent | undefined {
  try {
    return codec.decode(value);
  } catch {
    return undefined;
  }
}
