/** The thread that analyses: the processor `analyze`, and single texts on demand. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { MessagePort } from 'node:worker_threads';
import { systemClock } from '../../core/clock.ts';
import { createCodec } from '../../core/events/codec.ts';
import { connectByPort } from '../../core/log/embedded/connection.ts';
import { createEmbeddedLog } from '../../core/log/embedded/embedded-log.ts';
import { createLogger, type LogSettings } from '../../core/logger.ts';
import { runProcessor } from '../../core/runtime/run-processor.ts';
import type { ReaderHealth } from '../../core/runtime/topic-reader.ts';
import { runPart, type PartMethods } from '../../core/threads/part-thread.ts';
import { createAnalyzerAndExplainer, type ExplainedAnalysis } from '../../language/index.ts';
import { rememberingAnalyzer } from '../../language/remembering-analyzer.ts';
import type { Analysis, EmoteSpan } from '../../language/types.ts';
import { analyzeProcessor } from '../../processors/analyze/analyze.ts';

export interface AnalysisThreadData {
  readonly logFile: string;
  readonly logPort: MessagePort;
  readonly logging: LogSettings;
}

export interface AnalysisMethods extends PartMethods {
  analyze(text: string, emotes?: readonly EmoteSpan[]): Analysis;
  explain(text: string, emotes?: readonly EmoteSpan[]): ExplainedAnalysis;
  health(): readonly ReaderHealth[];
  whenCaughtUp(): Promise<void>;
}

/** About 4 MB of answers. */
const REMEMBERED_TEXTS = 4096;

runPart<AnalysisThreadData>(async ({ logFile, logPort, logging }) => {
  const logger = createLogger(logging);
  const log = createEmbeddedLog({ file: logFile, connection: connectByPort(logPort) });
  const models = await createAnalyzerAndExplainer();
  const analyzer = rememberingAnalyzer(models.analyzer, { capacity: REMEMBERED_TEXTS });
  const reader = await runProcessor(analyzeProcessor(analyzer), {
    log,
    codec: createCodec(),
    clock: systemClock,
    logger,
  });
  const methods = {
    analyze: (text: string, emotes?: readonly EmoteSpan[]) => analyzer.analyze(text, emotes),
    explain: (text: string, emotes?: readonly EmoteSpan[]) => models.explainer().explain(text, emotes),
    health: () => [reader.health()],
    async whenCaughtUp() {
      // What the log's thread told before this call may still wait on its own port.
      await nextTurn();
      await reader.whenCaughtUp();
    },
    async close() {
      await reader.close();
      await log.close();
    },
  };
  return methods satisfies AnalysisMethods;
});
