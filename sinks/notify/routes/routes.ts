import { z } from 'zod';
import type { AlertView } from '../../../core/alerts/alert-view.ts';
import { ALERT_SEVERITIES } from '../../../core/alerts/rule.ts';
import { isMailbox } from '../../../core/notice-settings.ts';

/** Names of destinations: the first that takes a notice has it; the others are for when those before them do not. */
export type Chain = readonly string[];

const name = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'must be a short name of a-z, 0-9 and -');

const routeSchema = z.strictObject({
  severities: z
    .array(z.enum(ALERT_SEVERITIES))
    .min(1)
    .default(['warning', 'critical'])
    .describe('What this route is for.'),
  channels: z
    .array(z.string().min(1).max(200))
    .optional()
    .describe('Ids of channels; one may end in *. Without it: every channel, and the pipeline itself.'),
  rules: z.array(z.string().min(1)).optional().describe('Names of rules; without it: all.'),
  recordings: z.boolean().default(false).describe('Whether it is also for recordings and the demo.'),
  to: z
    .array(z.array(name).min(1))
    .min(1)
    .describe('Chains: every chain gets the notice; in a chain the first that takes it.'),
});
export type Route = z.infer<typeof routeSchema>;

const slackSchema = z.strictObject({
  kind: z.literal('slack'),
  name,
  webhookUrl: z.url().optional().describe('Secret; without it CHATPULSE_SLACK_WEBHOOK_URL.'),
  language: z.enum(['ko', 'en']).optional(),
});
const mailSchema = z.strictObject({
  kind: z.literal('mail'),
  name,
  to: z
    .array(z.string().refine(isMailbox, 'must be an e-mail address'))
    .min(1)
    .optional()
    .describe('Mailboxes; without it CHATPULSE_ALERT_MAIL_TO.'),
  language: z.enum(['ko', 'en']).optional(),
});

/** The file of CHATPULSE_ROUTES_FILE. */
export const routesFileSchema = z
  .strictObject({
    destinations: z.array(z.discriminatedUnion('kind', [slackSchema, mailSchema])).min(1),
    routes: z.array(routeSchema).min(1),
  })
  .superRefine(({ destinations, routes }, context) => {
    const names = destinations.map((one) => one.name);
    if (new Set(names).size < names.length)
      context.addIssue({
        code: 'custom',
        message: 'two destinations have the same name',
        path: ['destinations'],
      });
    for (const [index, route] of routes.entries())
      for (const wanted of route.to.flat())
        if (!names.includes(wanted))
          context.addIssue({
            code: 'custom',
            message: `there is no destination "${wanted}"`,
            path: ['routes', index, 'to'],
          });
  });
export type RoutesFile = z.infer<typeof routesFileSchema>;
export type DestinationSetting = RoutesFile['destinations'][number];

/** Without a file: what warns or is critical goes to the first of all destinations that takes it. */
export function defaultRoutes(destinations: readonly string[]): readonly Route[] {
  if (destinations.length === 0) return [];
  return [{ severities: ['warning', 'critical'], recordings: false, to: [[...destinations]] }];
}

/** The chains of all routes that an alert goes by; a chain that stands in two routes counts once. */
export function chainsFor(routes: readonly Route[], alert: AlertView): readonly Chain[] {
  const chains = new Map<string, Chain>();
  for (const route of routes)
    if (goesBy(route, alert)) for (const chain of route.to) chains.set(chain.join(), chain);
  return [...chains.values()];
}

function goesBy(route: Route, { severity, channelId, rule }: AlertView): boolean {
  if (!route.severities.some((one) => one === severity)) return false;
  if (!route.recordings && isRecorded(channelId)) return false;
  if (route.rules && !route.rules.includes(rule)) return false;
  return route.channels?.some((pattern) => fits(pattern, channelId)) ?? true;
}

function fits(pattern: string, channelId: string): boolean {
  return pattern.endsWith('*') ? channelId.startsWith(pattern.slice(0, -1)) : channelId === pattern;
}

/** A recording or the demo: what happens there has happened before, or is made up. */
function isRecorded(channelId: string): boolean {
  return channelId.startsWith('replay-') || channelId.startsWith('demo-');
}
