/** What is said of a chat in every answer, on REST and WebSocket alike. Pure: the browser bundle imports this file. */
import { z } from 'zod';
import { EMOTIONS } from '../../language/types.ts';
import { MESSAGE_LABELS } from '../../sinks/archive/port.ts';

export const time = z.int().describe('ms since 1970');
/** A time in a query, ms since 1970. */
export const timeParameter = z.coerce.number().int().min(0);
export const count = z.int().min(0);
export const share = z.number().min(0).max(1);

export const emotionSchema = z.enum(EMOTIONS);
export const sentimentSchema = z.enum(['positive', 'neutral', 'negative']);
export const messageLabelSchema = z.enum(MESSAGE_LABELS);

export const spanSchema = z.object({ start: count, end: count, reason: z.string() });

export const emoteSchema = z.object({ id: z.string(), name: z.string(), start: count, end: count });

export const removedSchema = z.object({
  at: time,
  kind: z
    .enum(['message', 'author', 'chat'])
    .describe('what the platform removed: it alone, its author, or the whole chat'),
});

/** A message as REST and WebSocket alike send it. */
export const chatMessageSchema = z
  .object({
    id: z.string().describe('unique within the broadcast'),
    seq: count.describe('order within the broadcast; grows, with holes'),
    at: time,
    playedAt: time
      .optional()
      .describe('of a recording: when this message was played, by the clock of the log'),
    originId: z
      .string()
      .optional()
      .describe('of a copy in a chat that channels share: the id of the original, the same in each of them'),
    author: z.object({
      id: z.string().describe('empty where the platform gives none'),
      name: z.string().describe('profanity masked'),
      roles: z.array(z.string()),
    }),
    text: z.string().describe('as written'),
    masked: z.string().describe('one * per grapheme of every span'),
    spans: z.array(spanSchema),
    emotes: z.array(emoteSchema),
    kind: z.string().describe('text, action, paid, sticker, membership, notice'),
    paid: z.object({ kind: z.string(), amount: z.number(), currency: z.string() }).nullable(),
    reply: z.object({ id: z.string(), author: z.string().nullable() }).nullable(),
    profane: z.boolean(),
    severity: z.int().min(0).max(3),
    positive: share,
    sentiment: sentimentSchema,
    emotion: z.object({ label: emotionSchema, score: share }),
    removed: removedSchema.nullable(),
  })
  .meta({ id: 'ChatMessage' });
export type ChatMessage = z.infer<typeof chatMessageSchema>;

/** Counts of one tumbling window of a broadcast. */
export const chatWindowSchema = z
  .object({
    start: time,
    size: z.int().describe('ms: 10000 or 60000'),
    closed: z.boolean().describe('no more will come'),
    messages: count,
    positive: count,
    negative: count,
    neutral: count,
    profane: count,
    emotions: z.object({
      anger: count,
      joy: count,
      fear: count,
      disgust: count,
      surprise: count,
      peace: count,
      sadness: count,
    }),
    positiveMean: share.nullable().describe('mean of the messages’ positive index; null without messages'),
    authors: count,
    paid: count,
    removed: count,
    sanctions: count,
  })
  .meta({ id: 'ChatWindow' });
export type ChatWindow = z.infer<typeof chatWindowSchema>;

export const rankedWordSchema = z.object({
  word: z.string().describe('normalised; profanity masked'),
  count,
  profane: z.boolean(),
  copied: count.describe('so many of them in copies of messages of other channels: shared chat'),
});

export const WORD_SPANS = ['1m', '10m', 'all'] as const;
export const wordSpanSchema = z.enum(WORD_SPANS);
export type WordSpan = z.infer<typeof wordSpanSchema>;

/** Words of a span, most frequent first: sums over the 300 most frequent of each minute. */
export const wordsSchema = z
  .object({
    span: wordSpanSchema,
    from: time.nullable().describe('start of the first minute; null where nothing was said'),
    to: time.nullable(),
    words: z.array(rankedWordSchema),
  })
  .meta({ id: 'Words' });
export type Words = z.infer<typeof wordsSchema>;
