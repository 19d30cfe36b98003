import { ChatpulseError, describeError } from '../errors.ts';
import type { AppendRecord, LogRecord, RecordBatch } from '../log/port.ts';
import { deadLetter } from './dead-letter.ts';
import { stampOf } from './stamp.ts';
import type { InputRecord } from './partition-task.ts';

/** How far a partition was read, by what the records themselves say. */
export interface ReadingState {
  /** The highest stamp taken so far; raised by what is read. */
  stamp: number;
  /** Records below it were dealt with by an earlier life: what of them cannot be read has been set aside. */
  readonly readTo: number;
}

/** What a batch gave: input in order, and what cannot be read. */
export interface ReadBatch {
  readonly records: readonly InputRecord[];
  readonly dead: readonly AppendRecord[];
}

export interface InputReaderOptions {
  /** Decodes a record. */
  readonly read: (record: LogRecord) => InputRecord;
  /** The reader, as dead letters name it. */
  readonly name: string;
}

/**
 * Makes input of the records of a batch: without those whose stamp was taken before, and with those that cannot be read
 * set apart.
 * @throws ChatpulseError CHATPULSE_REGISTRY_UNAVAILABLE
 */
export function readInput(batch: RecordBatch, state: ReadingState, options: InputReaderOptions): ReadBatch {
  const records: InputRecord[] = [];
  const dead: AppendRecord[] = [];
  for (const record of batch.records) {
    try {
      if (record.damaged) throw new ChatpulseError('CHATPULSE_LOG_CORRUPT', { message: record.damaged });
      const input = options.read(record);
      const stamp = stampOf(input.event);
      if (stamp !== undefined) {
        if (stamp <= state.stamp) continue;
        state.stamp = stamp;
      }
      records.push(input);
    } catch (error) {
      // Nothing is wrong with the record: whoever begins again after a while can read it.
      if (error instanceof ChatpulseError && error.code === 'CHATPULSE_REGISTRY_UNAVAILABLE') throw error;
      if (record.offset < state.readTo) continue;
      dead.push(deadLetter({ ...batch, record, handler: options.name, reason: describeError(error) }));
    }
  }
  return { records, dead };
}
