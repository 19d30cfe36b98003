import { resolve } from 'node:path';
import { z } from 'zod';

/** What the product tells of itself besides notices: its figures, and its log in a file. */
export interface TelemetrySettings {
  /** False: no figures are kept; /metrics has what the runtime knows of the process alone. */
  readonly enabled: boolean;
  /** Log lines go there too, besides standard error. */
  readonly logFile: LogFileSettings | undefined;
}

export interface LogFileSettings {
  readonly path: string;
  /** It is put aside when it has grown to so many MB, and so many that were put aside are kept. */
  readonly maxMb: number;
  readonly keep: number;
}

export const telemetryEnvironment = {
  CHATPULSE_TELEMETRY: z
    .enum(['on', 'off'], { error: 'must be on or off' })
    .default('on')
    .transform((text) => text === 'on'),
  CHATPULSE_LOG_FILE: z
    .string()
    .optional()
    .transform((text) => (text === undefined || text.trim() === '' ? undefined : text.trim())),
  CHATPULSE_LOG_FILE_MB: z.coerce
    .number({ error: 'must be a number of MB' })
    .int()
    .min(1)
    .max(10_000)
    .default(10),
  CHATPULSE_LOG_FILE_KEEP: z.coerce
    .number({ error: 'must be a number of files' })
    .int()
    .min(1)
    .max(100)
    .default(5),
};

type Values = { [K in keyof typeof telemetryEnvironment]: z.infer<(typeof telemetryEnvironment)[K]> };

export function telemetrySettings(values: Values): TelemetrySettings {
  const { CHATPULSE_LOG_FILE: path, CHATPULSE_LOG_FILE_MB: maxMb, CHATPULSE_LOG_FILE_KEEP: keep } = values;
  return {
    enabled: values.CHATPULSE_TELEMETRY,
    logFile: path === undefined ? undefined : { path: resolve(path), maxMb, keep },
  };
}
