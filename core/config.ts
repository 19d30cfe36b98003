import { resolve } from 'node:path';
import { z } from 'zod';
import { ChatpulseError } from './errors.ts';

/** The settings of the product, from the environment. docs/operations.md describes each. */
export interface Config {
  readonly dataDir: string;
  readonly host: string;
  readonly port: number;
  readonly token: string | undefined;
  /** Origins that may open a WebSocket or change something, besides the server's own. */
  readonly origins: readonly string[];
  readonly logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent';
  readonly retentionDays: number;
  readonly ledgerFile: string | undefined;
  readonly twitchChatUrl: string | undefined;
}

const optionalText = z
  .string()
  .optional()
  .transform((text) => (text === undefined || text.trim() === '' ? undefined : text));

const embeddedOnly = (name: string): z.ZodType<unknown> =>
  z
    .string()
    .optional()
    .refine((text) => text === undefined || text === '' || text === 'embedded:', {
      error: `only "embedded:" is supported for the ${name} in this version`,
    });

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
    .transform((text) =>
      text
        .split(',')
        .map((origin) => origin.trim())
        .filter(Boolean),
    )
    .refine((origins) => origins.every(isOrigin), {
      error: 'must be origins like https://host:port, separated by commas',
    }),
  CHATPULSE_LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'], {
      error: 'must be one of trace, debug, info, warn, error, silent',
    })
    .default('info'),
  CHATPULSE_RETENTION_DAYS: z.coerce
    .number({ error: 'must be a number of days' })
    .positive()
    .max(36_500)
    .default(30),
  CHATPULSE_LEDGER: optionalText,
  CHATPULSE_LOG: embeddedOnly('log'),
  CHATPULSE_ARCHIVE: embeddedOnly('archive'),
  CHATPULSE_METRICS: embeddedOnly('metrics'),
  CHATPULSE_TWITCH_CHAT_URL: optionalText.refine((text) => text === undefined || /^wss?:\/\/./.test(text), {
    error: 'must be a ws:// or wss:// address',
  }),
});

/**
 * Reads and checks all settings at once.
 * @throws ChatpulseError CHATPULSE_CONFIG_INVALID that names every wrong one; values are never repeated in it
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const parsed = environment.safeParse(env);
  const unknown = Object.keys(env).filter(
    (name) => name.startsWith('CHATPULSE_') && !(name in environment.shape),
  );
  const problems = [
    ...(parsed.error?.issues ?? []).map((issue) => `${issue.path.join('.')}: ${issue.message}`),
    ...unknown.map((name) => `${name}: there is no such setting`),
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
    logLevel: values.CHATPULSE_LOG_LEVEL,
    retentionDays: values.CHATPULSE_RETENTION_DAYS,
    ledgerFile: values.CHATPULSE_LEDGER,
    twitchChatUrl: values.CHATPULSE_TWITCH_CHAT_URL,
  };
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}
