/** Copying a log into another one: offsets, append times and commits stay, so that whatever refers to them holds. */
import { createHash } from 'node:crypto';
import { ChatpulseError } from '../errors.ts';
import type { Commit, EventLog, LogRecord, TopicPartition } from './port.ts';

/** What a log is copied from. */
export type LogCopySource = Pick<EventLog, 'read' | 'ranges' | 'committed'>;

/** What a log is copied to: an adapter's way to write what the ordinary append would number and date anew. */
export interface LogCopyTarget extends LogCopySource {
  /**
   * Makes a partition that holds nothing begin at an offset.
   * @throws ChatpulseError CHATPULSE_COPY_REFUSED where it held something
   */
  beginAt(at: TopicPartition, offset: number): Promise<void>;
  /** Appends records, whose offsets go on where the partition ends, with their append times; durable when it resolves. */
  appendCopied(at: TopicPartition, records: readonly LogRecord[]): Promise<void>;
  storeCommits(group: string, commits: readonly Commit[]): Promise<void>;
  close(): Promise<void>;
}

export interface CopyLogOptions {
  readonly from: LogCopySource;
  readonly to: LogCopyTarget;
  readonly topics: readonly string[];
  /** Groups whose commits are copied. */
  readonly groups: readonly string[];
  /** From a value's schema id in the source to the one in the target; default: as it is. */
  readonly remap?: (value: Uint8Array) => Uint8Array;
  /** Reads back what was written and compares; default true. */
  readonly check?: boolean;
  readonly onProgress?: (progress: CopyProgress) => void;
}

export interface CopyProgress {
  readonly phase: 'copy' | 'check';
  readonly done: number;
  readonly total: number;
}

export interface CopyResult {
  /** Records written by this run. */
  readonly copied: number;
  /** Records that an earlier run had written already. */
  readonly there: number;
  /** Records that the source could not give as they were written; they are copied as they are. */
  readonly damaged: number;
}

const BLOCK = 2_000;

interface Span extends TopicPartition {
  readonly start: number;
  readonly from: number;
  readonly end: number;
  /** The target's partition begins where the source's does. */
  readonly begun: boolean;
}

/**
 * Copies every record that the source holds now. A copy that was cut short goes on where it ended; one into a log that
 * holds something else is refused.
 * @throws ChatpulseError CHATPULSE_COPY_REFUSED before anything is written, CHATPULSE_COPY_DIFFERS where the copy is
 * not what the source holds
 */
export async function copyLog(options: CopyLogOptions): Promise<CopyResult> {
  const { from, to, onProgress } = options;
  const remap = options.remap ?? ((value: Uint8Array) => value);
  // Commits first: none may be ahead of what is copied.
  const commits = new Map<string, readonly Commit[]>();
  for (const group of options.groups) commits.set(group, await from.committed(group));
  const spans = (await Promise.all(options.topics.map((topic) => spansOf(options, topic)))).flat();
  const total = spans.reduce((sum, span) => sum + span.end - span.from, 0);
  let done = 0;
  let damaged = 0;
  for (const span of spans) {
    if (!span.begun) await to.beginAt(span, span.start);
    for await (const block of blocksOf(from, span)) {
      damaged += block.filter((record) => record.damaged !== undefined).length;
      await to.appendCopied(
        span,
        block.map((record) => ({ ...record, value: remap(record.value) })),
      );
      done += block.length;
      onProgress?.({ phase: 'copy', done, total });
    }
  }
  if (options.check ?? true) await compareAll(options, spans, remap, total);
  for (const [group, list] of commits) if (list.length > 0) await to.storeCommits(group, list);
  return { copied: done, there: spans.reduce((sum, span) => sum + span.from - span.start, 0), damaged };
}

async function spansOf({ from, to }: CopyLogOptions, topic: string): Promise<Span[]> {
  const existing = new Map((await to.ranges(topic)).map((range) => [range.partition, range]));
  return (await from.ranges(topic)).map(({ partition, start, end }) => {
    const there = existing.get(partition);
    if (!there) throw refused(`The target has no partition ${topic}/${partition}.`);
    // A beginning that was cut short is for the adapter to know.
    if (there.start < start && there.end <= start)
      return { topic, partition, start, from: start, end, begun: false };
    if (there.end > end || there.start !== start)
      throw refused(
        `${topic}/${partition} of the target holds offsets ${there.start} to ${there.end}, the source ${start} to ${end}.`,
      );
    return { topic, partition, start, from: there.end, end, begun: true };
  });
}

async function* blocksOf(log: LogCopySource, span: Span, from = span.from): AsyncGenerator<LogRecord[]> {
  let offset = from;
  while (offset < span.end) {
    const read = await log.read({
      topic: span.topic,
      partition: span.partition,
      offset,
      maxRecords: BLOCK,
    });
    const block = read.filter((record) => record.offset < span.end);
    const last = block.at(-1);
    if (!last || last.offset - offset + 1 !== block.length)
      throw differs(`${span.topic}/${span.partition} has a hole at offset ${offset}`);
    yield block;
    offset = last.offset + 1;
  }
}

/** Both logs from the first record on, also what earlier runs wrote. */
async function compareAll(
  { from, to, onProgress }: CopyLogOptions,
  spans: readonly Span[],
  remap: (value: Uint8Array) => Uint8Array,
  total: number,
): Promise<void> {
  let done = 0;
  for (const span of spans) {
    const copies = blocksOf(to, span, span.start);
    const expected = createHash('sha256');
    const found = createHash('sha256');
    for await (const block of blocksOf(from, span, span.start))
      for (const record of block) addTo(expected, { ...record, value: remap(record.value) });
    for await (const block of copies) {
      for (const record of block) addTo(found, record);
      done += block.length;
      onProgress?.({ phase: 'check', done, total: Math.max(total, done) });
    }
    if (expected.digest('hex') !== found.digest('hex'))
      throw differs(`${span.topic}/${span.partition} is not what the source holds`);
  }
}

function addTo(hash: ReturnType<typeof createHash>, record: LogRecord): void {
  const { offset, key, appendTime, headers, value } = record;
  const sorted = Object.entries(headers).sort(([a], [b]) => (a < b ? -1 : 1));
  hash.update(JSON.stringify([offset, key, appendTime, sorted, value.length])).update(value);
}

function refused(message: string): ChatpulseError {
  return new ChatpulseError('CHATPULSE_COPY_REFUSED', { message });
}

function differs(message: string): ChatpulseError {
  return new ChatpulseError('CHATPULSE_COPY_DIFFERS', { message: `${message}.` });
}
