/** The thread that analyses: the processor `analyze`, and single texts on demand. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { MessagePort } from 'node:worker_threads';
import { systemClock } from '../../core/clock.ts';
import { createCodec } from '../../core/events/codec.ts';
import { connectByPort } from '../../core/log/embedded/connection.ts';
import { createEmbeddedLog } from '../../core/log/embedded/embedded-log.ts';
import { measuredLog } from '../../core/telemetry/measured-log.ts';
import type { ReaderHealth } from '../../core/runtime/topic-reader.ts';
import { runPart, type PartMethods } from '../../core/threads/part-thread.ts';
import { createAnalyzerAndExplainer, type ExplainedAnalysis } from '../../language/index.ts';
import { rememberingAnalyzer } from '../../language/remembering-analyzer.ts';
import type { Analysis, EmoteSpan, WordRules } from '../../language/types.ts';
import { runAnalyze } from '../../processors/analyze/run-analyze.ts';
import { tellScores } from '../../processors/analyze/tell-scores.ts';
import { createThreadTelemetry, type ReportingMethods, type ThreadReporting } from './thread-telemetry.ts';

export interface AnalysisThreadData {
  readonly logFile: string;
  readonly logPort: MessagePort;
  readonly reporting: ThreadReporting;
  /** This run of this process. */
  readonly processId: string;
}

export interface AnalysisMethods extends PartMethods, ReportingMethods {
  analyze(text: string, emotes?: readonly EmoteSpan[]): Analysis;
  explain(text: string, emotes?: readonly EmoteSpan[], rules?: WordRules): ExplainedAnalysis;
  health(): readonly ReaderHealth[];
  whenCaughtUp(): Promise<void>;
}

/** About 4 MB of answers. */
const REMEMBERED_TEXTS = 4096;

/** Records of a batch: in memory at the same time with their analyses, for each partition. */
const MAX_RECORDS = 100;

runPart<AnalysisThreadData>(async ({ logFile, logPort, reporting, processId }) => {
  const { logger, telemetry, methods: report } = createThreadTelemetry(reporting);
  const log = measuredLog(
    createEmbeddedLog({ file: logFile, connection: connectByPort(logPort) }),
    telemetry,
  );
  const models = await createAnalyzerAndExplainer();
  const analyzer = rememberingAnalyzer(models.analyzer, { capacity: REMEMBERED_TEXTS });
  const codec = createCodec();
  const scores = tellScores({
    log,
    codec,
    clock: systemClock,
    logger,
    processId,
    drain: models.drainScores,
  });
  const reader = await runAnalyze({
    analyzer,
    log,
    codec,
    clock: systemClock,
    logger,
    telemetry,
    maxRecords: MAX_RECORDS,
  });
  const methods = {
    ...report,
    analyze: (text: string, emotes?: readonly EmoteSpan[]) => analyzer.analyze(text, emotes),
    explain: (text: string, emotes?: readonly EmoteSpan[], rules?: WordRules) =>
      models.explainer().explain(text, emotes, { ...(rules && { rules }) }),
    health: () => [reader.health()],
    async whenCaughtUp() {
      // What the log's thread told before this call may still wait on its own port.
      await nextTurn();
      await reader.whenCaughtUp();
    },
    async close() {
      await scores.close();
      await reader.close();
      await log.close();
    },
  };
  return methods satisfies AnalysisMethods;
});
