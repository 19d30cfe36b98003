import { parentPort } from 'node:worker_threads';
import type { Logger } from 'pino';
import type { LogLevel } from '../../core/log-levels.ts';
import { createLogs, type LogSettings } from '../../core/logger.ts';
import { noTelemetry, type Telemetry } from '../../core/telemetry/port.ts';
import { createRecorder, type Digest } from '../../core/telemetry/recorder.ts';
import { createTotals } from '../../core/telemetry/totals.ts';
import type { ThreadLine } from '../../core/threads/part-thread.ts';

/** How a thread tells of itself. */
export interface ThreadReporting {
  readonly logging: LogSettings;
  /** Whether lines of the log go to the main thread too, which keeps the file. */
  readonly copyLines: boolean;
  readonly figures: boolean;
}

/** What every thread answers about its figures and its log. */
export interface ReportingMethods {
  /** What is new since it was asked last; by one asker. */
  figures(): Digest;
  setLogLevel(level: LogLevel): void;
}

/** The log and the figures of a thread, which the main thread collects. */
export function createThreadTelemetry({ logging, copyLines, figures }: ThreadReporting): {
  readonly logger: Logger;
  readonly telemetry: Telemetry;
  readonly methods: ReportingMethods;
} {
  const logs = createLogs({
    ...logging,
    ...(copyLines && {
      copy: (line) => parentPort?.postMessage({ kind: 'line', line } satisfies ThreadLine),
    }),
  });
  const recorder = createRecorder();
  const totals = createTotals(recorder);
  return {
    logger: logs.logger,
    telemetry: figures ? recorder : noTelemetry,
    methods: {
      figures() {
        const { warnings, errors } = logs.counts();
        totals.reached('log.warnings', {}, warnings);
        totals.reached('log.errors', {}, errors);
        return recorder.drain();
      },
      setLogLevel: (level) => logs.setLevel(level),
    },
  };
}
