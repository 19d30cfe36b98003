/** Alerts and their rules on the API. Pure: the browser bundle imports this file. */
import { z } from 'zod';
import { problemsOfChanges } from '../../core/alerts/check-changes.ts';
import { ALERT_MEASURES } from '../../core/alerts/measures.ts';
import { ALERT_RULES, alertRuleChangesSchema, alertRuleSchema } from '../../core/alerts/rule.ts';
import { count, time, timeParameter } from './chat-shapes.ts';
import { noticeAlertSchema } from './notice-shapes.ts';
import { channelIdSchema } from './rules-shapes.ts';

/** acknowledged and muted are open too. */
export const ALERT_STATES = ['open', 'acknowledged', 'muted', 'resolved'] as const;

export const alertsQuerySchema = z.object({
  state: z
    .enum(ALERT_STATES)
    .optional()
    .describe('open: all that is not resolved; acknowledged and muted: of these'),
  rule: z.enum(ALERT_RULES).optional(),
  channel: z.string().max(200).optional().describe('the channelId'),
  broadcast: z.string().max(200).optional().describe('the id of a broadcast'),
  from: timeParameter.optional().describe('raised from then on, ms since 1970, inclusive'),
  to: timeParameter.optional().describe('raised before then, ms since 1970'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(400).optional().describe('the `next` of the page before'),
});
export type AlertsQuery = z.infer<typeof alertsQuerySchema>;

export const alertsPageSchema = z
  .object({
    alerts: z.array(noticeAlertSchema).describe('by the time when they were raised, the newest first'),
    next: z.string().nullable().describe('pass as `cursor` for the page after this one; null at the end'),
  })
  .meta({ id: 'AlertsPage' });
export type AlertsPage = z.infer<typeof alertsPageSchema>;

const askerText = z.string().describe('page, cli, link (of a notice) or api');

/** What happened to an alert. */
export const alertHistoryEntrySchema = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('raised'), at: time }),
    z.object({ kind: z.literal('acknowledged'), at: time, by: askerText }),
    z.object({ kind: z.literal('muted'), at: time, by: askerText, until: time }),
    z.object({ kind: z.literal('unmuted'), at: time, by: askerText }),
    z.object({
      kind: z.literal('notice'),
      at: time.describe('of the last attempt'),
      notice: z.string().describe('raised, resolved or reminder'),
      destination: z.string(),
      outcome: z.enum(['delivered', 'trying', 'failed']),
      attempts: count,
      reason: z.string().nullable(),
    }),
    z.object({ kind: z.literal('resolved'), at: time, reason: z.string().nullable() }),
  ])
  .meta({ id: 'AlertHistoryEntry' });
export type AlertHistoryEntry = z.infer<typeof alertHistoryEntrySchema>;

export const alertDetailSchema = z
  .object({ alert: noticeAlertSchema, history: z.array(alertHistoryEntrySchema).describe('oldest first') })
  .meta({ id: 'AlertDetail' });
export type AlertDetail = z.infer<typeof alertDetailSchema>;

export const setAlertRulesSchema = z
  .object({
    changes: alertRuleChangesSchema.describe(
      'by rule, the settings that differ from the defaults; what is not named is as by default',
    ),
  })
  .superRefine(({ changes }, context) => {
    for (const { path, message } of problemsOfChanges(changes))
      context.addIssue({ code: 'custom', path: ['changes', ...path], message });
    for (const name of ALERT_RULES)
      for (const setting of ['channels', 'exceptChannels'] as const)
        for (const [index, id] of (changes[name]?.[setting] ?? []).entries())
          if (!channelIdSchema.safeParse(id).success)
            context.addIssue({
              code: 'custom',
              path: ['changes', name, setting, index],
              message: 'This is not the id of a channel.',
            });
  })
  .meta({ id: 'SetAlertRules' });
export type SetAlertRules = z.infer<typeof setAlertRulesSchema>;

export const describedAlertRuleSchema = z
  .object({
    name: z.enum(ALERT_RULES),
    about: z.enum(['chat', 'source', 'system']).describe('only rules about chat and sources have channels'),
    measure: z.enum(ALERT_MEASURES).describe('the unit of threshold and resolveThreshold; shares are 0 to 1'),
    now: alertRuleSchema.describe('as it holds'),
    default: alertRuleSchema,
  })
  .meta({ id: 'AlertRule' });
export type DescribedAlertRule = z.infer<typeof describedAlertRuleSchema>;

export const alertRulesSchema = z
  .object({
    version: count.describe('0 where none were ever changed; the ETag too'),
    changedAt: time.nullable(),
    changedBy: z.string().describe('page, cli or api; empty where it is not known'),
    changes: alertRuleChangesSchema.describe('what differs from the defaults'),
    rules: z.array(describedAlertRuleSchema),
  })
  .meta({ id: 'AlertRules' });
export type AlertRulesAnswer = z.infer<typeof alertRulesSchema>;
