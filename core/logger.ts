import { destination, levels, pino, type DestinationStream, type Logger } from 'pino';
import type { LogLevel } from './log-levels.ts';

export interface LogSettings {
  readonly level: LogLevel;
  /** Which part writes: a thread or a command. */
  readonly part: string;
}

export interface LogOptions extends LogSettings {
  /** Gets every line too; default: nobody. */
  readonly copy?: (line: string) => void;
  /** Where lines go first; default: standard error. */
  readonly to?: DestinationStream;
}

/** The log of one thread: its logger, and what can be asked of it and changed while it runs. */
export interface Logs {
  readonly logger: Logger;
  level(): LogLevel;
  /** From now on, also for loggers that were made of this one. */
  setLevel(level: LogLevel): void;
  /** Lines so far: of the level warn, and of error and fatal. */
  counts(): { readonly warnings: number; readonly errors: number };
}

const SECRETS = ['token', 'password', 'authorization', 'cookie', 'webhookUrl', 'smtpUrl'] as const;
const LEVEL_OF_WARNINGS = levels.values.warn ?? 40;

/**
 * A log of JSON lines on standard error, so that standard output stays a command's answer. Writes are synchronous: the
 * last lines before a crash are the ones that matter.
 */
export function createLogs({ level, part, copy, to }: LogOptions): Logs {
  const made = new Set<WeakRef<Logger>>();
  const counts = { warnings: 0, errors: 0 };
  let current = level;
  const first = to ?? destination({ fd: 2, sync: true });
  const logger = pino(
    {
      level,
      base: { part },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        paths: [...SECRETS, ...SECRETS.map((name) => `*.${name}`), ...SECRETS.map((name) => `*.*.${name}`)],
        censor: '[hidden]',
      },
      hooks: {
        logMethod(args, method, severity) {
          if (severity > LEVEL_OF_WARNINGS) counts.errors += 1;
          else if (severity === LEVEL_OF_WARNINGS) counts.warnings += 1;
          method.apply(this, args);
        },
      },
      // A logger keeps the level that its parent had when it was made, so each must be found when that changes.
      onChild(child) {
        child.level = current;
        made.add(new WeakRef(child));
      },
    },
    copy
      ? {
          write(line: string) {
            first.write(line);
            copy(line);
          },
        }
      : first,
  );
  return {
    logger,
    level: () => current,
    setLevel(next) {
      current = next;
      logger.level = next;
      for (const reference of made) {
        const child = reference.deref();
        if (child) child.level = next;
        else made.delete(reference);
      }
    },
    counts: () => ({ ...counts }),
  };
}

/** A logger whose level stays what it is. */
export function createLogger(settings: LogSettings): Logger {
  return createLogs(settings).logger;
}
