import type { ReaderHealth } from '../../core/runtime/topic-reader.ts';
import type { HealthReport, PartHealth } from '../../gateway/options.ts';
import type { Supervisor } from '../../producers/supervisor.ts';
import { healthOfReader } from '../roles/part.ts';
import type { PartThreads } from './part-threads.ts';

const ASK_EVERY_MS = 1000;
/** A thread that has not answered for so long is stuck. */
const SILENT_MS = 15_000;

/** How the parts in the threads do, asked once a second, so that a probe never waits for them. */
export interface HealthWatch {
  report(): HealthReport;
  close(): void;
}

interface Asked {
  readonly name: string;
  readonly ask: () => Promise<readonly ReaderHealth[]>;
  readers: readonly ReaderHealth[];
  answeredAt: number;
}

export function createHealthWatch(options: {
  readonly threads: PartThreads;
  readonly supervisor: Supervisor;
}): HealthWatch {
  const { threads, supervisor } = options;
  const asked: Asked[] = [
    { name: 'analysis', ask: () => threads.analysis.health(), readers: [], answeredAt: Date.now() },
    { name: 'projections', ask: () => threads.projections.health(), readers: [], answeredAt: Date.now() },
  ];
  function askAll(): void {
    for (const thread of asked)
      thread.ask().then(
        (readers) => {
          thread.readers = readers;
          thread.answeredAt = Date.now();
        },
        // A thread that has ended no longer answers, which the age of its answer shows.
        () => undefined,
      );
  }
  askAll();
  const timer = setInterval(askAll, ASK_EVERY_MS);
  timer.unref();
  return {
    report: () => ({ parts: [...asked.flatMap(healthOfThread), healthOfCaptures(supervisor)] }),
    close: () => clearInterval(timer),
  };
}

function healthOfThread({ name, readers, answeredAt }: Asked): PartHealth[] {
  const silent = Date.now() - answeredAt;
  if (silent > SILENT_MS)
    return [
      {
        name,
        state: 'failed',
        detail: `no answer for ${Math.round(silent / 1000)} s`,
        hint: 'See the log for its last error; restart the product if it does not come back.',
      },
    ];
  return readers.map(healthOfReader);
}

/** The log counts as away when a capture cannot write to it. */
function healthOfCaptures(supervisor: Supervisor): PartHealth {
  const away = supervisor.status().find((source) => source.logAway !== null);
  return away
    ? {
        name: 'log',
        state: 'failed',
        detail: away.logAway,
        hint: 'What is captured waits in memory and is written when the log is back.',
      }
    : { name: 'log', state: 'ok' };
}
