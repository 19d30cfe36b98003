import type { AppendRecord, Headers, LogRecord } from '../port.ts';

/*
 * A stored batch is the concatenation of its records, so that two batches joined are a batch. One record is
 *   u16 length of key, key (UTF-8); u16 length of headers, headers (JSON, UTF-8; 0: none); u32 length of value, value
 * with big-endian lengths. Offsets are the batch's first offset plus the place in the batch.
 */
const FIXED_BYTES = 8;
const MAX_SHORT = 0xffff;
const NO_HEADERS: Headers = Object.freeze({});

/** Encodes records of one partition. Keys and headers are limited to 65,535 bytes each. */
export function encodeRecords(records: readonly AppendRecord[]): Buffer {
  const headers = records.map((record) => (hasEntries(record.headers) ? JSON.stringify(record.headers) : ''));
  let size = 0;
  records.forEach((record, i) => {
    size +=
      FIXED_BYTES + Buffer.byteLength(record.key) + Buffer.byteLength(headers[i] ?? '') + record.value.length;
  });
  // Not from the shared pool: the buffer is handed to another thread.
  const out = Buffer.allocUnsafeSlow(size);
  let at = 0;
  records.forEach((record, i) => {
    at = writeShortText(out, at, record.key);
    at = writeShortText(out, at, headers[i] ?? '');
    at = out.writeUInt32BE(record.value.length, at);
    out.set(record.value, at);
    at += record.value.length;
  });
  return out;
}

export interface StoredBatch {
  readonly baseOffset: number;
  readonly count: number;
  readonly appendTime: number;
  readonly payload: Buffer;
}

/** Decodes a batch; values are views into the payload. @throws RangeError where the bytes do not hold `count` records */
export function decodeRecords(batch: StoredBatch): LogRecord[] {
  const { payload, appendTime } = batch;
  const records: LogRecord[] = [];
  let at = 0;
  let key = '';
  /** Where the last key stands. */
  let keyStart = 0;
  let keyLength = -1;
  for (let i = 0; i < batch.count; i += 1) {
    const length = payload.readUInt16BE(at);
    const keyEnd = at + 2 + length;
    // Records in a row mostly share the key; comparing bytes is cheaper than decoding them.
    if (length !== keyLength || !isSame(payload, at + 2, keyStart, length)) {
      key = payload.toString('utf8', at + 2, keyEnd);
      keyStart = at + 2;
      keyLength = length;
    }
    const headersEnd = keyEnd + 2 + payload.readUInt16BE(keyEnd);
    const headers =
      headersEnd === keyEnd + 2 ? NO_HEADERS : parseHeaders(payload.subarray(keyEnd + 2, headersEnd));
    const valueStart = headersEnd + 4;
    const valueEnd = valueStart + payload.readUInt32BE(headersEnd);
    if (valueEnd > payload.length) throw new RangeError('the batch is shorter than its records');
    records.push({
      offset: batch.baseOffset + i,
      key,
      value: payload.subarray(valueStart, valueEnd),
      headers,
      appendTime,
    });
    at = valueEnd;
  }
  if (at !== payload.length) throw new RangeError('the batch is longer than its records');
  return records;
}

/** Whether the same bytes stand at two places; a loop, since views for a call would cost more than the few bytes. */
function isSame(payload: Buffer, left: number, right: number, length: number): boolean {
  for (let i = 0; i < length; i += 1) if (payload[left + i] !== payload[right + i]) return false;
  return true;
}

function parseHeaders(bytes: Buffer): Headers {
  return JSON.parse(bytes.toString('utf8')) as Headers;
}

function hasEntries(headers: Headers | undefined): headers is Headers {
  return headers !== undefined && Object.keys(headers).length > 0;
}

function writeShortText(out: Buffer, at: number, text: string): number {
  const length = out.write(text, at + 2, 'utf8');
  if (length > MAX_SHORT)
    throw new RangeError('a key or the headers of a record are longer than 65,535 bytes');
  out.writeUInt16BE(length, at);
  return at + 2 + length;
}
