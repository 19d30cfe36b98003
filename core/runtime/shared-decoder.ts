import type { ChatpulseEvent, EventCodec } from '../events/codec.ts';
import type { LogRecord } from '../log/port.ts';

const DECODED = Symbol('decoded event');

/** A record that remembers its event. */
interface RememberingRecord extends LogRecord {
  [DECODED]?: ChatpulseEvent;
}

/**
 * Decodes a record once for all readers of a thread: adapters give the same record objects to readers that are close to
 * each other, and an event that was decoded for one stays with its record as long as the adapter keeps that.
 * @throws as the codec does; a record that cannot be decoded is tried anew
 */
export function createSharedDecoder(codec: EventCodec): (record: LogRecord) => ChatpulseEvent {
  return (record: RememberingRecord) => (record[DECODED] ??= codec.decode(record.value));
}
