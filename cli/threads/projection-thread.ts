/** The thread that projects: the processors `windows`, `words` and `alerts`, and the sinks of archive and metrics. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { MessagePort } from 'node:worker_threads';
import { systemClock } from '../../core/clock.ts';
import { createCodec } from '../../core/events/codec.ts';
import { connectByPort } from '../../core/log/embedded/connection.ts';
import { createEmbeddedLog } from '../../core/log/embedded/embedded-log.ts';
import { measuredLog } from '../../core/telemetry/measured-log.ts';
import { runProcessor } from '../../core/runtime/run-processor.ts';
import { runSink } from '../../core/runtime/run-sink.ts';
import type { ReaderHealth, RunningReader } from '../../core/runtime/topic-reader.ts';
import { runPart, type PartMethods } from '../../core/threads/part-thread.ts';
import { runAlerts } from '../../processors/alerts/run-alerts.ts';
import { windowsProcessor } from '../../processors/windows/windows.ts';
import { wordsProcessor } from '../../processors/words/words.ts';
import { archiveSink } from '../../sinks/archive/archive-sink.ts';
import { openEmbeddedArchive } from '../../sinks/archive/embedded/embedded-archive.ts';
import { openEmbeddedMetrics } from '../../sinks/metrics/embedded/embedded-metrics.ts';
import { metricsSink } from '../../sinks/metrics/metrics-sink.ts';
import { createThreadTelemetry, type ReportingMethods, type ThreadReporting } from './thread-telemetry.ts';

export interface ProjectionThreadData {
  readonly logFile: string;
  readonly logPort: MessagePort;
  readonly archiveFile: string;
  readonly metricsFile: string;
  readonly reporting: ThreadReporting;
}

export interface ProjectionMethods extends PartMethods, ReportingMethods {
  health(): readonly ReaderHealth[];
  whenCaughtUp(): Promise<void>;
}

/** Nobody waits for a projection as for the live chat: a tenth of a second gathers many small batches into one. */
const LINGER_MS = 100;

/** Records of a batch: in memory at the same time with their events, for each partition. */
const MAX_RECORDS = 250;

runPart<ProjectionThreadData>(async ({ logFile, logPort, archiveFile, metricsFile, reporting }) => {
  const { logger, telemetry, methods: report } = createThreadTelemetry(reporting);
  const log = measuredLog(
    createEmbeddedLog({ file: logFile, connection: connectByPort(logPort) }),
    telemetry,
  );
  const archive = openEmbeddedArchive({ file: archiveFile });
  const metrics = openEmbeddedMetrics({ file: metricsFile });
  const options = {
    log,
    codec: createCodec(),
    clock: systemClock,
    logger,
    telemetry,
    lingerMs: LINGER_MS,
    maxRecords: MAX_RECORDS,
  };
  const processors = [
    await runProcessor(windowsProcessor, options),
    await runProcessor(wordsProcessor, options),
  ];
  const sinks = [
    await runSink(archiveSink(archive, { keepsPositions: true }), options),
    await runSink(metricsSink(metrics, { keepsPositions: true }), options),
  ];
  // Somebody waits for an alert.
  const alerts = await runAlerts({ ...options, lingerMs: 0 });
  const readers: readonly RunningReader[] = [...processors, ...sinks, alerts];
  const methods = {
    ...report,
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
