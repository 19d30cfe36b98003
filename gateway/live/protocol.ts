/**
 * The messages on `/ws`: JSON texts in both directions. Pure: the browser bundle imports this file.
 *
 * A viewer subscribes to a broadcast. Without a cursor the first answer is a `snapshot`, which replaces what the viewer
 * holds; with one it is the `frame`s missed since, or a `snapshot` where the cursor leads nowhere any more. Then come
 * `frame`s, each bringing what is new, at most one per 25 ms or so. The viewer keeps the cursor of the last frame and
 * may use it on any gateway; after a resume a message may come a second time: drop ids that are already there.
 *
 * A viewer may also follow alerts: first it is told what is open, then each that changes. They have no cursor; after a
 * loss it asks again.
 */
import { z } from 'zod';
import {
  broadcastSchema,
  chatMessageSchema,
  chatWindowSchema,
  groupNameSchema,
  groupSchema,
  wordsSchema,
} from '../http/contract.ts';
import { noticeAlertSchema } from '../http/notice-shapes.ts';

const broadcastId = z.string().min(1).max(200);

export const clientMessageSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('subscribe'),
    broadcast: broadcastId,
    /** As given by the last frame of this broadcast; opaque. */
    cursor: z.string().max(200).optional(),
    /** What the live words cover; default 10m. */
    words: z.enum(['1m', '10m']).optional(),
  }),
  z.object({ type: z.literal('unsubscribe'), broadcast: broadcastId }),
  /** Alerts, all of them or of a channel or broadcast; a new wish replaces the one before. */
  z.object({
    type: z.literal('follow-alerts'),
    channel: z.string().min(1).max(200).optional(),
    broadcast: broadcastId.optional(),
  }),
  z.object({ type: z.literal('unfollow-alerts') }),
  /** Asks what a channel group shows, now and whenever that changes; in place of the group asked for before. */
  z.object({ type: z.literal('group'), name: groupNameSchema }),
  z.object({ type: z.literal('ping'), id: z.union([z.string().max(64), z.number()]).optional() }),
]);
export type ClientMessage = z.infer<typeof clientMessageSchema>;

/**
 * Messages to be taken from the screen. `message`: the one with `messageId`. `author`: all of `authorId` with a lower
 * `seq`. `chat`: all with a lower `seq`. `erased`: all of `authorId`, now and later, to be forgotten.
 */
export const retractionSchema = z.object({
  kind: z.enum(['message', 'author', 'chat', 'erased']),
  seq: z.int(),
  at: z.int(),
  messageId: z.string().optional(),
  authorId: z.string().optional(),
});
export type Retraction = z.infer<typeof retractionSchema>;

export const serverMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello'), version: z.string(), now: z.int() }),
  z.object({
    type: z.literal('snapshot'),
    broadcast: z.string(),
    cursor: z.string(),
    messages: z.array(chatMessageSchema),
    /** Newest about 60 of one minute and 90 of ten seconds, ascending by start within a size. */
    windows: z.array(chatWindowSchema),
    words: wordsSchema,
    source: broadcastSchema,
    /** False where the archive or the metric store could not be read, or not in time. */
    history: z.boolean(),
  }),
  z.object({
    type: z.literal('frame'),
    broadcast: z.string(),
    cursor: z.string(),
    /** Ascending by seq. Apply before the retractions. */
    messages: z.array(chatMessageSchema),
    retractions: z.array(retractionSchema),
    /** Windows that changed; each replaces the one of its size and start. */
    windows: z.array(chatWindowSchema),
    /** Replaces the words. */
    words: wordsSchema.optional(),
    /** Replaces what is known about the broadcast. */
    source: broadcastSchema.optional(),
    /** So many messages were left out before this frame because the viewer was too slow or away for too long. */
    skipped: z.int().min(1).optional(),
  }),
  z.object({
    type: z.literal('group'),
    name: z.string(),
    /** Null where there is none of this name, or not any more. */
    group: groupSchema.nullable(),
  }),
  z.object({ type: z.literal('ended'), broadcast: z.string(), at: z.int(), reason: z.string().nullable() }),
  /** The answer to `follow-alerts`, and again after something was left out: all that is open, the newest first. */
  z.object({ type: z.literal('alerts'), open: z.array(noticeAlertSchema) }),
  /** It was raised, acknowledged, muted, told of or resolved; replaces the one of its id. */
  z.object({ type: z.literal('alert'), alert: noticeAlertSchema }),
  /** The rules of alerts are of this version now. */
  z.object({ type: z.literal('alert-rules'), version: z.int() }),
  z.object({
    type: z.literal('error'),
    code: z.string(),
    detail: z.string(),
    hint: z.string(),
    /** The broadcast that the request named. */
    broadcast: z.string().optional(),
  }),
  z.object({ type: z.literal('pong'), id: z.union([z.string(), z.number()]).optional(), now: z.int() }),
]);
export type ServerMessage = z.infer<typeof serverMessageSchema>;

/** Codes with which the server closes a connection, beyond those of RFC 6455. */
export const CLOSE_CODES = {
  /**
   * This gateway shuts down, or gives viewers away to others: connect again at once, with the cursor; nothing is missed.
   * (RFC 6455) The gateway itself spreads the closing over a time.
   */
  goingAway: 1001,
  /** Too many messages in too short a time, or too many connections. (RFC 6455: policy) */
  policy: 1008,
} as const;
