import type { EventCodec } from '../../core/events/codec.ts';
import type { EventLog, LogRecord } from '../../core/log/port.ts';
import { partitionOf } from '../../core/log/partitioner.ts';

const CHUNK = 2_000;
/** Look back over at most so many records of the partition, whoever they are of. */
const MAX_LOOK_BACK = 200_000;

/** What the log's end tells of a broadcast that goes on. */
export interface Tail {
  /** Ids of its last messages and of the originals of shared ones, oldest first. */
  readonly ids: readonly string[];
  /** Messages that the platform told to be removed. */
  readonly removedIds: readonly string[];
  readonly messages: number;
  /** What was said before (ms since 1970) may be in the log without being known here; undefined where all is known. */
  readonly knownFrom: number | undefined;
  /** Highest event time, ms since 1970; undefined where there is no record. */
  readonly eventTime: number | undefined;
  /** When the producer last showed life, ms since 1970. */
  readonly aliveAt: number | undefined;
  readonly lastMessageAt: number | undefined;
  /** The last place where the source can go on. */
  readonly cursor: string | null;
  /** Of its last message; undefined where there is none. */
  readonly clock: 'live' | 'recorded' | undefined;
}

export interface ReadTailOptions {
  readonly log: EventLog;
  readonly codec: EventCodec;
  readonly broadcastId: string;
  /** When the broadcast began, ms since 1970: nothing of it is older. */
  readonly since: number;
  /** So many of the broadcast's own records are enough. */
  readonly ownRecords: number;
}

/** Reads back from the end of the partition that holds a broadcast. */
export async function readTail(options: ReadTailOptions): Promise<Tail> {
  const { log, codec, broadcastId, since, ownRecords } = options;
  const ranges = await log.ranges('chat.raw');
  const partition = partitionOf(broadcastId, ranges.length);
  const range = ranges.find((candidate) => candidate.partition === partition);
  const first = Math.max(range?.start ?? 0, (range?.end ?? 0) - MAX_LOOK_BACK);
  let tail = EMPTY;
  let own = 0;
  let knownFrom: number | undefined;
  for (let end = range?.end ?? 0; end > first && own < ownRecords;) {
    const start = Math.max(first, end - CHUNK);
    const records = await readSpan(log, partition, start, end);
    const ownHere = records.filter((record) => record.key === broadcastId);
    own += ownHere.length;
    tail = join(summarise(ownHere, codec), tail);
    const reached = records[0]?.appendTime ?? 0;
    if (reached < since || start === 0) return tail;
    knownFrom = reached;
    end = start;
  }
  return { ...tail, knownFrom };
}

const EMPTY: Tail = {
  ids: [],
  removedIds: [],
  messages: 0,
  knownFrom: undefined,
  eventTime: undefined,
  aliveAt: undefined,
  lastMessageAt: undefined,
  cursor: null,
  clock: undefined,
};

function join(earlier: Tail, later: Tail): Tail {
  return {
    ids: [...earlier.ids, ...later.ids],
    removedIds: [...earlier.removedIds, ...later.removedIds],
    messages: earlier.messages + later.messages,
    knownFrom: undefined,
    eventTime: highest(earlier.eventTime, later.eventTime),
    aliveAt: highest(earlier.aliveAt, later.aliveAt),
    lastMessageAt: highest(earlier.lastMessageAt, later.lastMessageAt),
    cursor: later.cursor ?? earlier.cursor,
    clock: later.clock ?? earlier.clock,
  };
}

function highest(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.max(a, b);
}

async function readSpan(log: EventLog, partition: number, start: number, end: number): Promise<LogRecord[]> {
  const records: LogRecord[] = [];
  for (let offset = start; offset < end;) {
    const read = await log.read({ topic: 'chat.raw', partition, offset, maxRecords: end - offset });
    const last = read[read.length - 1];
    if (!last) break;
    for (const record of read) if (record.offset < end) records.push(record);
    offset = last.offset + 1;
  }
  return records;
}

function summarise(records: readonly LogRecord[], codec: EventCodec): Tail {
  const ids: string[] = [];
  const removedIds: string[] = [];
  let messages = 0;
  let eventTime: number | undefined;
  let aliveAt: number | undefined;
  let lastMessageAt: number | undefined;
  let cursor: string | null = null;
  let clock: Tail['clock'];
  for (const record of records) {
    const event = decode(record, codec);
    if (!event || !('receivedAt' in event.data)) continue;
    eventTime = Math.max(eventTime ?? 0, event.data.eventTime);
    aliveAt = Math.max(aliveAt ?? 0, event.data.receivedAt);
    if (event.type === 'SourceProgress') cursor = event.data.cursor ?? cursor;
    if (event.type === 'MessageRemoved') removedIds.push(event.data.messageId);
    if (event.type !== 'MessagePosted') continue;
    messages += 1;
    lastMessageAt = event.data.receivedAt;
    clock = event.data.clock;
    ids.push(event.data.messageId);
    if (event.data.originId !== null) ids.push(event.data.originId);
  }
  return {
    ids,
    removedIds,
    messages,
    knownFrom: undefined,
    eventTime,
    aliveAt,
    lastMessageAt,
    cursor,
    clock,
  };
}

/** A record that cannot be read is a matter for the readers of the topic; here it only is no help. */
function decode(record: LogRecord, codec: EventCodec) {
  try {
    return codec.decode(record.value);
  } catch {
    return undefined;
  }
}
