import { createCodec, type EventCodec } from '../../core/events/codec.ts';
import { PARTITIONS } from '../../core/events/topics.ts';
import { dataFiles, lockDataFolder, type DataFiles } from '../../core/data-folder.ts';
import { openLogReader } from '../../core/log/embedded/log-reader.ts';
import { readDeadLetters, type DeadLetters } from '../verify/dead-letters.ts';
import { logSource } from '../verify/embedded-log-source.ts';
import type { LogSource } from '../verify/sources.ts';

export interface RebuildOptions {
  readonly dataDir: string;
  readonly onProgress?: (done: number, total: number) => void;
}

/** What a rebuild of a data folder works with. */
export interface RebuildContext extends ReadContext {
  readonly files: DataFiles;
}

/** What every rebuild reads. */
export interface ReadContext {
  readonly log: LogSource;
  readonly codec: EventCodec;
  readonly dead: DeadLetters;
  /** To be told of records that were read. */
  readonly onRead: (records: number) => void;
}

/** What a rebuild did. */
export interface RebuildResult {
  /** Records of the log that were read. */
  readonly records: number;
  /** Messages, windows or minutes that came from the log, and older ones that were kept as they were. */
  readonly rebuilt: number;
  readonly kept: number;
}

export const PARTITION_NUMBERS: readonly number[] = Array.from({ length: PARTITIONS }, (_, i) => i);

/**
 * Runs a rebuild while no server can start on the folder. The log is opened to read only.
 * @throws ChatpulseError CHATPULSE_DATA_LOCKED while a server runs
 */
export async function withRebuildContext(
  options: RebuildOptions,
  topics: readonly string[],
  task: (context: RebuildContext) => Promise<Omit<RebuildResult, 'records'>>,
): Promise<RebuildResult> {
  const unlock = lockDataFolder(options.dataDir);
  try {
    const files = dataFiles(options.dataDir);
    const reader = openLogReader(files.log);
    try {
      const log = logSource(reader);
      let total = 0;
      for (const topic of topics)
        for (const partition of PARTITION_NUMBERS) {
          const { start, end } = log.range(topic, partition);
          total += end - start;
        }
      let records = 0;
      const onRead = (count: number): void => {
        records += count;
        options.onProgress?.(records, total);
      };
      const dead = readDeadLetters(log, PARTITION_NUMBERS.length);
      const result = await task({ files, log, codec: createCodec(), dead, onRead });
      return { records, ...result };
    } finally {
      reader.close();
    }
  } finally {
    unlock();
  }
}
