import type { Logger } from 'pino';
import type { Clock } from '../../core/clock.ts';
import { describeError } from '../../core/errors.ts';
import { repeat } from '../../core/runtime/repeat.ts';

export interface HeartbeatOptions {
  /** Secret: whoever knows it could keep the watcher quiet. */
  readonly url: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Nothing is asked while this is false: the watcher is to miss it. */
  readonly isWell: () => boolean;
}

const EVERY_MS = 60_000;
const PATIENCE_MS = 10_000;

/**
 * The dead man's switch: an outside watcher expects to be asked every minute, and tells the operator when it is not. It
 * sees what nothing inside can: that this machine, its network or the whole product is gone.
 */
export function startHeartbeat({ url, clock, logger, isWell }: HeartbeatOptions): { close(): void } {
  const closing = new AbortController();
  let failing = false;

  async function beat(): Promise<void> {
    if (!isWell()) return;
    try {
      const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(PATIENCE_MS)]);
      const response = await fetch(url, { signal, redirect: 'follow' });
      await response.body?.cancel();
      if (!response.ok) throw new Error(`status ${response.status}`);
      if (failing) logger.info('the heartbeat is taken again');
      failing = false;
    } catch (error) {
      if (closing.signal.aborted || failing) return;
      failing = true;
      logger.warn({ reason: describeError(error).replaceAll(url, '…') }, 'the heartbeat is not taken');
    }
  }

  const stop = repeat(clock, [[EVERY_MS, () => void beat()]]);
  void beat();
  return {
    close() {
      stop();
      closing.abort();
    },
  };
}
