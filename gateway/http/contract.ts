/**
 * Every request and answer of the REST API, as zod schemas and the types that follow from them. The OpenAPI document,
 * the checks of the server and the pages all come from here. Pure: the browser bundle imports this file.
 * Times are ms since 1970, shares and probabilities are 0 to 1, offsets into texts count UTF-16 units (`end` exclusive).
 */
import { z } from 'zod';
import { EMOTION_NAMES_KO, EMOTIONS } from '../../language/types.ts';
import { broadcastSchema, broadcastStateSchema } from './broadcast-shapes.ts';
import {
  chatMessageSchema,
  chatWindowSchema,
  count,
  emotionSchema,
  messageLabelSchema,
  sentimentSchema,
  share,
  spanSchema,
  time,
  wordSpanSchema,
  timeParameter,
} from './chat-shapes.ts';
import { explanationSchema } from './explain-shapes.ts';
import { LONGEST_TEXT } from './longest-text.ts';
import { channelIdSchema } from './rules-shapes.ts';

export * from './alert-shapes.ts';
export * from './broadcast-shapes.ts';
export * from './chat-shapes.ts';
export * from './group-shapes.ts';
export * from './health-shapes.ts';
export * from './model-shapes.ts';
export * from './rules-shapes.ts';

export const startBroadcastSchema = z
  .object({
    url: z.string().trim().min(1).max(2_048).describe('an address, replay:NAME, or demo:showcase'),
    speed: z
      .union([z.number().positive().max(1_000), z.string().regex(/^(max|\d{1,4}(\.\d{1,3})?x?)$/)])
      .optional()
      .describe('of a recording: 1, a factor, or max'),
  })
  .meta({ id: 'StartBroadcast' });
export type StartBroadcast = z.infer<typeof startBroadcastSchema>;

/** The broadcast; a replay of several channels names them all. */
export const startedBroadcastSchema = broadcastSchema
  .extend({ broadcasts: z.array(broadcastSchema).optional() })
  .meta({ id: 'StartedBroadcast' });
export type StartedBroadcast = z.infer<typeof startedBroadcastSchema>;

/** Where to read more about a broadcast. */
export const boardSchema = z
  .object({ url: z.string().nullable().describe('its Grafana board; null where no Grafana is set') })
  .meta({ id: 'Board' });
export type Board = z.infer<typeof boardSchema>;

export const broadcastListSchema = z
  .object({ broadcasts: z.array(broadcastSchema) })
  .meta({ id: 'BroadcastList' });
export type BroadcastList = z.infer<typeof broadcastListSchema>;

/** A position for paging: the `seq` of a message, as text or number. */
const seqParameter = z.coerce.number().int().min(0);

export const messagesQuerySchema = z
  .object({
    limit: z.coerce.number().int().min(1).max(500).default(100),
    before: seqParameter.optional().describe('messages with a lower seq, the newest of them'),
    after: seqParameter.optional().describe('messages with a higher seq, the oldest of them'),
    q: z.string().trim().max(200).optional().describe('words or parts of words; all must occur'),
    author: z.string().trim().max(200).optional().describe('id or name of the author'),
    label: messageLabelSchema.optional(),
    from: timeParameter.optional().describe('ms since 1970, inclusive'),
    to: timeParameter.optional().describe('ms since 1970, exclusive'),
  })
  .refine((query) => query.before === undefined || query.after === undefined, {
    error: 'Give before or after, not both.',
  });
export type MessagesQuery = z.infer<typeof messagesQuerySchema>;

/** A page of messages in ascending order. */
export const messagesPageSchema = z
  .object({
    messages: z.array(chatMessageSchema),
    more: z.boolean().describe('further messages match in the direction of the query'),
    partial: z.boolean().describe('the search was too common to be followed to its end'),
    before: z.string().nullable().describe('pass as `before` for the page before this one'),
    after: z.string().nullable().describe('pass as `after` for the page after this one'),
  })
  .meta({ id: 'MessagesPage' });
export type MessagesPage = z.infer<typeof messagesPageSchema>;

export const windowsQuerySchema = z.object({
  size: z.enum(['10s', '1m']).default('1m'),
  from: timeParameter.optional().describe('ms since 1970, inclusive'),
  to: timeParameter.optional().describe('ms since 1970, exclusive'),
});

export const windowsAnswerSchema = z
  .object({
    windows: z.array(chatWindowSchema).describe('ascending by start; at most the newest 10000'),
  })
  .meta({ id: 'Windows' });
export type WindowsAnswer = z.infer<typeof windowsAnswerSchema>;

export const wordsQuerySchema = z.object({
  span: wordSpanSchema.default('10m'),
  limit: z.coerce.number().int().min(1).max(300).default(100),
});

export const analyzeRequestSchema = z
  .object({
    text: z.string().max(LONGEST_TEXT),
    emotes: z
      .array(z.object({ name: z.string().max(200), start: count, end: count }))
      .max(500)
      .default([])
      .describe('where emotes stand in the text: they are not read as words'),
    explain: z.boolean().default(false).describe('also say what moved each score'),
    channelId: channelIdSchema.optional().describe('analyse under the rules that hold on this channel now'),
  })
  .meta({ id: 'AnalyzeRequest' });
export type AnalyzeRequest = z.infer<typeof analyzeRequestSchema>;

