import avro from 'avsc';
import { ChatpulseError } from '../errors.ts';
import { stringHook } from './avro-strings.ts';
import { CURRENT_SCHEMA_IDS, RELEASED_SCHEMAS, type EventTypes } from './generated.ts';

export type EventName = keyof EventTypes;

/** An event with its name: a union that `switch (event.type)` narrows. */
export type ChatpulseEvent = {
  readonly [N in EventName]: { readonly type: N; readonly data: EventTypes[N] };
}[EventName];

/** Magic byte and schema id of the Confluent wire format. */
const HEADER_BYTES = 5;

/**
 * Turns events into records' values and back: Confluent wire format, i.e. a zero byte, the schema id as 32 bits
 * big-endian, the Avro body. Any released version is read as today's version.
 * Source: Confluent Schema Registry documentation, "Wire format".
 */
export interface EventCodec {
  encode<N extends EventName>(type: N, data: EventTypes[N]): Uint8Array;
  /** @throws ChatpulseError CHATPULSE_SCHEMA_UNKNOWN or CHATPULSE_RECORD_UNREADABLE */
  decode(value: Uint8Array): ChatpulseEvent;
  /** The name of the event without reading its body; undefined where the schema is unknown. */
  peek(value: Uint8Array): EventName | undefined;
}

/** Which schema id stands for which released schema. A registry supplies its own; the default is the project's table. */
export interface SchemaIds {
  /** Id to write for a released schema (index in RELEASED_SCHEMAS). */
  readonly toWire: (releasedId: number) => number;
  readonly fromWire: (wireId: number) => number | undefined;
}

/** The project's own table: ids of the embedded log. */
export const OWN_SCHEMA_IDS: SchemaIds = { toWire: (id) => id, fromWire: (id) => id };

interface ReaderOf {
  readonly name: EventName;
  readonly type: avro.Type;
  readonly resolver?: avro.Resolver;
}

export function createCodec(ids: SchemaIds = OWN_SCHEMA_IDS): EventCodec {
  const types = new Map<EventName, avro.Type>();
  const wireIds = new Map<EventName, number>();
  for (const released of RELEASED_SCHEMAS) {
    if (CURRENT_SCHEMA_IDS[released.name] !== released.id) continue;
    types.set(released.name, parseSchema(released.schema));
    wireIds.set(released.name, ids.toWire(released.id));
  }
  const readers = new Map<number, ReaderOf | undefined>();
  let scratch = Buffer.allocUnsafeSlow(64 * 1024);

  function readerOf(wireId: number): ReaderOf | undefined {
    if (readers.has(wireId)) return readers.get(wireId);
    const reader = makeReader(ids.fromWire(wireId), types);
    readers.set(wireId, reader);
    return reader;
  }

  function encode<N extends EventName>(type: N, data: EventTypes[N]): Uint8Array {
    const avroType = types.get(type);
    if (!avroType)
      throw new ChatpulseError('CHATPULSE_SCHEMA_UNKNOWN', { message: `No schema for ${type}.` });
    let end = avroType.encode(data, scratch, HEADER_BYTES);
    if (end < 0) {
      // avsc answers a buffer that is too small with minus the bytes that are missing.
      scratch = Buffer.allocUnsafeSlow((scratch.length - end) * 2);
      end = avroType.encode(data, scratch, HEADER_BYTES);
    }
    const value = Buffer.allocUnsafe(end);
    scratch.copy(value, 0, 0, end);
    value[0] = 0;
    value.writeUInt32BE(wireIds.get(type) ?? 0, 1);
    return value;
  }

  function decode(value: Uint8Array): ChatpulseEvent {
    const buffer = asBuffer(value);
    if (buffer.length < HEADER_BYTES || buffer[0] !== 0)
      throw new ChatpulseError('CHATPULSE_RECORD_UNREADABLE', {
        message: 'The record has no schema header.',
      });
    const wireId = buffer.readUInt32BE(1);
    const reader = readerOf(wireId);
    if (!reader)
      throw new ChatpulseError('CHATPULSE_SCHEMA_UNKNOWN', { message: `Schema id ${wireId} is unknown.` });
    try {
      const decoded = reader.type.decode(buffer, HEADER_BYTES, reader.resolver) as {
        value: unknown;
        offset: number;
      };
      if (decoded.offset !== buffer.length)
        throw new Error(`length ${buffer.length}, read up to ${decoded.offset}`);
      return { type: reader.name, data: decoded.value } as ChatpulseEvent;
    } catch (error) {
      throw new ChatpulseError('CHATPULSE_RECORD_UNREADABLE', {
        message: `The record does not fit ${reader.name}.`,
        cause: error,
      });
    }
  }

  return {
    encode,
    decode,
    peek: (value) =>
      value.length >= HEADER_BYTES && value[0] === 0
        ? readerOf(asBuffer(value).readUInt32BE(1))?.name
        : undefined,
  };
}

function parseSchema(text: string): avro.Type {
  return avro.Type.forSchema(JSON.parse(text) as avro.Schema, { wrapUnions: false, typeHook: stringHook });
}

function makeReader(
  releasedId: number | undefined,
  current: ReadonlyMap<EventName, avro.Type>,
): ReaderOf | undefined {
  const released = releasedId === undefined ? undefined : RELEASED_SCHEMAS[releasedId - 1];
  const type = released && current.get(released.name);
  if (!released || !type) return undefined;
  if (CURRENT_SCHEMA_IDS[released.name] === released.id) return { name: released.name, type };
  return { name: released.name, type, resolver: type.createResolver(parseSchema(released.schema)) };
}

/** A value with its schema id of one table replaced by that of another; what carries no known id stays as it is. */
export function remapSchemaId(value: Uint8Array, from: SchemaIds, to: SchemaIds): Uint8Array {
  const buffer = asBuffer(value);
  if (from === to || buffer.length < HEADER_BYTES || buffer[0] !== 0) return value;
  const released = from.fromWire(buffer.readUInt32BE(1));
  if (released === undefined || RELEASED_SCHEMAS[released - 1] === undefined) return value;
  const copy = Buffer.from(buffer);
  copy.writeUInt32BE(to.toWire(released), 1);
  return copy;
}

function asBuffer(value: Uint8Array): Buffer {
  return Buffer.isBuffer(value) ? value : Buffer.from(value.buffer, value.byteOffset, value.byteLength);
}
