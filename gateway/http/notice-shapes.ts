import { z } from 'zod';

const time = z.number().describe('ms since 1970');

export const deliverySchema = z.object({
  alertId: z.string(),
  rule: z.string().describe('Empty for a test, which belongs to no rule.'),
  notice: z.string().describe('raised, resolved, reminder or test'),
  destination: z.string(),
  outcome: z.enum(['delivered', 'trying', 'failed']),
  attempts: z.number(),
  reason: z.string().nullable().describe('What the destination said, where it did not take it.'),
  at: time,
});
export type NoticeDelivery = z.infer<typeof deliverySchema>;

export const noticeAlertSchema = z
  .object({
    id: z.string(),
    rule: z.string(),
    severity: z.string(),
    subject: z.string(),
    channelId: z.string(),
    broadcastId: z.string(),
    value: z.number(),
    threshold: z.number(),
    baseline: z.number().nullable(),
    count: z.number(),
    samples: z.array(z.string()),
    detail: z.string().nullable(),
    startedAt: time,
    raisedAt: time,
    resolvedAt: time.nullable(),
    resolution: z.string().nullable(),
    acknowledgedAt: time.nullable(),
    acknowledgedBy: z.string().nullable(),
    mutedUntil: time.nullable().describe('Notices are withheld until then; null where they are not.'),
  })
  .meta({ id: 'Alert' });
export type NoticeAlert = z.infer<typeof noticeAlertSchema>;

export const noticeActSchema = z.object({
  alertId: z.string(),
  rule: z.string(),
  kind: z.enum(['acknowledged', 'muted', 'unmuted']),
  by: z.string().describe('page, cli, link (of a notice) or api'),
  at: time,
  until: time.nullable().describe('Of a mute; null otherwise.'),
});
export type NoticeAct = z.infer<typeof noticeActSchema>;

export const noticesSchema = z.object({
  destinations: z.array(z.string()).describe('Names of where notices go.'),
  alerts: z
    .array(noticeAlertSchema)
    .describe('All that are open, and the latest that are over; newest first.'),
  deliveries: z.array(deliverySchema).describe('Newest first.'),
  acts: z.array(noticeActSchema).describe('What people did about these alerts, newest first.'),
});
export type Notices = z.infer<typeof noticesSchema>;

export const muteSchema = z.strictObject({
  minutes: z.int().min(0).max(43_200).describe('0 ends the mute.'),
});

export const testOutcomesSchema = z.object({
  outcomes: z.array(
    z.object({ destination: z.string(), delivered: z.boolean(), said: z.string(), ms: z.number() }),
  ),
});
export type TestOutcomes = z.infer<typeof testOutcomesSchema>;
