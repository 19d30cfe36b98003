/** Tumbling windows by the words of the promise, worked out anew: see rules.ts for why. */
import type { ChatpulseEvent } from '../../core/events/codec.ts';
import type { AnalyzedRecord } from './analyzed-stream.ts';

/** A window closes at the latest when the append time taken is so far past its end, unless the clock is recorded. */
const CLOSE_AFTER_MS = 10 * 60_000;

export interface ClosedWindow<S> {
  readonly broadcastId: string;
  readonly sizeMs: number;
  readonly start: number;
  readonly state: S;
  /** The highest `chat.raw` offset counted. */
  readonly stamp: number;
  /** The offset in `chat.analyzed` of the record that closed it. */
  readonly closedBy: number;
  /** Records before the kept log may belong into it. */
  readonly incomplete: boolean;
}

export interface WindowRuleOptions<S> {
  readonly sizes: readonly number[];
  readonly empty: () => S;
  /** Counts an event; false where it does not open a window. */
  readonly counts: (event: ChatpulseEvent) => boolean;
  readonly count: (state: S, event: ChatpulseEvent) => void;
  readonly onClose: (window: ClosedWindow<S>) => void;
  /** `chat.analyzed` does not begin at its first record any more. */
  readonly trimmed: boolean;
}

/** Takes the records of one partition in order. */
export interface WindowRule {
  take(record: AnalyzedRecord): void;
  /** Windows that are still open. */
  open(): number;
}

interface Open<S> {
  readonly start: number;
  readonly end: number;
  readonly recorded: boolean;
  readonly incomplete: boolean;
  readonly state: S;
  stamp: number;
}

/** By place in `sizes`. Event time never goes back, so that a broadcast has one open window of a size at most. */
type Slots<S> = (Open<S> | undefined)[];

export function createWindowRule<S>(options: WindowRuleOptions<S>): WindowRule {
  const { sizes } = options;
  const open = new Map<string, Slots<S>>();
  /** When the next window of a live broadcast is overdue. */
  let overdueAt = Number.POSITIVE_INFINITY;
  let firstAppend: number | undefined;
  const firstTimes = new Map<string, number>();

  function closeWhere(
    id: string,
    slots: Slots<S>,
    closedBy: number,
    isOver: (window: Open<S>) => boolean,
  ): void {
    let left = 0;
    slots.forEach((window, i) => {
      if (!window) return;
      if (!isOver(window)) {
        left += 1;
        return;
      }
      slots[i] = undefined;
      const { start, state, stamp, incomplete } = window;
      options.onClose({ broadcastId: id, sizeMs: sizes[i] ?? 0, start, state, stamp, closedBy, incomplete });
    });
    if (left === 0) open.delete(id);
  }

  function closeOverdue(rawAppend: number, closedBy: number): void {
    for (const [id, slots] of [...open])
      closeWhere(
        id,
        slots,
        closedBy,
        (window) => !window.recorded && window.end + CLOSE_AFTER_MS < rawAppend,
      );
    overdueAt = Number.POSITIVE_INFINITY;
    for (const slots of open.values())
      for (const window of slots)
        if (window && !window.recorded) overdueAt = Math.min(overdueAt, window.end + CLOSE_AFTER_MS);
  }

  /** After retention: only what begins later than any lost record can reach is known to be whole. */
  function mayMissRecords(at: Facts, start: number): boolean {
    if (!options.trimmed) return false;
    return at.recorded
      ? start <= (firstTimes.get(at.broadcastId) ?? at.eventTime)
      : start <= (firstAppend ?? 0) + 60_000;
  }

  return {
    take(record) {
      const at = factsOf(record.event);
      if (!at) return;
      firstAppend ??= at.rawAppend;
      if (options.trimmed && !firstTimes.has(at.broadcastId)) firstTimes.set(at.broadcastId, at.eventTime);
      if (at.rawAppend > overdueAt) closeOverdue(at.rawAppend, record.offset);
      let slots = open.get(at.broadcastId);
      if (slots?.some((window) => window !== undefined && window.end <= at.eventTime)) {
        closeWhere(at.broadcastId, slots, record.offset, (window) => window.end <= at.eventTime);
        slots = open.get(at.broadcastId);
      }
      if (!options.counts(record.event)) return;
      if (!slots) open.set(at.broadcastId, (slots = sizes.map(() => undefined)));
      for (const [i, size] of sizes.entries()) {
        let window = slots[i];
        if (!window) {
          const start = at.eventTime - (((at.eventTime % size) + size) % size);
          window = {
            start,
            end: start + size,
            recorded: at.recorded,
            incomplete: mayMissRecords(at, start),
            state: options.empty(),
            stamp: record.stamp,
          };
          slots[i] = window;
          if (!at.recorded) overdueAt = Math.min(overdueAt, window.end + CLOSE_AFTER_MS);
        }
        window.stamp = record.stamp;
        options.count(window.state, record.event);
      }
    },
    open() {
      let count = 0;
      for (const slots of open.values()) for (const window of slots) if (window) count += 1;
      return count;
    },
  };
}

interface Facts {
  readonly broadcastId: string;
  readonly eventTime: number;
  readonly rawAppend: number;
  readonly recorded: boolean;
}

function factsOf(event: ChatpulseEvent): Facts | undefined {
  switch (event.type) {
    case 'MessageAnalyzed': {
      const { message, eventTime, rawAppend } = event.data;
      return {
        broadcastId: message.broadcastId,
        eventTime,
        rawAppend,
        recorded: message.clock === 'recorded',
      };
    }
    case 'MessageRemoved':
    case 'PlatformSanctioned':
    case 'ChatCleared':
    case 'SourceProgress': {
      const { broadcastId, eventTime, rawAppend, clock } = event.data;
      return { broadcastId, eventTime, rawAppend, recorded: clock === 'recorded' };
    }
    default:
      return undefined;
  }
}