/** What the analysis says of a text. */
export const analyzeAnswerSchema = z
  .object({
    text: z.string(),
    masked: z.string(),
    lang: z.enum(['ko', 'en', 'mixed', 'other']),
    words: z.array(z.string()),
    profanity: z.object({ flag: z.boolean(), score: share, spans: z.array(spanSchema) }),
    sentiment: z.object({ label: sentimentSchema, positive: share }),
    emotion: z.object({
      label: emotionSchema,
      scores: z.object({
        anger: share,
        joy: share,
        fear: share,
        disgust: share,
        surprise: share,
        peace: share,
        sadness: share,
      }),
    }),
    explain: explanationSchema.optional(),
    rules: z
      .object({ channelId: z.string(), version: count })
      .optional()
      .describe('of the channel that the request named; version 0 where it has none'),
  })
  .meta({ id: 'AnalyzeAnswer' });
export type AnalyzeAnswer = z.infer<typeof analyzeAnswerSchema>;

export const feelCheckRequestSchema = z
  .object({ message: z.string().trim().min(1).max(LONGEST_TEXT) })
  .meta({ id: 'FeelCheckRequest' });

export const FEELINGS = EMOTIONS.map((emotion) => EMOTION_NAMES_KO[emotion]);

/** The emotion of a text by the Korean names. */
export const feelCheckAnswerSchema = z
  .object({
    result: z.enum(FEELINGS).describe('the most probable'),
    scores: z.record(z.enum(FEELINGS), share).describe('probabilities; they sum to 1'),
  })
  .meta({ id: 'FeelCheckAnswer' });
export type FeelCheckAnswer = z.infer<typeof feelCheckAnswerSchema>;

export const healthStateSchema = z.enum(['ok', 'degraded', 'failed']);

/** How one part does: the log, the archive, a processor, ... */
export const partHealthSchema = z.object({
  name: z.string(),
  state: healthStateSchema,
  detail: z.string().nullable(),
  hint: z.string().nullable().describe('what to do about it'),
});

export const sourceHealthSchema = z.object({
  broadcastId: z.string(),
  platform: z.string(),
  channel: z.string(),
  state: broadcastStateSchema,
  lastActivityAt: time.nullable(),
  lastMessageAt: time.nullable(),
  messagesPerSecond: z.number().min(0),
  messages: count
    .nullable()
    .describe('recorded since the capture began in this process; null where captures run in other processes'),
  repeats: count.nullable().describe('dropped; likewise'),
  unparsed: count.nullable().describe('payloads that were not understood; likewise'),
  reconnects: count,
  gaps: count,
  detail: z.string().nullable(),
});

export const statusSchema = z
  .object({
    version: z.string(),
    state: healthStateSchema,
    now: time,
    startedAt: time,
    parts: z.array(partHealthSchema),
    sources: z.array(sourceHealthSchema),
    gateway: z.object({
      connections: count,
      subscriptions: count,
      broadcasts: count,
      messagesInMemory: count,
      messagesPerSecond: z.number().min(0),
      skipped: count.describe('messages that slow viewers were told they skipped'),
    }),
  })
  .meta({ id: 'Status' });
export type Status = z.infer<typeof statusSchema>;

/** One gateway of several, as its operator sees it. */
export const gatewayStateSchema = z
  .object({
    connections: count.describe('open WebSocket connections'),
    sentAway: count.describe('connections that were told to go to another gateway, since the start'),
    shedding: z
      .object({ planned: count, done: count })
      .nullable()
      .describe('how far the order to give connections away has come; null where there is none'),
  })
  .meta({ id: 'GatewayState' });
export type GatewayState = z.infer<typeof gatewayStateSchema>;

export const shedRequestSchema = z
  .object({
    share: z
      .number()
      .min(0)
      .max(1)
      .describe('of the connections that are open now; 0 ends the order before it'),
    overSeconds: z.number().min(0).max(3_600).default(30).describe('the time over which they are closed'),
  })
  .meta({ id: 'ShedRequest' });

export const recordingsSchema = z
  .object({
    recordings: z.array(z.object({ name: z.string(), url: z.string(), bytes: count, modifiedAt: time })),
  })
  .meta({ id: 'Recordings' });
export type Recordings = z.infer<typeof recordingsSchema>;

export const platformSchema = z
  .object({
    platform: z.string(),
    forms: z.array(z.string()).describe('addresses as examples, in the order in which they are best given'),
    capabilities: z.object({
      removals: z.boolean().describe('which messages the platform removed'),
      paid: z.boolean().describe('which messages came with money'),
      backlog: z.boolean().describe('messages from before the capture began'),
      emotes: z.boolean().describe('which parts of a text are emotes'),
      viewerCount: z.boolean().describe('how many watch'),
    }),
  })
  .meta({ id: 'Platform' });
export type Platform = z.infer<typeof platformSchema>;

export const platformsSchema = z.object({ platforms: z.array(platformSchema) }).meta({ id: 'Platforms' });
export type Platforms = z.infer<typeof platformsSchema>;

export const sessionRequestSchema = z
  .object({ token: z.string().min(1).max(1_024) })
  .meta({ id: 'SessionRequest' });

export const sessionSchema = z
  .object({
    required: z.boolean().describe('this server wants a token'),
    signedIn: z.boolean(),
  })
  .meta({ id: 'Session' });
export type Session = z.infer<typeof sessionSchema>;

export const probeSchema = z
  .object({ state: z.string(), failing: z.array(z.string()).describe('names of the parts that fail') })
  .meta({ id: 'Probe' });

/** An error as RFC 9457 has it, with the project's code and advice. */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string().describe('what the code means'),
    status: z.int(),
    detail: z.string().describe('what happened'),
    code: z.string(),
    hint: z.string().describe('what to do about it'),
    errors: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .optional()
      .describe('the fields that are wrong'),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof problemSchema>;
