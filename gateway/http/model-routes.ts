import type { Clock } from '../../core/clock.ts';
import type { ScoreCount } from '../../core/events/generated.ts';
import { MODEL_LICENCES } from '../../language/reports/licences.ts';
import type { ShippedModel } from '../../language/reports/load.ts';
import { taskOf, type ModelReport } from '../../language/reports/report.ts';
import type { ScoreBook } from '../health/score-book.ts';
import { modelListSchema, type LiveScores, type Model } from './model-shapes.ts';
import type { Route } from './route.ts';
import { answer } from './validate.ts';

/** Fewer texts are spread differently by chance alone. */
const LEAST_TEXTS = 200;

export interface ModelRoutesOptions {
  readonly models: () => Promise<readonly ShippedModel[]>;
  readonly scores: Pick<ScoreBook, 'at'>;
  readonly clock: Clock;
}

/** The models of the analysis: what they are, how well they did at their training, and what they say now. */
export function modelRoutes({ models, scores, clock }: ModelRoutesOptions): readonly Route[] {
  let shipped: Promise<readonly ShippedModel[]> | undefined;

  /** Read once; after a failure again. */
  function shippedModels(): Promise<readonly ShippedModel[]> {
    shipped ??= models().catch((error: unknown) => {
      shipped = undefined;
      throw error;
    });
    return shipped;
  }

  return [
    {
      method: 'get',
      path: '/api/models',
      summary: 'The models: figures of their training, and what they say now',
      answers: { 200: modelListSchema },
      handler: async (_request, response) => {
        const now = clock.now();
        const told = scores.at(now);
        const list = (await shippedModels()).map((model): Model => {
          const live = told.find((one) => one.model === model.model && one.version === model.version);
          return {
            model: model.model,
            task: taskOf(model.model),
            language: model.model.endsWith('-ko') ? 'ko' : 'en',
            version: model.version,
            bytes: model.bytes,
            licence: MODEL_LICENCES[model.model].licence,
            data: [...MODEL_LICENCES[model.model].data],
            report: model.report ?? null,
            live: live
              ? { hour: liveScores(live.hour, model.report), day: liveScores(live.day, model.report) }
              : null,
          };
        });
        answer(response.set('Cache-Control', 'no-store'), modelListSchema, {
          now: Math.round(now),
          models: list,
        });
      },
    },
  ];
}

function liveScores(count: ScoreCount, report: ModelReport | undefined): LiveScores {
  const texts = total(count.scores);
  return {
    texts,
    scores: [...count.scores],
    unknownShare: count.features === 0 ? null : count.unknownFeatures / count.features,
    shift: report && texts >= LEAST_TEXTS ? distance(count.scores, report.scores) : null,
  };
}

/** Total variation distance of two spreads over the same bins: 0 alike, 1 nothing in common. */
function distance(a: readonly number[], b: readonly number[]): number {
  const [allA, allB] = [total(a), total(b)];
  const apart = a.reduce((sum, value, i) => sum + Math.abs(value / allA - (b[i] ?? 0) / allB), 0);
  return Math.min(1, apart / 2);
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
