import type { Logger } from 'pino';
import type { Clock } from '../../core/clock.ts';
import { describeError } from '../../core/errors.ts';
import type { EventCodec } from '../../core/events/codec.ts';
import { HEALTH_TOPIC } from '../../core/health/reporter.ts';
import type { EventLog } from '../../core/log/port.ts';
import { repeat } from '../../core/runtime/repeat.ts';
import type { ScoreCounts } from '../../language/index.ts';
import { createScoreWindows } from './score-windows.ts';

/** ms between two tellings. */
export const TELL_SCORES_EVERY_MS = 60_000;
/** The first is told sooner, so that nobody takes the silence for a fault. */
const LOOK_EVERY_MS = 15_000;

export interface TellScoresOptions {
  readonly log: EventLog;
  readonly codec: EventCodec;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly processId: string;
  /** What the models said since it was asked last; nobody else may ask. */
  readonly drain: () => readonly ScoreCounts[];
}

/**
 * Tells on `system.health`, once a minute, what the models said over the last hour and day, so that any gateway can set
 * it beside what they said at their training. What a log that is away does not take is in the next telling.
 */
export function tellScores(options: TellScoresOptions): { close(): Promise<void> } {
  const { log, codec, clock, logger, processId, drain } = options;
  const since = clock.now();
  const windows = createScoreWindows();
  let underWay: Promise<void> | undefined;
  let toldAt = -Infinity;
  // What was analysed before is not this reader's.
  drain();

  async function tell(): Promise<void> {
    const at = clock.now();
    if (at - toldAt < TELL_SCORES_EVERY_MS) return;
    windows.add(drain(), at);
    const models = windows.at(at);
    if (models.length === 0) return;
    const value = codec.encode('ScoresTold', { processId, since, models, at });
    try {
      await log.append([{ topic: HEALTH_TOPIC, key: processId, value }]);
      toldAt = at;
    } catch (error) {
      logger.debug({ reason: describeError(error) }, 'what the models said cannot be told');
    }
  }

  const stop = repeat(clock, [
    [
      LOOK_EVERY_MS,
      () => {
        underWay ??= tell().finally(() => (underWay = undefined));
      },
    ],
  ]);
  return {
    async close() {
      stop();
      await underWay;
    },
  };
}
