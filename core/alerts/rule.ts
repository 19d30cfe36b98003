import { z } from 'zod';

/** What can be watched, by what an alert is about: a broadcast's chat, its capture, or the pipeline itself. */
export const CHAT_RULES = ['negative-surge', 'profanity-burst', 'chat-surge', 'chat-silence'] as const;
export const SOURCE_RULES = ['source-stalled', 'source-failed', 'source-misunderstood'] as const;
export const SYSTEM_RULES = [
  'log-away',
  'store-away',
  'process-silent',
  'processor-lag',
  'dead-letters',
  'slow-responses',
  'error-rate',
  'canary-lost',
  'canary-slow',
  'delivery-failing',
] as const;

export const ALERT_RULES = [...CHAT_RULES, ...SOURCE_RULES, ...SYSTEM_RULES] as const;
export type AlertRuleName = (typeof ALERT_RULES)[number];
export type ChatRuleName = (typeof CHAT_RULES)[number];

export const ALERT_SEVERITIES = ['info', 'warning', 'critical'] as const;

/** A day: longer than any condition has to hold. */
const LONGEST_MS = 86_400_000;
const duration = z.int().min(0).max(LONGEST_MS);
const channels = z.array(z.string().min(1).max(200)).max(1_000);

/** The settings of one rule. What it measures and in which unit its threshold is says default-rules.ts. */
export const alertRuleSchema = z.object({
  enabled: z
    .boolean()
    .describe('Whether it raises alerts. What is open when it is switched off is resolved.'),
  severity: z.enum(ALERT_SEVERITIES),
  threshold: z
    .number()
    .min(0)
    .max(1e12)
    .describe('It is raised from here on, in the unit that is given by measure.'),
  resolveThreshold: z.number().min(0).max(1e12).describe('It is over below this, in the same unit.'),
  minimumCount: z
    .int()
    .min(0)
    .max(1_000_000_000)
    .describe('Of fewer messages, records or responses nothing is concluded.'),
  forMs: duration.describe('So long (ms) the condition has to hold before the alert is raised.'),
  resolveMs: duration.describe('So long (ms) it has to be over before the alert is resolved.'),
  coolDownMs: duration.describe(
    'So long (ms) after an alert no other of this rule is raised about the same.',
  ),
  channels: channels.describe(
    'Ids of the channels that it is for; empty: all. Only for rules about channels.',
  ),
  exceptChannels: channels.describe('Ids of channels that it is not for.'),
});
export type AlertRule = z.infer<typeof alertRuleSchema>;

/** Changes of rules: what is not named keeps its default. */
export const alertRuleChangesSchema = z.partialRecord(
  z.enum(ALERT_RULES),
  alertRuleSchema.partial().strict(),
);
export type AlertRuleChanges = z.infer<typeof alertRuleChangesSchema>;

/** The settings of every rule. */
export type AlertRules = Readonly<Record<AlertRuleName, AlertRule>>;

export function isAlertRule(name: string): name is AlertRuleName {
  return ALERT_RULES.some((rule) => rule === name);
}

/** Whether a rule watches a channel; elements of the pipeline have none (an empty id). */
export function appliesTo(rule: AlertRule, channelId: string): boolean {
  if (!rule.enabled) return false;
  if (channelId === '') return true;
  if (rule.exceptChannels.includes(channelId)) return false;
  return rule.channels.length === 0 || rule.channels.includes(channelId);
}
