import { resolve } from 'node:path';
import { z } from 'zod';
import { isAddressOrNetwork } from './address-list.ts';
import { ChatpulseError } from './errors.ts';
import { isLoopbackHost } from './network-addresses.ts';
import { noticeEnvironment, noticeSettings, type NoticeSettings } from './notice-settings.ts';
import { LOG_LEVELS, type LogLevel } from './log-levels.ts';
import { telemetryEnvironment, telemetrySettings, type TelemetrySettings } from './telemetry-settings.ts';

/** The settings of the product, from the environment. docs/operations.md describes each. */
export interface Config {
  readonly dataDir: string;
  readonly host: string;
  readonly port: number;
  readonly token: string | undefined;
  /** Origins that may open a WebSocket or change something, besides the server's own. */
  readonly origins: readonly string[];
  /** Addresses or networks of proxies in front, whose X-Forwarded-For is believed. */
  readonly trustedProxies: readonly string[];
  readonly logLevel: LogLevel;
  readonly retentionDays: number;
  /** How long servers keep messages, and figures per minute; undefined: for ever. */
  readonly archiveRetentionDays: number | undefined;
  readonly ledgerFile: string | undefined;
  readonly twitchChatUrl: string | undefined;
  readonly naverShoppingUrl: string | undefined;
  readonly youtubeUrl: string | undefined;
  readonly chzzkApiUrl: string | undefined;
  readonly chzzkCommUrl: string | undefined;
  readonly chzzkChatUrl: string | undefined;
  readonly soopApiUrl: string | undefined;
  readonly soopChatUrl: string | undefined;
  /** A list of emotes that are known by name. */
  readonly emotesFile: string | undefined;
  /** What the product calls itself to platforms; its name and version when undefined. */
  readonly userAgent: string | undefined;
  readonly log: LogSetting;
  /** A Confluent-compatible schema registry; only with a Kafka log. */
  readonly registryUrl: string | undefined;
  readonly archive: { readonly kind: 'embedded' } | { readonly kind: 'mongodb'; readonly url: string };
  readonly metrics: { readonly kind: 'embedded' } | { readonly kind: 'influxdb'; readonly url: string };
  /** Where a role without pages answers /livez, /readyz and /metrics. */
  readonly healthPort: number | undefined;
  /** Seconds between two canaries of a producers process; 0: none. */
  readonly canarySeconds: number;
  readonly notices: NoticeSettings;
  readonly telemetry: TelemetrySettings;
}

export type LogSetting = { readonly kind: 'embedded' } | KafkaSetting;

export interface KafkaSetting {
  readonly kind: 'kafka';
  /** host:port of some brokers; the others are found through them. */
  readonly brokers: readonly string[];
  readonly tls: boolean;
  readonly sasl:
    | {
        readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
        readonly username: string;
        readonly password: string;
      }
    | undefined;
}

const optionalText = z
  .string()
  .optional()
  .transform((text) => (text === undefined || text.trim() === '' ? undefined : text));

/** A platform's server: the product speaks without encryption to its own machine alone. */
const platformServer = (scheme: 'http' | 'ws'): z.ZodType<string | undefined> =>
  optionalText.refine((text) => text === undefined || isSafeAddress(text, scheme), {
    error: `must be an ${scheme}s:// address, or an ${scheme}:// one on this machine`,
  });

const serverOr = (schemes: RegExp, example: string): z.ZodType<string | undefined> =>
  optionalText.refine((text) => text === undefined || text === 'embedded:' || schemes.test(text), {
    error: `must be embedded: or an address like ${example}`,
  });

const KAFKA_ADDRESS = /^kafka:\/\/[^\s,/@]+:\d+(,[^\s,/@]+:\d+)*\/?$/;

/** Entries between commas. */
function listOf(text: string): string[] {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean);
}

/** Where the servers of the tests are, as `npm run services` prints it beside the settings of the product. */
const TEST_SETTINGS = 'CHATPULSE_TEST_';

