/** Why a text got its scores, as `POST /api/analyze` and `chatpulse analyze --explain` say it. Pure: the pages import it. */
import { z } from 'zod';
import { EVIDENCE_KINDS, NAMED_BY } from '../../language/explain/types.ts';
import type { Explanation } from '../../language/index.ts';
import { EMOTIONS } from '../../language/types.ts';
import { count, spanSchema } from './chat-shapes.ts';

const evidenceListSchema = z.array(
  z.object({
    text: z.string().describe('the piece of the text, normalised; empty for rest and bias'),
    kind: z.enum(EVIDENCE_KINDS),
    weight: z.number().describe('what it adds to the log-odds of the score'),
  }),
);

const namedBySchema = z
  .enum(NAMED_BY)
  .describe('list: the shipped lists; channel: a rule of the channel, `entry` being its word');

const perEmotion = <S extends z.ZodType>(schema: S) => z.record(z.enum(EMOTIONS), schema);

export const explanationSchema = z
  .object({
    sentiment: evidenceListSchema.describe('positive = 1 / (1 + exp(-sum of weights))'),
    emotion: perEmotion(evidenceListSchema).describe(
      'a score is exp(its sum) over the total of all exp(sum)',
    ),
    profanity: evidenceListSchema.describe('score = 1 / (1 + exp(-sum)); empty where the score is 0'),
    matches: z
      .array(
        spanSchema.extend({
          severity: z.int().min(1).max(3),
          entry: z.string(),
          by: namedBySchema,
          masked: z.boolean().describe('false: milder than the channel masks'),
        }),
      )
      .describe('the profane words that were found'),
    allowed: z
      .array(z.object({ start: count, end: count, entry: z.string(), by: namedBySchema }))
      .describe('words that are fine, whatever else is found in their place'),
    words: z
      .array(
        z.object({
          start: count,
          end: count,
          sentiment: z.number(),
          profanity: z.number(),
          emotion: perEmotion(z.number()),
        }),
      )
      .describe('the words of the text, each with the sum of the evidence that lies in it'),
    version: z.string().describe('of the models and lists'),
  })
  .meta({ id: 'Explanation' });
export type ExplanationAnswer = z.infer<typeof explanationSchema>;

export function toExplanationAnswer({
  sentiment,
  emotion,
  profanity,
  matches,
  allowed,
  words,
  version,
}: Explanation): ExplanationAnswer {
  return {
    sentiment: [...sentiment],
    emotion: Object.fromEntries(
      EMOTIONS.map((name) => [name, [...emotion[name]]]),
    ) as ExplanationAnswer['emotion'],
    profanity: [...profanity],
    matches: [...matches],
    allowed: [...allowed],
    words: words.map((word) => ({ ...word, emotion: { ...word.emotion } })),
    version,
  };
}
