/** The models as the API tells them. Pure: the pages import this file. Times are ms since 1970. */
import { z } from 'zod';
import { MODEL_NAMES, modelReportSchema, SCORE_BINS } from '../../language/reports/report.ts';
import { count, share, time } from './chat-shapes.ts';

export const liveScoresSchema = z
  .object({
    texts: count.describe('scored by this version; a text that is answered from memory is not scored again'),
    scores: z
      .array(count)
      .describe(
        `texts by score in ${SCORE_BINS} bins, or by predicted class: the same bins as in the report`,
      ),
    unknownShare: share.nullable().describe('of the features of a sample of the texts; null without any'),
    shift: share
      .nullable()
      .describe(
        'share of the texts that would have to score differently for the scores to be spread as at the training; null ' +
          'for too few texts or without a report',
      ),
  })
  .meta({ id: 'LiveScores' });
export type LiveScores = z.infer<typeof liveScoresSchema>;

export const modelSchema = z
  .object({
    model: z.enum(MODEL_NAMES),
    task: z.enum(['sentiment', 'emotion', 'abuse']),
    language: z.enum(['ko', 'en']),
    version: z.string(),
    bytes: count.describe('of its file'),
    licence: z.string().describe('SPDX identifier'),
    data: z.array(z.object({ name: z.string(), licence: z.string() })).describe('what it learned from'),
    report: modelReportSchema
      .nullable()
      .describe(
        'what its training measured on held-back texts; null where nothing was measured of this version',
      ),
    live: z
      .object({ hour: liveScoresSchema, day: liveScoresSchema })
      .nullable()
      .describe('null where it has scored nothing lately'),
  })
  .meta({ id: 'Model' });
export type Model = z.infer<typeof modelSchema>;

export const modelListSchema = z
  .object({ now: time, models: z.array(modelSchema) })
  .meta({ id: 'ModelList' });
export type ModelList = z.infer<typeof modelListSchema>;