const environment = z.object({
  CHATPULSE_DATA_DIR: z.string().min(1).default('./data'),
  CHATPULSE_HOST: z.string().min(1).default('127.0.0.1'),
  CHATPULSE_PORT: z.coerce
    .number({ error: 'must be a number from 0 to 65535' })
    .int()
    .min(0)
    .max(65535)
    .default(8080),
  CHATPULSE_TOKEN: optionalText.refine((text) => text === undefined || text.length >= 16, {
    error: 'must have at least 16 characters',
  }),
  CHATPULSE_ORIGINS: z
    .string()
    .default('')
    .transform(listOf)
    .refine((origins) => origins.every(isOrigin), {
      error: 'must be origins like https://host:port, separated by commas',
    }),
  CHATPULSE_TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform(listOf)
    .refine((proxies) => proxies.every(isAddressOrNetwork), {
      error: 'must be addresses or networks like 10.0.0.0/8, separated by commas',
    }),
  CHATPULSE_LOG_LEVEL: z
    .enum(LOG_LEVELS, { error: `must be one of ${LOG_LEVELS.join(', ')}` })
    .default('info'),
  CHATPULSE_RETENTION_DAYS: z.coerce
    .number({ error: 'must be a number of days' })
    .positive()
    .max(36_500)
    .default(30),
  CHATPULSE_ARCHIVE_RETENTION_DAYS: z.coerce
    .number({ error: 'must be a number of days' })
    .positive()
    .max(36_500)
    .optional(),
  CHATPULSE_LEDGER: optionalText,
  CHATPULSE_LOG: serverOr(KAFKA_ADDRESS, 'kafka://host:port,host:port'),
  CHATPULSE_KAFKA_TLS: z
    .enum(['true', 'false'], { error: 'must be true or false' })
    .default('false')
    .transform((text) => text === 'true'),
  CHATPULSE_KAFKA_SASL: z
    .enum(['plain', 'scram-sha-256', 'scram-sha-512'], {
      error: 'must be plain, scram-sha-256 or scram-sha-512',
    })
    .optional(),
  CHATPULSE_KAFKA_USERNAME: optionalText,
  CHATPULSE_KAFKA_PASSWORD: optionalText,
  CHATPULSE_REGISTRY_URL: optionalText.refine((text) => text === undefined || isWebAddress(text), {
    error: 'must be an http:// or https:// address',
  }),
  CHATPULSE_ARCHIVE: serverOr(/^mongodb(\+srv)?:\/\/./, 'mongodb://host:port/database'),
  CHATPULSE_METRICS: serverOr(/^influxdb:\/\/./, 'influxdb://host:8086/database'),
  CHATPULSE_HEALTH_PORT: z.coerce
    .number({ error: 'must be a number from 0 to 65535' })
    .int()
    .min(0)
    .max(65535)
    .optional(),
  CHATPULSE_TWITCH_CHAT_URL: optionalText.refine((text) => text === undefined || /^wss?:\/\/./.test(text), {
    error: 'must be a ws:// or wss:// address',
  }),
  CHATPULSE_YOUTUBE_URL: platformServer('http'),
  CHATPULSE_CHZZK_API_URL: platformServer('http'),
  CHATPULSE_CHZZK_COMM_URL: platformServer('http'),
  CHATPULSE_CHZZK_CHAT_URL: platformServer('ws'),
  CHATPULSE_SOOP_API_URL: platformServer('http'),
  CHATPULSE_SOOP_CHAT_URL: platformServer('ws'),
  CHATPULSE_NAVER_SHOPPING_URL: platformServer('http'),
  CHATPULSE_EMOTES_FILE: optionalText,
  CHATPULSE_USER_AGENT: optionalText.refine((text) => text === undefined || /^[ -~]{1,200}$/.test(text), {
    error: 'must have at most 200 printable ASCII characters',
  }),
  CHATPULSE_CANARY_SECONDS: z.coerce
    .number({ error: 'must be a number of seconds from 0 to 86400' })
    .int()
    .min(0)
    .max(86_400)
    .default(60),
  ...noticeEnvironment,
  ...telemetryEnvironment,
});

