import type { Logger } from 'pino';
import type { Config } from '../core/config.ts';
import { openLogFile } from '../core/log-file.ts';
import type { LogLevel } from '../core/log-levels.ts';
import { createLogs, type Logs } from '../core/logger.ts';
import type { LogLevelControl } from '../gateway/options.ts';

/** The log of a process and of its threads. */
export interface ProcessLogs {
  readonly logger: Logger;
  readonly logs: Logs;
  /** Takes a line that a thread has written to standard error already; undefined where no file is kept. */
  readonly copyLine: ((line: string) => void) | undefined;
  /** Reads and sets the level, over all threads. */
  readonly control: LogLevelControl;
  /** Threads are told of every change of the level. */
  onLevel(tell: (level: LogLevel) => Promise<unknown>): void;
  close(): Promise<void>;
}

/** What SIGUSR2 leads to after each other, before the level of the settings again. */
const LOUDER: readonly LogLevel[] = ['debug', 'trace'];

/** Opens the log as the settings have it; SIGUSR2 makes it tell more, step by step. */
export function openProcessLogs(config: Config, part: string): ProcessLogs {
  const { logLevel: level, telemetry } = config;
  const file =
    telemetry.logFile &&
    openLogFile({
      ...telemetry.logFile,
      onProblem: (reason) =>
        logs.logger.warn({ reason }, 'the file of the log cannot be written; trying again'),
    });
  const copyLine = file && ((line: string): void => file.write(line));
  const logs = createLogs({ level, part, ...(copyLine && { copy: copyLine }) });
  const listeners: ((level: LogLevel) => Promise<unknown>)[] = [];

  const control: LogLevelControl = {
    level: () => logs.level(),
    async set(next) {
      logs.setLevel(next);
      await Promise.all(listeners.map((tell) => tell(next)));
    },
  };
  const steps = [level, ...LOUDER.filter((step) => step !== level)];
  const onSignal = (): void => {
    const next = steps[(steps.indexOf(logs.level()) + 1) % steps.length] ?? level;
    control.set(next).then(
      () => logs.logger.warn({ to: next }, 'the level of the log was changed by a signal'),
      (error: unknown) => logs.logger.warn({ err: error }, 'a thread did not take the level of the log'),
    );
  };
  process.on('SIGUSR2', onSignal);

  return {
    logger: logs.logger,
    logs,
    copyLine,
    control,
    onLevel: (tell) => void listeners.push(tell),
    async close() {
      process.off('SIGUSR2', onSignal);
      await file?.close();
    },
  };
}
