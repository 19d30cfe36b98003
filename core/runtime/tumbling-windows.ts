import type { CommitPoint } from './commit-metadata.ts';

/** One open window of one broadcast. */
export interface OpenWindow<S> {
  readonly broadcastId: string;
  /** Length in ms. */
  readonly sizeMs: number;
  /** ms since 1970, a multiple of the length. */
  readonly start: number;
  readonly state: S;
  /** The first record that it needs, and the highest stamp before that. */
  readonly firstOffset: number;
  readonly stampBefore: number;
  /** The highest stamp counted. */
  stamp: number;
  /** Changed since it was last given out. */
  dirty: boolean;
}

/** What the windows need to know of a record. Times are ms since 1970. */
export interface WindowedRecord {
  readonly broadcastId: string;
  readonly offset: number;
  /** The clock of the broadcast; never goes back within it. */
  readonly eventTime: number;
  /** Append time in `chat.raw`. */
  readonly rawAppend: number;
  /** Offset in `chat.raw`. */
  readonly stamp: number;
  /** The clock comes from a recording, so that append times say nothing about it. */
  readonly recorded: boolean;
}

export interface TumblingWindowsOptions<S> {
  readonly sizes: readonly number[];
  readonly createState: (broadcastId: string) => S;
  readonly onClose: (window: OpenWindow<S>) => void;
  /** The highest stamp before the first record that will come; -1 at the very beginning. */
  readonly stampBefore: number;
}

/** A window of a live broadcast closes at the latest when the log's append times are so far past its end. */
export const CLOSE_AFTER_MS = 10 * 60_000;

interface BroadcastWindows<S> {
  readonly open: OpenWindow<S>[];
  recorded: boolean;
}

/**
 * Tumbling windows per broadcast over one partition. A window closes when its broadcast's event time passes its end,
 * or when the highest append time taken is ten minutes past it: by what is in the log, never by a wall clock, so that
 * reading again closes the same windows at the same records.
 */
export interface TumblingWindows<S> {
  /** Moves the clocks by a record, closing what is over. To be called for every record, before it is counted. */
  advance(record: WindowedRecord): void;
  /** The windows that a record falls into, opened where needed; marks them as changed. */
  windowsAt(record: WindowedRecord): readonly OpenWindow<S>[];
  /** Windows changed since the last call. */
  takeDirty(): readonly OpenWindow<S>[];
  commitPoint(next: { readonly nextOffset: number; readonly stamp: number }): CommitPoint;
}

export function createTumblingWindows<S>(options: TumblingWindowsOptions<S>): TumblingWindows<S> {
  const broadcasts = new Map<string, BroadcastWindows<S>>();
  /** When the next live window is overdue; saves looking through all of them at every record. */
  let nextDeadline = Infinity;
  let highestStamp = options.stampBefore;
  /** The highest stamp before the record in hand. */
  let highestBefore = options.stampBefore;

  function closeWhere(
    broadcastId: string,
    broadcast: BroadcastWindows<S>,
    isOver: (end: number) => boolean,
  ): void {
    let kept = 0;
    for (const window of broadcast.open) {
      if (isOver(window.start + window.sizeMs)) options.onClose(window);
      else broadcast.open[kept++] = window;
    }
    broadcast.open.length = kept;
    if (kept === 0) broadcasts.delete(broadcastId);
  }

  function closeOverdue(rawAppend: number): void {
    for (const [id, broadcast] of [...broadcasts])
      if (!broadcast.recorded) closeWhere(id, broadcast, (end) => end + CLOSE_AFTER_MS < rawAppend);
    nextDeadline = Infinity;
    for (const broadcast of broadcasts.values())
      if (!broadcast.recorded)
        for (const window of broadcast.open)
          nextDeadline = Math.min(nextDeadline, window.start + window.sizeMs + CLOSE_AFTER_MS);
  }

  function openAt(broadcast: BroadcastWindows<S>, record: WindowedRecord, sizeMs: number): OpenWindow<S> {
    const start = Math.floor(record.eventTime / sizeMs) * sizeMs;
    const known = broadcast.open.find((window) => window.sizeMs === sizeMs && window.start === start);
    if (known) return known;
    const window: OpenWindow<S> = {
      broadcastId: record.broadcastId,
      sizeMs,
      start,
      state: options.createState(record.broadcastId),
      firstOffset: record.offset,
      stampBefore: highestBefore,
      stamp: record.stamp,
      dirty: true,
    };
    broadcast.open.push(window);
    if (!broadcast.recorded) nextDeadline = Math.min(nextDeadline, start + sizeMs + CLOSE_AFTER_MS);
    return window;
  }

  return {
    advance(record) {
      highestBefore = highestStamp;
      highestStamp = Math.max(highestStamp, record.stamp);
      if (record.rawAppend > nextDeadline) closeOverdue(record.rawAppend);
      const broadcast = broadcasts.get(record.broadcastId);
      if (!broadcast) return;
      for (const window of broadcast.open)
        if (window.start + window.sizeMs <= record.eventTime) {
          closeWhere(record.broadcastId, broadcast, (end) => end <= record.eventTime);
          return;
        }
    },
    windowsAt(record) {
      let broadcast = broadcasts.get(record.broadcastId);
      if (!broadcast)
        broadcasts.set(record.broadcastId, (broadcast = { open: [], recorded: record.recorded }));
      const windows: OpenWindow<S>[] = [];
      for (const size of options.sizes) {
        const window = openAt(broadcast, record, size);
        window.stamp = record.stamp;
        window.dirty = true;
        windows.push(window);
      }
      return windows;
    },
    takeDirty() {
      const dirty: OpenWindow<S>[] = [];
      for (const broadcast of broadcasts.values())
        for (const window of broadcast.open)
          if (window.dirty) {
            window.dirty = false;
            dirty.push(window);
          }
      return dirty;
    },
    commitPoint({ nextOffset, stamp }) {
      let first: OpenWindow<S> | undefined;
      for (const broadcast of broadcasts.values())
        for (const window of broadcast.open)
          if (!first || window.firstOffset < first.firstOffset) first = window;
      return first
        ? { offset: first.firstOffset, stamp: first.stampBefore, readTo: nextOffset }
        : { offset: nextOffset, stamp, readTo: nextOffset };
    },
  };
}
