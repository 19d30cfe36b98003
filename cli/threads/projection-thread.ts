/** The thread that projects: the processors `windows` and `words`, and the sinks of archive and metrics. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { MessagePort } from 'node:worker_threads';
import { systemClock } from '../../core/clock.ts';
import { createCodec } from '../../core/events/codec.ts';
import { connectByPort } from '../../core/log/embedded/connection.ts';
import { createEmbeddedLog } from '../../core/log/embedded/embedded-log.ts';
import { createLogger, type LogSettings } from '../../core/logger.ts';
import { runProcessor } from '../../core/runtime/run-processor.ts';
import { runSink } from '../../core/runtime/run-sink.ts';
import type { ReaderHealth, RunningReader } from '../../core/runtime/topic-reader.ts';
import { runPart, type PartMethods } from '../../core/threads/part-thread.ts';
import { windowsProcessor } from '../../processors/windows/windows.ts';
import { wordsProcessor } from '../../processors/words/words.ts';
import { archiveSink } from '../../sinks/archive/archive-sink.ts';
import { openEmbeddedArchive } from '../../sinks/archive/embedded/embedded-archive.ts';
import { openEmbeddedMetrics } from '../../sinks/metrics/embedded/embedded-metrics.ts';
import { metricsSink } from '../../sinks/metrics/metrics-sink.ts';

export interface ProjectionThreadData {
  readonly logFile: string;
  readonly logPort: MessagePort;
  readonly archiveFile: string;
  readonly metricsFile: string;
  readonly logging: LogSettings;
}

export interface ProjectionMethods extends PartMethods {
  health(): readonly ReaderHealth[];
  whenCaughtUp(): Promise<void>;
}

/** Nobody waits for a projection as for the live chat: a tenth of a second gathers many small batches into one. */
const LINGER_MS = 100;

runPart<ProjectionThreadData>(async ({ logFile, logPort, archiveFile, metricsFile, logging }) => {
  const logger = createLogger(logging);
  const log = createEmbeddedLog({ file: logFile, connection: connectByPort(logPort) });
  const archive = openEmbeddedArchive({ file: archiveFile });
  const metrics = openEmbeddedMetrics({ file: metricsFile });
  const options = {
    log,
    codec: createCodec(),
    clock: systemClock,
    logger,
    lingerMs: LINGER_MS,
  };
  const processors = [
    await runProcessor(windowsProcessor, options),
    await runProcessor(wordsProcessor, options),
  ];
  const sinks = [
    await runSink(archiveSink(archive, { keepsPositions: true }), options),
    await runSink(metricsSink(metrics, { keepsPositions: true }), options),
  ];
  const readers: readonly RunningReader[] = [...processors, ...sinks];
  const methods = {
    health: () => readers.map((reader) => reader.health()),
    async whenCaughtUp() {
      // What the log's thread told before this call may still wait on its own port.
      await nextTurn();
      // The sinks read what the processors write.
      for (const reader of readers) await reader.whenCaughtUp();
    },
    async close() {
      for (const reader of readers) await reader.close();
      await archive.close();
      await metrics.close();
      await log.close();
    },
  };
  return methods satisfies ProjectionMethods;
});
