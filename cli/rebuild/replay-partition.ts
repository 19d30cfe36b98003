import type { EventCodec } from '../../core/events/codec.ts';
import type { InputRecord } from '../../core/runtime/partition-task.ts';
import { stampOf } from '../../core/runtime/stamp.ts';
import type { LogSource } from '../verify/sources.ts';

export interface ReplayOptions {
  readonly log: LogSource;
  readonly codec: EventCodec;
  readonly topic: string;
  readonly partition: number;
  /** Whether the part whose projection is rebuilt has set a record aside. */
  readonly isDeadLetter: (offset: number) => boolean;
  /** What to do at an unreadable record that was not set aside: `stop` leaves it, and what follows, to the server. */
  readonly unreadable: 'stop' | 'skip';
  /** Called with the number of records of each block. */
  readonly onRead: (records: number) => void;
}

/** How a replay ended. */
export interface ReplayEnd {
  /** The offset after the last record that was dealt with. */
  readonly nextOffset: number;
  /** The highest `chat.raw` offset taken; -1 where none. */
  readonly stamp: number;
}

const BLOCK = 1_000;

/**
 * The records of a partition in blocks, as every reader of the topic takes them: decoded, each stamp once. Reads the
 * file alone: nothing is appended, nothing committed.
 */
export function* replayPartition(options: ReplayOptions): Generator<readonly InputRecord[], ReplayEnd> {
  const { log, codec, topic, partition } = options;
  const { start, end } = log.range(topic, partition);
  let stamp = -1;
  let nextOffset = start;
  let block: InputRecord[] = [];
  let read = 0;
  for (const record of log.records(topic, partition, start, end)) {
    const event = record.damaged === undefined ? decodeOrNothing(codec, record.value) : undefined;
    if (!event && options.unreadable === 'stop' && !options.isDeadLetter(record.offset)) break;
    nextOffset = record.offset + 1;
    read += 1;
    if (event && !options.isDeadLetter(record.offset)) {
      const its = stampOf(event);
      if (its === undefined || its > stamp) {
        stamp = Math.max(stamp, its ?? -1);
        const { offset, key, appendTime, value } = record;
        block.push({ offset, key, appendTime, value, event });
      }
    }
    if (read < BLOCK) continue;
    yield block;
    options.onRead(read);
    block = [];
    read = 0;
  }
  if (block.length > 0) yield block;
  options.onRead(read);
  return { nextOffset, stamp };
}

function decodeOrNothing(codec: EventCodec, value: Uint8Array): InputRecord['event'] | undefined {
  try {
    return codec.decode(value);
  } catch {
    return undefined;
  }
}
