import type { ModelScores, ScoreCount, ScoresTold } from '../../core/events/generated.ts';
import { noScoresAs, sumOfScores } from '../../core/health/score-count.ts';

const MINUTE_MS = 60_000;
/** A process that tells no more has no last hour. */
const SILENT_AFTER_MS = 5 * MINUTE_MS;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** The tellings of more processes than that are forgotten, oldest first. */
const MOST_PROCESSES = 200;

/** What a model said lately, over all processes that analyse. */
export interface LiveScores {
  readonly model: string;
  readonly version: string;
  readonly hour: ScoreCount;
  readonly day: ScoreCount;
}

/** The newest telling of each analysing process: a fold of `system.health`. */
export interface ScoreBook {
  take(told: ScoresTold): void;
  /** @param now ms since 1970, of the clocks that told */
  at(now: number): readonly LiveScores[];
}

export function createScoreBook(): ScoreBook {
  const newest = new Map<string, ScoresTold>();
  return {
    take(told) {
      if ((newest.get(told.processId)?.at ?? -Infinity) > told.at) return;
      newest.delete(told.processId);
      newest.set(told.processId, told);
      const [oldest] = newest.keys();
      if (newest.size > MOST_PROCESSES && oldest !== undefined) newest.delete(oldest);
    },
    at(now) {
      const sums = new Map<string, LiveScores>();
      for (const { models, at } of newest.values()) {
        if (at <= now - DAY_MS) continue;
        for (const told of models) {
          const key = `${told.model} ${told.version}`;
          const current = at > now - SILENT_AFTER_MS ? told : { ...told, hour: noScoresAs(told.hour) };
          const known = sums.get(key);
          sums.set(key, known ? together(known, current) : current);
        }
      }
      return [...sums.values()];
    },
  };
}

function together(a: LiveScores, b: ModelScores): LiveScores {
  return { ...a, hour: sumOfScores(a.hour, b.hour), day: sumOfScores(a.day, b.day) };
}
