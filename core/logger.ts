import { destination, pino, type Logger } from 'pino';
import type { Config } from './config.ts';

export interface LogSettings {
  readonly level: Config['logLevel'];
  /** Which part writes: a thread or a command. */
  readonly part: string;
}

/**
 * A logger that writes JSON lines to standard error, so that standard output stays a command's answer. Writes are
 * synchronous: the last lines before a crash are the ones that matter.
 */
export function createLogger(settings: LogSettings): Logger {
  return pino(
    {
      level: settings.level,
      base: { part: settings.part },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: ['token', '*.token', 'headers.authorization', 'headers.cookie'], censor: '[hidden]' },
    },
    destination({ fd: 2, sync: true }),
  );
}
