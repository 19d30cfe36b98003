/** What is said of channel groups. Pure: the browser bundle may import its types. */
import { z } from 'zod';
import { broadcastSchema } from './broadcast-shapes.ts';
import { count, time } from './chat-shapes.ts';

/** Channels of a group at most. */
export const GROUP_CHANNELS = 10;
const LONGEST_NAME = 60;

/** What people call a group; also its place in addresses, where names of dots alone would lead elsewhere. */
export const groupNameSchema = z
  .string()
  .trim()
  .min(1)
  .max(LONGEST_NAME)
  .regex(/^[^\p{C}\p{Zl}\p{Zp}]+$/u, { error: 'must have no control characters' })
  .refine((name) => !/^\.+$/.test(name), { error: 'must not be dots alone' })
  .transform((name) => name.normalize('NFC'));

export const defineGroupSchema = z
  .object({
    channels: z
      .array(z.string().trim().min(1).max(2_048))
      .min(1)
      .max(GROUP_CHANNELS)
      .describe('addresses, as POST /api/broadcasts takes them'),
  })
  .meta({ id: 'DefineGroup' });

export const groupChannelSchema = z.object({
  channelId: z.string(),
  platform: z.string(),
  channel: z.string(),
  url: z.string().describe('what was asked for, in canonical form'),
  watched: z.boolean().describe('somebody asked to capture it'),
});

export const groupSummarySchema = z
  .object({
    name: z.string(),
    channels: z.array(groupChannelSchema),
    updatedAt: time,
    running: count.describe('broadcasts of its channels that have not ended'),
  })
  .meta({ id: 'GroupSummary' });
export type GroupSummary = z.infer<typeof groupSummarySchema>;

/** A channel group with what is shown of it now. */
export const groupSchema = groupSummarySchema
  .extend({
    broadcasts: z
      .array(broadcastSchema)
      .describe('running ones and those that ended less than ten minutes ago; the newest 20'),
  })
  .meta({ id: 'Group' });
export type Group = z.infer<typeof groupSchema>;

export const groupListSchema = z.object({ groups: z.array(groupSummarySchema) }).meta({ id: 'GroupList' });
export type GroupList = z.infer<typeof groupListSchema>;
