import type { MessagePort } from 'node:worker_threads';
import type { Logger } from 'pino';
import type { Config } from '../../core/config.ts';
import type { DataFiles } from '../../core/data-folder.ts';
import { startPartThread } from '../../core/threads/part-thread.ts';
import type { Remote } from '../../core/threads/rpc.ts';
import type { AnalysisMethods, AnalysisThreadData } from '../threads/analysis-thread.ts';
import type { ProjectionMethods, ProjectionThreadData } from '../threads/projection-thread.ts';
import type { ThreadReporting } from '../threads/thread-telemetry.ts';
import type { QueryMethods, QueryThreadData } from '../threads/query-thread.ts';

/** The parts that run beside the sockets, each in a thread of its own. */
export interface PartThreads {
  readonly analysis: Remote<AnalysisMethods>;
  readonly projections: Remote<ProjectionMethods>;
  readonly queries: Remote<QueryMethods>;
  /** Resolves when a thread ends by itself. */
  readonly died: Promise<Error>;
  /** The analysis first, then the projections, so that what was read is written. */
  close(): Promise<void>;
}

export interface PartThreadsOptions {
  readonly files: DataFiles;
  /** A port to the log's writer for one more client. */
  readonly connect: () => MessagePort;
  readonly config: Config;
  readonly logger: Logger;
  /** This run of this process. */
  readonly processId: string;
  /** Takes the lines that the threads log, for a file. */
  readonly copyLine?: ((line: string) => void) | undefined;
}

/** Most of what JavaScript objects may take in each thread, MB; a thread that needs more has a fault. */
const HEAP_MB = { analysis: 320, projections: 160, queries: 96 };

export async function startPartThreads({
  files,
  connect,
  config,
  logger,
  processId,
  copyLine,
}: PartThreadsOptions): Promise<PartThreads> {
  const reporting = (part: string): ThreadReporting => ({
    logging: { level: config.logLevel, part },
    copyLines: copyLine !== undefined,
    figures: config.telemetry.enabled,
  });
  const lines = copyLine && { onLine: copyLine };
  const analysisPort = connect();
  const projectionPort = connect();
  // The projections make the files that the queries open.
  const projections = await startPartThread<ProjectionMethods, ProjectionThreadData>({
    name: 'projections',
    module: new URL('../threads/projection-thread.js', import.meta.url),
    data: {
      logFile: files.log,
      logPort: projectionPort,
      archiveFile: files.archive,
      metricsFile: files.metrics,
      reporting: reporting('projections'),
    },
    ports: [projectionPort],
    maxHeapMb: HEAP_MB.projections,
    logger,
    ...lines,
  });
  const [analysis, queries] = await Promise.all([
    startPartThread<AnalysisMethods, AnalysisThreadData>({
      name: 'analysis',
      module: new URL('../threads/analysis-thread.js', import.meta.url),
      data: { logFile: files.log, logPort: analysisPort, reporting: reporting('analysis'), processId },
      ports: [analysisPort],
      maxHeapMb: HEAP_MB.analysis,
      logger,
      ...lines,
    }),
    startPartThread<QueryMethods, QueryThreadData>({
      name: 'queries',
      module: new URL('../threads/query-thread.js', import.meta.url),
      data: { archiveFile: files.archive, metricsFile: files.metrics },
      maxHeapMb: HEAP_MB.queries,
      logger,
    }),
  ]).catch(async (error: unknown) => {
    await projections.close();
    throw error;
  });
  return {
    analysis: analysis.methods,
    projections: projections.methods,
    queries: queries.methods,
    died: Promise.race([analysis.died, projections.died, queries.died]),
    async close() {
      await analysis.close();
      await projections.close();
      await queries.close();
    },
  };
}
