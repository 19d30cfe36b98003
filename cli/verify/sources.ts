/**
 * What the checks read, as plain synchronous iterables and look-ups, so that they know no file. All records and rows
 * come in blocks and in order; nothing is kept beyond a block.
 */
import type { LogRecord } from '../../core/log/port.ts';

/** Kept offsets of a partition: [start, end). */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** What a part has committed for a partition of its input. */
export interface Committed {
  /** The offset after the last record whose outcome is durable. */
  readonly readTo: number;
}

/** The log as it stood when the check of a partition began. */
export interface LogSource {
  range(topic: string, partition: number): Range;
  /** Records of [from, to) in order, whatever of them is there. */
  records(topic: string, partition: number, from: number, to: number): Iterable<LogRecord>;
  /** What a part (`analyze`, `windows`, `words`) has committed; undefined where nothing. */
  committed(part: string, topic: string, partition: number): Committed | undefined;
}

export interface StorePosition {
  readonly nextOffset: number;
  /** The highest `chat.raw` offset taken; -1 where none. */
  readonly stamp: number;
}

export interface ArchivedRow {
  readonly rawOffset: number;
  readonly messageId: string;
  /** The encoded event as stored. */
  readonly value: Uint8Array;
  readonly removed: { readonly at: number; readonly kind: string } | null;
  readonly hidden: boolean;
  readonly approved: boolean;
}

export interface WordsRow {
  /** ms since 1970. */
  readonly start: number;
  /** The encoded WordsRanked. */
  readonly value: Uint8Array;
}

/** One unchanging view of the archive. */
export interface ArchiveSnapshot {
  position(topic: string, partition: number): StorePosition | undefined;
  /** Ids of all broadcasts, with the number of messages that the archive says it has. */
  broadcasts(): readonly { readonly id: string; readonly messages: number }[];
  /** At most `limit` rows above an offset, ascending. */
  messages(broadcastId: string, above: number, limit: number): readonly ArchivedRow[];
  /** The same without all that is not needed to know that they are there. */
  messageIds(
    broadcastId: string,
    above: number,
    limit: number,
  ): readonly Pick<ArchivedRow, 'rawOffset' | 'messageId'>[];
  /** At most `limit` minutes that start after a time, ascending. */
  words(broadcastId: string, after: number, limit: number): readonly WordsRow[];
  /** Where messages of these ids are stored. */
  offsetsOf(broadcastId: string, messageIds: readonly string[]): ReadonlyMap<string, number>;
  /** Ids that are stored more than once: at most `limit`. */
  repeatedIds(broadcastId: string, limit: number): readonly string[];
}

/** The figures of a closed window as stored, by the names of WindowUpdated. */
export interface WindowRow {
  /** ms since 1970. */
  readonly start: number;
  readonly figures: Readonly<Record<string, number>>;
}

/** One unchanging view of the metric store. */
export interface MetricSnapshot {
  position(topic: string, partition: number): StorePosition | undefined;
  broadcasts(): readonly string[];
  /** At most `limit` windows that start after a time, ascending. */
  windows(broadcastId: string, sizeMs: number, after: number, limit: number): readonly WindowRow[];
}

/** Everything as it stood at one moment, or in an order that lets no part seem further than it is. */
export interface Snapshot {
  readonly log: LogSource;
  readonly archive: ArchiveSnapshot;
  readonly metrics: MetricSnapshot;
}

/** Where snapshots come from. */
export interface Snapshots {
  /** A new view; the one before ends. */
  take(): Snapshot;
  close(): void;
}
