import { setMaxListeners } from 'node:events';
import type { Logger } from 'pino';
import type { Clock } from '../../core/clock.ts';
import type { ChatpulseEvent, EventCodec, EventName } from '../../core/events/codec.ts';
import type { EventTypes } from '../../core/events/generated.ts';
import type { EventLog } from '../../core/log/port.ts';
import { onNewReason, retryUntilDone } from '../../core/runtime/backoff.ts';

type AlertEventName = Extract<
  EventName,
  'AlertRaised' | 'AlertResolved' | 'AlertDelivered' | 'AlertDeliveryFailed'
>;

/** What is to be recorded of alerts, in order, however long the log is away. In memory: lost with the process. */
export interface Outbox {
  record<N extends AlertEventName>(type: N, data: EventTypes[N]): void;
  /** How many are not durable yet. */
  pending(): number;
  /** Resolves when all so far is durable. */
  empty(): Promise<void>;
  /** Gives up what the log does not take at once. */
  close(): Promise<void>;
}

/** More are not kept: with the log away for so long the reports themselves matter, not their record. */
const MOST_PENDING = 5_000;
const LAST_TRY_MS = 2_000;

export function createOutbox(options: {
  readonly log: EventLog;
  readonly codec: EventCodec;
  readonly clock: Clock;
  readonly logger: Logger;
}): Outbox {
  const { log, codec, clock, logger } = options;
  const stopping = new AbortController();
  setMaxListeners(0, stopping.signal);
  const queue: { readonly key: string; readonly event: ChatpulseEvent }[] = [];
  let writing: Promise<void> | undefined;

  async function write(): Promise<void> {
    while (queue.length > 0 && !stopping.signal.aborted) {
      const batch = queue.slice(0, 100);
      await retryUntilDone(
        () =>
          log.append(
            batch.map(({ key, event }) => ({
              topic: 'alert.events',
              key,
              value: codec.encode(event.type, event.data),
            })),
          ),
        {
          clock,
          signal: stopping.signal,
          onFailure: onNewReason((error) => {
            logger.warn({ err: error }, 'notices cannot be recorded; trying again');
          }),
        },
      );
      queue.splice(0, batch.length);
    }
  }

  function start(): Promise<void> {
    writing ??= write()
      .catch((error: unknown) => {
        if (!stopping.signal.aborted) logger.error({ err: error }, 'notices cannot be recorded');
      })
      .finally(() => {
        writing = undefined;
      });
    return writing;
  }

  return {
    record(type, data) {
      if (queue.length >= MOST_PENDING) return;
      queue.push({ key: data.alertId, event: { type, data } as ChatpulseEvent });
      void start();
    },
    pending: () => queue.length,
    async empty() {
      while (queue.length > 0 && !stopping.signal.aborted) await start();
    },
    async close() {
      const cancel = clock.after(LAST_TRY_MS, () => stopping.abort());
      await this.empty();
      cancel();
      stopping.abort();
      if (queue.length > 0) logger.error({ events: queue.length }, 'notices were not recorded');
    },
  };
}
