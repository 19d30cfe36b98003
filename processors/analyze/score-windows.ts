import type { ModelScores, ScoreCount } from '../../core/events/generated.ts';
import { noScoresAs, sumOfScores } from '../../core/health/score-count.ts';
import type { ScoreCounts } from '../../language/index.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const MINUTES_OF_AN_HOUR = 60;
const HOURS_OF_A_DAY = 24;

/**
 * What the models said over the last hour and the last day: sums of minutes and of hours, about 100 kB whatever the
 * traffic. The day goes back to the start of the hour 23 hours ago.
 */
export interface ScoreWindows {
  /** @param now ms since 1970; counts of one minute add up */
  add(counts: readonly ScoreCounts[], now: number): void;
  /** Each model that said something within the day. */
  at(now: number): readonly ModelScores[];
}

interface Slots {
  readonly version: string;
  readonly minutes: Map<number, ScoreCount>;
  readonly hours: Map<number, ScoreCount>;
}

export function createScoreWindows(): ScoreWindows {
  const models = new Map<string, Slots>();

  return {
    add(counts, now) {
      for (const { model, version, ...count } of counts) {
        if (count.scores.every((texts) => texts === 0)) continue;
        const slots = models.get(model) ?? { version, minutes: new Map(), hours: new Map() };
        models.set(model, slots);
        put(slots.minutes, Math.floor(now / MINUTE_MS), count, MINUTES_OF_AN_HOUR);
        put(slots.hours, Math.floor(now / HOUR_MS), count, HOURS_OF_A_DAY);
      }
    },
    at(now) {
      const minute = Math.floor(now / MINUTE_MS);
      const hour = Math.floor(now / HOUR_MS);
      return [...models].flatMap(([model, { version, minutes, hours }]) => {
        const day = sumAfter(hours, hour - HOURS_OF_A_DAY);
        if (!day) return [];
        return [
          { model, version, hour: sumAfter(minutes, minute - MINUTES_OF_AN_HOUR) ?? noScoresAs(day), day },
        ];
      });
    },
  };
}

function put(slots: Map<number, ScoreCount>, slot: number, count: ScoreCount, kept: number): void {
  const known = slots.get(slot);
  slots.set(slot, known ? sumOfScores(known, count) : count);
  for (const old of slots.keys()) if (old <= slot - kept) slots.delete(old);
}

function sumAfter(slots: ReadonlyMap<number, ScoreCount>, after: number): ScoreCount | undefined {
  const within = [...slots].flatMap(([slot, count]) => (slot > after ? [count] : []));
  return within.length === 0 ? undefined : within.reduce(sumOfScores);
}
