import type { Logger } from 'pino';
import type { Clock } from '../../core/clock.ts';
import { describeError } from '../../core/errors.ts';
import { noAnswerText } from '../../core/health/detail.ts';
import type { EventLog } from '../../core/log/port.ts';
import { repeat } from '../../core/runtime/repeat.ts';
import type { RunningPart } from './part.ts';

const ASK_EVERY_MS = 2_000;
const PATIENCE_MS = 4_000;

/**
 * Asks the log for the ends of a topic every two seconds. While it does not answer, readiness fails, and the operator
 * is told by a line of the process's own log: nothing that goes through the log could tell it.
 */
export function watchLog(options: {
  readonly log: EventLog;
  readonly clock: Clock;
  readonly logger: Logger;
}): RunningPart {
  const { log, clock, logger } = options;
  let away: { readonly reason: string; readonly since: number } | undefined;
  let asking = false;

  function answered(): void {
    if (!away) return;
    logger.info({ part: 'log', awayMs: clock.now() - away.since }, 'the log is back');
    away = undefined;
  }

  function failed(error: unknown): void {
    if (away) return;
    away = { reason: describeError(error), since: clock.now() };
    logger.error({ part: 'log', reason: away.reason }, 'the log is away; what is captured waits in memory');
  }

  async function ask(): Promise<void> {
    if (asking) return;
    asking = true;
    let cancel: () => void = () => undefined;
    const late = new Promise<never>((_, reject) => {
      cancel = clock.after(PATIENCE_MS, () => reject(new Error(noAnswerText(PATIENCE_MS))));
    });
    await Promise.race([log.ranges('broadcast.events'), late]).then(answered, failed);
    cancel();
    asking = false;
  }

  const stop = repeat(clock, [[ASK_EVERY_MS, () => void ask()]]);
  return {
    health: () => [
      away
        ? {
            name: 'log',
            state: 'failed',
            detail: away.reason,
            hint: 'It goes on by itself when the brokers are back.',
          }
        : { name: 'log', state: 'ok' },
    ],
    close: async () => stop(),
  };
}
