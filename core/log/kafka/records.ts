import type { Headers, LogRecord } from '../port.ts';
import type { FetchedMessage } from './internals.ts';

const NO_HEADERS: Headers = {};
const NO_BYTES = new Uint8Array(0);

/** Records of a fetch from an offset on, and the offset to go on from; undefined when there was nothing. */
export interface FetchedRecords {
  readonly records: readonly LogRecord[];
  readonly next: number | undefined;
}

/**
 * The records that were asked for. A broker answers whole stored batches, so records before the offset come along;
 * marks of transactions, which other programs may write, are skipped but passed over.
 */
export function toRecords(messages: readonly FetchedMessage[], from: number): FetchedRecords {
  const records: LogRecord[] = [];
  let next: number | undefined;
  for (const message of messages) {
    const offset = Number(message.offset);
    if (offset < from) continue;
    next = offset + 1;
    if (!message.isControlRecord) records.push(toRecord(message, offset));
  }
  return { records, next };
}

function toRecord(message: FetchedMessage, offset: number): LogRecord {
  const record = {
    offset,
    key: message.key === null ? '' : message.key.toString('utf8'),
    value: message.value ?? NO_BYTES,
    headers: toHeaders(message.headers),
    appendTime: Number(message.timestamp),
  };
  // Chatpulse writes no such record: another program did.
  return message.value === null ? { ...record, damaged: 'The record has no value.' } : record;
}

function toHeaders(headers: FetchedMessage['headers']): Headers {
  let texts: Record<string, string> | undefined;
  for (const name in headers) {
    const given = headers[name];
    const value = Array.isArray(given) ? (given as readonly Buffer[]).at(-1) : (given as Buffer | null);
    texts ??= {};
    texts[name] = value ? value.toString('utf8') : '';
  }
  return texts ?? NO_HEADERS;
}