/**
 * Reads and checks all settings at once.
 * @throws ChatpulseError CHATPULSE_CONFIG_INVALID that names every wrong one; values are never repeated in it
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const parsed = environment.safeParse(env);
  const unknown = Object.keys(env).filter(
    (name) =>
      name.startsWith('CHATPULSE_') && !name.startsWith(TEST_SETTINGS) && !(name in environment.shape),
  );
  const problems = [
    ...(parsed.error?.issues ?? []).map((issue) => `${issue.path.join('.')}: ${issue.message}`),
    ...unknown.map((name) => `${name}: there is no such setting`),
    ...(parsed.success ? contradictions(parsed.data) : []),
  ];
  if (!parsed.success || problems.length > 0)
    throw new ChatpulseError('CHATPULSE_CONFIG_INVALID', {
      message: `Settings to correct: ${problems.join('; ')}.`,
    });
  const values = parsed.data;
  return {
    dataDir: resolve(values.CHATPULSE_DATA_DIR),
    host: values.CHATPULSE_HOST,
    port: values.CHATPULSE_PORT,
    token: values.CHATPULSE_TOKEN,
    origins: values.CHATPULSE_ORIGINS,
    trustedProxies: values.CHATPULSE_TRUSTED_PROXIES,
    logLevel: values.CHATPULSE_LOG_LEVEL,
    retentionDays: values.CHATPULSE_RETENTION_DAYS,
    archiveRetentionDays: values.CHATPULSE_ARCHIVE_RETENTION_DAYS,
    ledgerFile: values.CHATPULSE_LEDGER,
    twitchChatUrl: values.CHATPULSE_TWITCH_CHAT_URL,
    naverShoppingUrl: values.CHATPULSE_NAVER_SHOPPING_URL,
    youtubeUrl: values.CHATPULSE_YOUTUBE_URL,
    chzzkApiUrl: values.CHATPULSE_CHZZK_API_URL,
    chzzkCommUrl: values.CHATPULSE_CHZZK_COMM_URL,
    chzzkChatUrl: values.CHATPULSE_CHZZK_CHAT_URL,
    soopApiUrl: values.CHATPULSE_SOOP_API_URL,
    soopChatUrl: values.CHATPULSE_SOOP_CHAT_URL,
    emotesFile: values.CHATPULSE_EMOTES_FILE,
    userAgent: values.CHATPULSE_USER_AGENT,
    log: logSetting(values),
    registryUrl: values.CHATPULSE_REGISTRY_URL,
    archive: storeSetting('mongodb', values.CHATPULSE_ARCHIVE),
    metrics: storeSetting('influxdb', values.CHATPULSE_METRICS),
    healthPort: values.CHATPULSE_HEALTH_PORT,
    canarySeconds: values.CHATPULSE_CANARY_SECONDS,
    notices: noticeSettings(values),
    telemetry: telemetrySettings(values),
  };
}

type Values = z.infer<typeof environment>;

/** Settings that are right one by one and not together. */
function contradictions(values: Values): string[] {
  const problems: string[] = [];
  const {
    CHATPULSE_KAFKA_SASL: sasl,
    CHATPULSE_KAFKA_USERNAME: username,
    CHATPULSE_KAFKA_PASSWORD: password,
  } = values;
  if (sasl && (!username || !password))
    problems.push('CHATPULSE_KAFKA_SASL: needs CHATPULSE_KAFKA_USERNAME and CHATPULSE_KAFKA_PASSWORD');
  if (values.CHATPULSE_SMTP_URL && !values.CHATPULSE_MAIL_FROM)
    problems.push('CHATPULSE_SMTP_URL: needs CHATPULSE_MAIL_FROM');
  if (values.CHATPULSE_ALERT_MAIL_TO.length > 0 && !values.CHATPULSE_SMTP_URL)
    problems.push('CHATPULSE_ALERT_MAIL_TO: needs CHATPULSE_SMTP_URL');
  if (!sasl && (username || password))
    problems.push('CHATPULSE_KAFKA_USERNAME, CHATPULSE_KAFKA_PASSWORD: need CHATPULSE_KAFKA_SASL');
  return problems;
}

/** `kafka://host:port,host:port` as a setting; the credentials and TLS come from settings of their own. */
function logSetting(values: Values): LogSetting {
  const { CHATPULSE_LOG: address, CHATPULSE_KAFKA_SASL: mechanism } = values;
  if (address === undefined || address === 'embedded:') return { kind: 'embedded' };
  return {
    kind: 'kafka',
    brokers: brokersOf(address),
    tls: values.CHATPULSE_KAFKA_TLS,
    sasl: mechanism && {
      mechanism,
      username: values.CHATPULSE_KAFKA_USERNAME ?? '',
      password: values.CHATPULSE_KAFKA_PASSWORD ?? '',
    },
  };
}

/** Whether a text is the address of a Kafka log, and not of a file. */
export function isKafkaAddress(text: string): boolean {
  return KAFKA_ADDRESS.test(text);
}

export function brokersOf(address: string): readonly string[] {
  return address.slice('kafka://'.length).replace(/\/$/, '').split(',');
}

function storeSetting<K extends string>(
  kind: K,
  address: string | undefined,
): { readonly kind: 'embedded' } | { readonly kind: K; readonly url: string } {
  return address === undefined || address === 'embedded:' ? { kind: 'embedded' } : { kind, url: address };
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

function isSafeAddress(text: string, scheme: 'http' | 'ws'): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  if (username !== '' || password !== '') return false;
  return protocol === `${scheme}s:` || (protocol === `${scheme}:` && isLoopbackHost(hostname));
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}
