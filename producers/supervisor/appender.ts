import type { Logger } from 'pino';
import type { Clock } from '../../core/clock.ts';
import { describeError } from '../../core/errors.ts';
import type { AppendRecord, EventLog } from '../../core/log/port.ts';
import type { Ledger } from './ledger.ts';

const FLUSH_MS = 5;
const BATCH_RECORDS = 500;
const BATCH_BYTES = 4 * 1024 * 1024;
const RETRY_FIRST_MS = 50;
const RETRY_MAX_MS = 2_000;
/** Bytes of a record besides its value: key, headers, bookkeeping. */
const RECORD_OVERHEAD = 200;
/** A source that can wait is paused while so many records wait. */
const ROOM_RECORDS = 4 * BATCH_RECORDS;

export interface Entry {
  /** Without a record the entry only marks a place. */
  readonly record?: AppendRecord;
  /** The key of a message, for the ledger. */
  readonly messageKey?: string;
  /** Called after the log has acknowledged this entry and all before it. */
  readonly acknowledged?: () => void;
}

export interface AppenderOptions {
  readonly log: EventLog;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly ledger?: Ledger;
  readonly maxRecords?: number;
  readonly maxBytes?: number;
}

/**
 * Appends in order: what came together goes together, and the next append begins only after the last one was
 * acknowledged. While the log is away it tries again, with a bounded buffer.
 */
export interface Appender {
  /** False while the buffer is full, until it is half empty again. */
  accepts(): boolean;
  /** Takes an entry whatever the buffer holds: ask `accepts` first, save for the few that say what happened. */
  take(entry: Entry): void;
  /** Resolves when a source that can wait may go on, or when the appender was given up. */
  room(): Promise<void>;
  /** Nothing more will come. Resolves with true when all is acknowledged, with false when it was given up. */
  drained(): Promise<boolean>;
  /** Forgets what is not acknowledged; answers how many messages that are. */
  giveUp(): number;
  state(): AppenderState;
}

export interface AppenderState {
  readonly buffered: number;
  readonly bufferedBytes: number;
  /** Why the log does not take records; null while it does. */
  readonly away: string | null;
  readonly retries: number;
}

export function createAppender(options: AppenderOptions): Appender {
  const { log, clock, logger, ledger, maxRecords = 50_000, maxBytes = 32 * 1024 * 1024 } = options;
  const queue: Entry[] = [];
  let bytes = 0;
  let full = false;
  let running = false;
  let gone = false;
  /** Nothing more will come: no batch waits for company. */
  let draining = false;
  let away: string | null = null;
  let retries = 0;
  let ledgerFailed = false;
  let cancelTimer: (() => void) | undefined;
  const waiters: { readonly below: number; readonly resolve: (drained: boolean) => void }[] = [];

  function take(entry: Entry): void {
    if (gone) return;
    queue.push(entry);
    bytes += sizeOf(entry);
    schedule();
  }

  function schedule(): void {
    if (running || gone) return;
    if (queue.length >= BATCH_RECORDS || draining) {
      cancelTimer?.();
      cancelTimer = undefined;
      void run();
    } else {
      cancelTimer ??= clock.after(FLUSH_MS, () => {
        cancelTimer = undefined;
        void run();
      });
    }
  }

  async function run(): Promise<void> {
    if (running || gone) return;
    running = true;
    do {
      const batch = nextBatch(queue);
      const records = batch.flatMap((entry) => (entry.record ? [entry.record] : []));
      if (records.length > 0 && !(await appendUntilDone(records))) break;
      traceAccepted(batch);
      await writeLedger(batch);
      if (isGone()) break;
      queue.splice(0, batch.length);
      for (const entry of batch) {
        bytes -= sizeOf(entry);
        entry.acknowledged?.();
      }
      if (queue.length <= maxRecords / 2 && bytes <= maxBytes / 2) full = false;
      wakeWaiters();
    } while (queue.length >= BATCH_RECORDS || (draining && queue.length > 0));
    running = false;
    if (queue.length > 0) schedule();
  }

  /** The first station of a message whose way is followed. */
  function traceAccepted(batch: readonly Entry[]): void {
    if (!logger.isLevelEnabled('trace')) return;
    for (const { record, messageKey } of batch)
      if (record && messageKey !== undefined)
        logger.trace(
          { message: messageKey.slice(record.key.length + 1), broadcastId: record.key },
          'message accepted',
        );
  }

  /** False when the appender was given up meanwhile. */
  async function appendUntilDone(records: readonly AppendRecord[]): Promise<boolean> {
    for (let delay = RETRY_FIRST_MS; !gone; delay = Math.min(RETRY_MAX_MS, delay * 2)) {
      try {
        await log.append(records);
        if (away !== null) logger.info({ retries }, 'The log takes records again.');
        away = null;
        return !gone;
      } catch (error) {
        retries += 1;
        if (away === null)
          logger.warn({ reason: describeError(error) }, 'The log takes no records; trying again.');
        away = describeError(error);
        await new Promise<void>((resolve) => {
          clock.after(delay, resolve);
        });
      }
    }
    return false;
  }

  async function writeLedger(batch: readonly Entry[]): Promise<void> {
    if (!ledger || ledgerFailed) return;
    try {
      await ledger.append(
        batch.flatMap((entry) => (entry.messageKey === undefined ? [] : [entry.messageKey])),
      );
    } catch (error) {
      ledgerFailed = true;
      logger.error(
        { reason: describeError(error) },
        'The ledger cannot be written; it is incomplete from now on.',
      );
    }
  }

  function wakeWaiters(): void {
    for (let index = waiters.length - 1; index >= 0; index -= 1) {
      const waiter = waiters[index];
      if (!waiter || (queue.length >= waiter.below && !gone)) continue;
      waiters.splice(index, 1);
      waiter.resolve(!gone);
    }
  }

  function waitBelow(below: number): Promise<boolean> {
    if (gone || queue.length < below) return Promise.resolve(!gone);
    return new Promise((resolve) => {
      waiters.push({ below, resolve });
    });
  }

  /** Asked again after an await, where it may have changed. */
  function isGone(): boolean {
    return gone;
  }

  return {
    accepts() {
      if (queue.length >= maxRecords || bytes >= maxBytes) full = true;
      return !full && !gone;
    },
    take,
    async room() {
      await waitBelow(ROOM_RECORDS);
    },
    drained() {
      draining = true;
      if (queue.length > 0) schedule();
      return waitBelow(1);
    },
    giveUp() {
      gone = true;
      cancelTimer?.();
      const lost = queue.reduce((count, entry) => count + (entry.messageKey === undefined ? 0 : 1), 0);
      wakeWaiters();
      return lost;
    },
    state: () => ({ buffered: queue.length, bufferedBytes: bytes, away, retries }),
  };
}

function nextBatch(queue: readonly Entry[]): Entry[] {
  const batch: Entry[] = [];
  let bytes = 0;
  for (const entry of queue) {
    if (batch.length >= BATCH_RECORDS || (batch.length > 0 && bytes + sizeOf(entry) > BATCH_BYTES)) break;
    batch.push(entry);
    bytes += sizeOf(entry);
  }
  return batch;
}

function sizeOf(entry: Entry): number {
  return entry.record ? entry.record.value.length + RECORD_OVERHEAD : 0;
}
