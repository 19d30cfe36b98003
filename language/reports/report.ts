/** How a model did on texts that it had not learned from: written by its training, read by whoever shows it. */
import { z } from 'zod';
import { EMOTIONS } from '../types.ts';

/** Bins of a reliability diagram. */
export const CALIBRATION_BINS = 15;
/** Bins of the scores of a two-class model. */
export const SCORE_BINS = 20;

export const MODEL_NAMES = [
  'sentiment-ko',
  'sentiment-en',
  'emotion-ko',
  'emotion-en',
  'abuse-ko',
  'abuse-en',
] as const;
export type ModelName = (typeof MODEL_NAMES)[number];

/** The classes of each task, in the order of every list by class. */
export const CLASS_NAMES = {
  sentiment: ['negative', 'positive'],
  emotion: EMOTIONS,
  abuse: ['clean', 'abusive'],
} as const satisfies Record<string, readonly string[]>;
export type ModelTask = keyof typeof CLASS_NAMES;

export function taskOf(model: ModelName): ModelTask {
  return model.slice(0, model.indexOf('-')) as ModelTask;
}

/** Where a probability stands among `bins` bins of equal width. */
export function binOf(probability: number, bins: number): number {
  return Math.min(bins - 1, Math.floor(probability * bins));
}

const count = z.int().min(0);
const share = z.number().min(0).max(1);

export const modelReportSchema = z
  .object({
    model: z.enum(MODEL_NAMES),
    version: z.string().describe('of the shipped file: the first 12 digits of its checksum'),
    measured: z
      .enum(['shipped', 'recipe'])
      .describe(
        'the shipped model itself, or one by the same recipe where the shipped one learned from all texts',
      ),
    rows: count.describe('held-back texts'),
    accuracy: share,
    logLoss: z.number().min(0).describe('natural logarithm'),
    macroF1: share,
    calibrationError: share.describe(`expected calibration error over ${CALIBRATION_BINS} bins`),
    classes: z.array(z.object({ name: z.string(), rows: count, precision: share, recall: share, f1: share })),
    confusion: z
      .array(z.array(count))
      .describe('a row for each actual class, a column for each predicted one'),
    calibration: z
      .array(z.object({ rows: count, predicted: share, actual: share }))
      .describe(
        `${CALIBRATION_BINS} bins of equal width: mean probability and share of hits. Two classes: probability of the ` +
          'second; more: of the one predicted.',
      ),
    scores: z
      .array(count)
      .describe(
        `two classes: texts by score in ${SCORE_BINS} bins, as shipped; more: texts by predicted class`,
      ),
    features: count.describe('in all held-back texts'),
    unknownFeatures: count.describe('of these the model has no weight for'),
  })
  .meta({ id: 'ModelReport' });
export type ModelReport = z.infer<typeof modelReportSchema>;
