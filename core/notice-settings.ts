import { z } from 'zod';
import { isLoopbackHost } from './network-addresses.ts';

/** Where notices go, where health is sent, and what links in them point to. Addresses may hold secrets: never log them. */
export interface NoticeSettings {
  /** Where people reach the pages, without a slash at the end; links in notices begin with it. */
  readonly publicUrl: string | undefined;
  /** A StatsD collector that takes tags as Telegraf and the Datadog agent do. */
  readonly statsd: { readonly host: string; readonly port: number } | undefined;
  /** Where people reach Grafana. */
  readonly grafanaUrl: string | undefined;
  readonly slackWebhookUrl: string | undefined;
  /** smtp://user:password@host:port or smtps://… */
  readonly smtpUrl: string | undefined;
  readonly mailFrom: string | undefined;
  readonly alertMailTo: readonly string[];
  readonly contactMailTo: string | undefined;
  /** Asked every so many seconds while all is well; an outside watcher misses it otherwise. */
  readonly heartbeatUrl: string | undefined;
  readonly heartbeatSeconds: number;
  /** Daily, in the zone of notices; minutes since midnight. Only what is critical is told then. */
  readonly quietHours: { readonly from: number; readonly to: number } | undefined;
  /** IANA name of the zone of quiet hours and of times in notices. */
  readonly zone: string;
  /** Of notices to destinations that name none. */
  readonly language: 'ko' | 'en';
  /** A critical alert that nobody acknowledges is told again after so many minutes; 0: never. */
  readonly reminderMinutes: number;
  /** A file of destinations and routes. */
  readonly routesFile: string | undefined;
  /** Signs the links in notices; the same for all processes of a server. */
  readonly linkSecret: string | undefined;
}

const optionalText = z
  .string()
  .optional()
  .transform((text) => (text === undefined || text.trim() === '' ? undefined : text.trim()));

const address = (schemes: readonly string[]): z.ZodType<string | undefined> =>
  optionalText.refine(
    (text) => text === undefined || (URL.canParse(text) && schemes.includes(new URL(text).protocol)),
    { error: `must be an address that begins with ${schemes.map((scheme) => `${scheme}//`).join(' or ')}` },
  );

const webAddress = address(['http:', 'https:']);
/** A mailbox, with or without a name: `me@example.org`, `Chatpulse <me@example.org>`. Line breaks would add headers. */
const MAILBOX = /^(?:[^<>\r\n,;]+ <[^\s<>@,;]+@[^\s<>@,;]+>|[^\s<>@,;]+@[^\s<>@,;]+)$/;
export const isMailbox = (text: string): boolean => MAILBOX.test(text);
const mailbox = optionalText.refine((text) => text === undefined || isMailbox(text), {
  error: 'must be an e-mail address',
});
const HOURS = /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)$/;
const COLLECTOR = /^(?:\[([0-9a-f:]+)\]|([^\s:/@]+)):(\d{1,5})$/i;

export const noticeEnvironment = {
  CHATPULSE_PUBLIC_URL: webAddress,
  CHATPULSE_STATSD: optionalText.refine((text) => text === undefined || COLLECTOR.test(text), {
    error: 'must be host:port',
  }),
  CHATPULSE_GRAFANA_URL: webAddress,
  CHATPULSE_SLACK_WEBHOOK_URL: webAddress.refine((text) => text === undefined || isSecretSafe(text), {
    error: 'must begin with https:// (http:// only on this machine)',
  }),
  CHATPULSE_SMTP_URL: address(['smtp:', 'smtps:']),
  CHATPULSE_MAIL_FROM: mailbox,
  CHATPULSE_ALERT_MAIL_TO: z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((one) => one.trim())
        .filter(Boolean),
    )
    .refine((mailboxes) => mailboxes.every(isMailbox), {
      error: 'must be e-mail addresses, separated by commas',
    }),
  CHATPULSE_CONTACT_MAIL_TO: mailbox,
  CHATPULSE_HEARTBEAT_URL: webAddress,
  CHATPULSE_HEARTBEAT_SECONDS: z.coerce
    .number({ error: 'must be a number of seconds' })
    .min(1)
    .max(86_400)
    .default(60),
  CHATPULSE_QUIET_HOURS: optionalText.refine((text) => text === undefined || HOURS.test(text), {
    error: 'must be like 23:00-08:00',
  }),
  CHATPULSE_NOTICE_ZONE: optionalText.refine((text) => text === undefined || isZone(text), {
    error: 'must be the name of a time zone like Asia/Seoul',
  }),
  CHATPULSE_NOTICE_LANGUAGE: z.enum(['ko', 'en'], { error: 'must be ko or en' }).default('ko'),
  CHATPULSE_REMINDER_MINUTES: z.coerce
    .number({ error: 'must be a number of minutes' })
    .min(0)
    .max(10_080)
    .default(30),
  CHATPULSE_ROUTES_FILE: optionalText,
  CHATPULSE_LINK_SECRET: optionalText.refine((text) => text === undefined || text.length >= 16, {
    error: 'must have at least 16 characters',
  }),
};

type Values = { [K in keyof typeof noticeEnvironment]: z.infer<(typeof noticeEnvironment)[K]> };

export function noticeSettings(values: Values): NoticeSettings {
  const collector = COLLECTOR.exec(values.CHATPULSE_STATSD ?? '');
  return {
    publicUrl: values.CHATPULSE_PUBLIC_URL?.replace(/\/+$/, ''),
    statsd: collector ? { host: collector[1] ?? collector[2] ?? '', port: Number(collector[3]) } : undefined,
    grafanaUrl: values.CHATPULSE_GRAFANA_URL?.replace(/\/+$/, ''),
    slackWebhookUrl: values.CHATPULSE_SLACK_WEBHOOK_URL,
    smtpUrl: values.CHATPULSE_SMTP_URL,
    mailFrom: values.CHATPULSE_MAIL_FROM,
    alertMailTo: values.CHATPULSE_ALERT_MAIL_TO,
    contactMailTo: values.CHATPULSE_CONTACT_MAIL_TO,
    heartbeatUrl: values.CHATPULSE_HEARTBEAT_URL,
    heartbeatSeconds: values.CHATPULSE_HEARTBEAT_SECONDS,
    quietHours: quietHoursOf(values.CHATPULSE_QUIET_HOURS),
    zone: values.CHATPULSE_NOTICE_ZONE ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    language: values.CHATPULSE_NOTICE_LANGUAGE,
    reminderMinutes: values.CHATPULSE_REMINDER_MINUTES,
    routesFile: values.CHATPULSE_ROUTES_FILE,
    linkSecret: values.CHATPULSE_LINK_SECRET,
  };
}

function quietHoursOf(text: string | undefined): NoticeSettings['quietHours'] {
  const [, fromHour, fromMinute, toHour, toMinute] = HOURS.exec(text ?? '') ?? [];
  if (toMinute === undefined) return undefined;
  return {
    from: Number(fromHour) * 60 + Number(fromMinute),
    to: Number(toHour) * 60 + Number(toMinute),
  };
}

/** Whoever reads the address on its way could write into the channel. */
export function isSecretSafe(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || isLoopbackHost(hostname);
}

function isZone(text: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
