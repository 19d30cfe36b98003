import kafkajs, { type logCreator } from 'kafkajs';
import type { Logger } from 'pino';

const { logLevel } = kafkajs;

/**
 * kafkajs says ERROR at every first try that fails, also where the next one mends it. What matters is said by the
 * adapter, once per outage; the lines of kafkajs are for whoever looks for details.
 */
export function kafkaLogCreator(logger: Logger | undefined): logCreator {
  return () =>
    ({ level, namespace, log }) => {
      if (!logger) return;
      const { message, timestamp: _timestamp, logger: _name, stack: _stack, ...details } = log;
      const line = { kafkajs: namespace, ...details };
      if (level <= logLevel.WARN) logger.debug(line, message);
      else logger.trace(line, message);
    };
}

/** The level below which kafkajs need not make lines at all. */
export function kafkaLogLevel(logger: Logger | undefined): (typeof logLevel)[keyof typeof logLevel] {
  if (logger?.isLevelEnabled('trace')) return logLevel.DEBUG;
  return logger?.isLevelEnabled('debug') ? logLevel.WARN : logLevel.NOTHING;
}
