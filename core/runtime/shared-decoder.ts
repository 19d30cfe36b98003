import type { EventCodec } from '../events/codec.ts';
import type { LogRecord } from '../log/port.ts';
import type { InputRecord } from './partition-task.ts';

const READ = Symbol('record with its event');

/** A record that remembers what was read from it. */
interface RememberingRecord extends LogRecord {
  [READ]?: InputRecord;
}

/**
 * Reads a record once for all readers of a thread: adapters give the same record objects to readers that are close to
 * each other, and what was read for one stays with its record as long as the adapter keeps that.
 * @throws as the codec does; a record that cannot be decoded is tried anew
 */
export function createSharedDecoder(codec: EventCodec): (record: LogRecord) => InputRecord {
  return (record: RememberingRecord) =>
    (record[READ] ??= {
      offset: record.offset,
      key: record.key,
      appendTime: record.appendTime,
      value: record.value,
      event: codec.decode(record.value),
    });
}
