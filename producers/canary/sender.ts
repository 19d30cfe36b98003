import type { Logger } from 'pino';
import { canaryBroadcast, canaryMessage } from '../../core/canary/canary.ts';
import type { Clock } from '../../core/clock.ts';
import { describeError } from '../../core/errors.ts';
import type { EventCodec } from '../../core/events/codec.ts';
import { PARTITIONS } from '../../core/events/topics.ts';
import { plainElement, type ObservedElement } from '../../core/health/element.ts';
import type { EventLog } from '../../core/log/port.ts';
import { repeat } from '../../core/runtime/repeat.ts';

/** The first comes soon after the start, when all parts run. */
const FIRST_AFTER_MS = 10_000;

export interface CanarySenderOptions {
  readonly log: EventLog;
  readonly codec: EventCodec;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly processId: string;
  /** ms between two; 0: none is sent. */
  readonly everyMs: number;
}

/** Sends a canary into `chat.raw` again and again, each to the next partition, so that every path is tried in turn. */
export interface CanarySender {
  /** `canary:sent`, with the id of the latest that the log has taken as its detail; none before the first. */
  elements(): readonly ObservedElement[];
  close(): void;
}

export function startCanarySender(options: CanarySenderOptions): CanarySender {
  const { log, codec, clock, logger, processId, everyMs } = options;
  let number = 0;
  let sent: { readonly messageId: string; readonly at: number } | undefined;
  let failures = 0;
  let sending = false;

  async function send(): Promise<void> {
    // While the log is away one waits, never more.
    if (sending) return;
    sending = true;
    const partition = number % PARTITIONS;
    const messageId = `${processId}-${number}`;
    number += 1;
    const broadcastId = canaryBroadcast(partition);
    const message = canaryMessage(broadcastId, messageId, clock.now());
    const value = codec.encode('MessagePosted', message);
    try {
      await log.append([{ topic: 'chat.raw', key: broadcastId, value }]);
      sent = { messageId, at: clock.now() };
    } catch (error) {
      failures += 1;
      if (failures === 1) logger.warn({ reason: describeError(error) }, 'a canary cannot be sent');
    }
    sending = false;
  }

  if (everyMs === 0) return { elements: () => [], close: () => undefined };
  const cancelFirst = clock.after(Math.min(FIRST_AFTER_MS, everyMs), () => void send());
  const stop = repeat(clock, [[everyMs, () => void send()]]);
  return {
    elements: () =>
      sent
        ? [
            {
              ...plainElement('canary', 'sent', 'ok', sent.messageId),
              total: number,
              lastRecordAt: sent.at,
              errors: failures,
            },
          ]
        : [],
    close() {
      cancelFirst();
      stop();
    },
  };
}
