import { startRulesBook } from '../../core/channel-rules/rules-book.ts';
import { describeError } from '../../core/errors.ts';
import { RULES_NOT_READ } from '../../core/health/detail.ts';
import { runProcessor, type RunProcessorOptions } from '../../core/runtime/run-processor.ts';
import { createSettingAside } from '../../core/runtime/set-aside.ts';
import type { RunningReader } from '../../core/runtime/topic-reader.ts';
import type { Analyzer } from '../../language/types.ts';
import { analyzeProcessor } from './analyze.ts';

export interface RunAnalyzeOptions extends RunProcessorOptions {
  readonly analyzer: Analyzer;
}

/**
 * Runs `analyze` with the rules of channels, which it reads beside its input. Many read those; this part is the one
 * that sets aside what cannot be read of them.
 */
export async function runAnalyze({ analyzer, ...options }: RunAnalyzeOptions): Promise<RunningReader> {
  const setAside = createSettingAside({ ...options, handler: 'analyze' });
  const rules = await startRulesBook({ ...options, onUnusable: setAside.add });
  const reader = await runProcessor(analyzeProcessor(analyzer, rules), options).catch(
    async (error: unknown) => {
      setAside.close();
      await rules.close();
      throw error;
    },
  );
  let refused: Error | undefined;
  void setAside.failed.then((error) => {
    refused = error;
    options.logger.error({ reader: 'analyze', err: error }, 'reader stopped');
    return close();
  });

  let closing: Promise<void> | undefined;
  function close(): Promise<void> {
    setAside.close();
    // The rules before the reader: an assignment that waits for them would keep it from closing.
    return (closing ??= rules.close().then(() => reader.close()));
  }

  return {
    failed: Promise.race([reader.failed, setAside.failed]),
    health() {
      const health = reader.health();
      if (refused) return { ...health, state: 'failed', error: describeError(refused) };
      const problem = rules.problem();
      if (problem === undefined || health.state !== 'running') return health;
      return { ...health, state: 'retrying', error: `${RULES_NOT_READ}; ${problem}` };
    },
    async whenCaughtUp() {
      await rules.caughtUpAtLast();
      await setAside.settled();
      await reader.whenCaughtUp();
    },
    close,
  };
}
