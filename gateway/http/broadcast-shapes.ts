/** What is said of a broadcast in every answer. Pure: the browser bundle may import its types. */
import { z } from 'zod';
import { BROADCAST_STATES } from './broadcast-states.ts';
import { count, share, time } from './chat-shapes.ts';

export const broadcastStateSchema = z
  .enum(BROADCAST_STATES)
  .describe('connecting, live, quiet, stalled and reconnecting run; ended and failed are over');

export const gapSchema = z.object({
  from: time,
  to: time,
  reason: z.string(),
  missed: count.nullable().describe('messages known to be lost'),
});
export type Gap = z.infer<typeof gapSchema>;

/** How much of what the platform sent in a minute was not understood. */
export const misunderstoodSchema = z.object({ count, of: count, reason: z.string(), at: time });

/** What is known about a broadcast now. */
export const broadcastSchema = z
  .object({
    id: z.string(),
    platform: z.string().describe('twitch, youtube, chzzk, soop, naver-shopping, replay, demo'),
    channel: z.string(),
    channelId: z.string(),
    url: z.string().describe('what was asked for, in canonical form'),
    title: z.string().nullable(),
    state: broadcastStateSchema,
    reason: z.string().nullable().describe('why it ended, failed or lost its connection'),
    speed: z.string().describe('of a recording: 1, a factor, or max'),
    startedAt: time,
    endedAt: time.nullable(),
    lastMessageAt: time.nullable().describe('when the newest message was taken, by the clock of the log'),
    messagesPerSecond: z.number().min(0),
    reconnects: count,
    gaps: z.array(gapSchema).describe('the newest 100'),
    misunderstood: misunderstoodSchema
      .nullable()
      .describe('set while the format of the platform may have changed'),
    watching: count
      .nullable()
      .describe('how many watch the show, as the platform tells it; null where it does not'),
    viewers: count.describe('open pages of this broadcast on this gateway'),
    sparkline: z.array(count).max(60).describe('messages per minute of the last hour, oldest first'),
    mood: share.nullable().describe('positive among positive and negative messages of the last minute'),
    capabilities: z.array(z.string()).describe('what the platform can tell, e.g. removals, paid, roles'),
  })
  .meta({ id: 'Broadcast' });
export type Broadcast = z.infer<typeof broadcastSchema>;
