import type { AppendRecord, Position } from '../port.ts';
import type { ProduceMessage } from './internals.ts';

/** A record whose partition is known. */
export interface RoutedRecord extends AppendRecord {
  readonly partition: number;
}

/** An append under way. */
interface Append {
  /** Resolves with the positions when all are written, in the order given; rejects at the first failure. */
  readonly written: Promise<readonly Position[]>;
  wrote(index: number, position: Position): void;
  fail(error: Error): void;
}

/** A record that waits to be sent. */
export interface Pending {
  readonly message: ProduceMessage;
  readonly append: Append;
  /** Its place in the append. */
  readonly index: number;
  /** When it was handed in, ms since 1970. */
  readonly since: number;
}

export function createAppend(count: number): Append {
  const positions = new Array<Position>(count);
  let left = count;
  let resolve: (positions: readonly Position[]) => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  const written = new Promise<readonly Position[]>((resolveIt, rejectIt) => {
    resolve = resolveIt;
    fail = rejectIt;
  });
  if (left === 0) resolve(positions);
  return {
    written,
    fail,
    wrote(index, position) {
      positions[index] = position;
      left -= 1;
      if (left === 0) resolve(positions);
    },
  };
}

export function toMessage(record: RoutedRecord): ProduceMessage {
  const { buffer, byteOffset, byteLength } = record.value;
  return {
    key: record.key,
    value: Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength),
    headers: { ...record.headers },
  };
}

/** Below the 1,048,588 bytes that a broker takes by default, with room for what the format adds. */
const MAX_BYTES = 900_000;
const MAX_RECORDS = 10_000;

/** Takes the next batch off a queue; a record that is larger than a batch may be goes alone. */
export function takeBatch(queue: Pending[]): readonly Pending[] {
  let bytes = 0;
  let count = 0;
  for (const { message } of queue) {
    bytes += sizeOf(message);
    if (count > 0 && (bytes > MAX_BYTES || count >= MAX_RECORDS)) break;
    count += 1;
  }
  return queue.splice(0, count);
}

/** An upper bound of what a record takes on the wire, bytes. */
function sizeOf(message: ProduceMessage): number {
  let bytes = 40 + message.key.length * 3 + message.value.length;
  for (const name in message.headers)
    bytes += 10 + name.length * 3 + (message.headers[name]?.length ?? 0) * 3;
  return bytes;
}
