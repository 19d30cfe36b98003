import { setImmediate as nextTurn } from 'node:timers/promises';
import type { LogRecord, SubscriptionHandler, TopicPartition } from '../port.ts';

export interface LaneOptions {
  readonly at: TopicPartition;
  /** First offset wanted. */
  readonly start: number;
  readonly maxRecords: number;
  readonly handler: Pick<SubscriptionHandler, 'batch'>;
  readonly onError: (error: Error) => void;
  /** Called when the lane wants to be fetched for again. */
  readonly onWanting: () => void;
}

/**
 * One partition on its way to a handler: what has been fetched waits here, and the handler gets it batch after batch.
 * While a batch is under way the next is fetched ahead; beyond that the partition is paused, which neither holds up the
 * others nor the heartbeat of the group.
 */
export interface Lane extends TopicPartition {
  /** The offset to fetch from. */
  readonly offset: number;
  /** Whether a batch has been handed to the handler yet. */
  readonly begun: boolean;
  wants(): boolean;
  /** Takes what a fetch from `offset` gave. */
  take(records: readonly LogRecord[], next: number | undefined, endOffset: number): void;
  /** Begins elsewhere; only before anything was taken. */
  restart(offset: number): void;
  fail(error: Error): void;
  /** Hands out nothing more; resolves after the batch under way. */
  stop(): Promise<void>;
}

export function createLane(options: LaneOptions): Lane {
  const { at, maxRecords, handler } = options;
  let buffer: readonly LogRecord[] = [];
  let head = 0;
  let offset = options.start;
  let endOffset = options.start;
  let begun = false;
  let stopped = false;
  let working: Promise<void> | undefined;

  async function work(): Promise<void> {
    while (!stopped && head < buffer.length) {
      const records = buffer.slice(head, head + maxRecords);
      head += records.length;
      if (head === buffer.length) {
        buffer = [];
        head = 0;
      }
      const wanted = buffer.length - head < maxRecords;
      if (wanted) options.onWanting();
      begun = true;
      const last = records.at(-1)?.offset ?? 0;
      await handler.batch({ ...at, records, endOffset: Math.max(endOffset, last + 1) });
      // Lets timers and sockets in between the batches of a backlog.
      await nextTurn();
    }
  }

  function start(): void {
    if (working || stopped || head >= buffer.length) return;
    working = work()
      .catch((error: unknown) => {
        const wasStopped = stopped;
        stopped = true;
        if (!wasStopped) options.onError(error instanceof Error ? error : new Error(String(error)));
      })
      .finally(() => {
        working = undefined;
        start();
      });
  }

  return {
    ...at,
    get offset() {
      return offset;
    },
    get begun() {
      return begun;
    },
    wants: () => !stopped && buffer.length - head < maxRecords,
    take(records, next, end) {
      if (stopped) return;
      endOffset = end;
      if (next !== undefined) offset = next;
      if (records.length === 0) return;
      buffer = head < buffer.length ? [...buffer.slice(head), ...records] : records;
      head = 0;
      start();
    },
    restart(from) {
      offset = from;
    },
    fail(error) {
      if (stopped) return;
      stopped = true;
      options.onError(error);
    },
    async stop() {
      stopped = true;
      buffer = [];
      head = 0;
      await working;
    },
  };
}
