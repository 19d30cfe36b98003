import { STATE_NOT_READ } from '../../core/health/detail.ts';
import { runProcessor, type RunProcessorOptions } from '../../core/runtime/run-processor.ts';
import type { RunningReader } from '../../core/runtime/topic-reader.ts';
import { chatAlertsProcessor } from './chat/chat-alerts.ts';
import { withSamples } from './samples.ts';
import { startSurroundings, type SurroundingsOptions } from './surroundings.ts';
import { createPipelineWatch } from './watch-pipeline.ts';

export interface RunAlertsOptions extends RunProcessorOptions, Pick<SurroundingsOptions, 'readers'> {}

/**
 * Runs the detectors. Several processes share the partitions of `chat.windows`; who takes one over knows what was told
 * before, so that nothing is told twice.
 */
export async function runAlerts(options: RunAlertsOptions): Promise<RunningReader> {
  const around = await startSurroundings(options);
  const watch = createPipelineWatch(around);
  const reader = await runProcessor(chatAlertsProcessor(around, { watch: (out) => watch.tick(out) }), {
    ...options,
    log: withSamples(options),
  }).catch(async (error: unknown) => {
    await around.close();
    throw error;
  });
  return {
    failed: reader.failed,
    health() {
      const health = reader.health();
      const problem = around.problem();
      if (problem === undefined || health.state !== 'running') return health;
      return {
        ...health,
        state: 'retrying',
        error: `${STATE_NOT_READ}; ${problem}`,
      };
    },
    async whenCaughtUp() {
      await around.caughtUp();
      await reader.whenCaughtUp();
    },
    async close() {
      // Before the reader: an assignment that waits for them would keep it from closing.
      await around.close();
      await reader.close();
    },
  };
}
