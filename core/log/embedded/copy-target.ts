import { ChatpulseError } from '../../errors.ts';
import { TOPICS, type TopicSettings } from '../../events/topics.ts';
import type { LogCopySource, LogCopyTarget } from '../copy.ts';
import { outOfRange } from '../partition-reader.ts';
import type { LogRecord } from '../port.ts';
import { encodeRecords } from './batch-format.ts';
import { openLogFile } from './log-file.ts';
import { openLogReader } from './log-reader.ts';

/** Records of one append time that become one row, at most. */
const MAX_ROW_RECORDS = 500;

/** The log of a file, to copy from. Close it at the end. */
export function openEmbeddedCopySource(file: string): LogCopySource & { close(): void } {
  const reader = openLogReader(file);
  return {
    async read(wanted) {
      const range = rangesOf(wanted.topic).find(({ partition }) => partition === wanted.partition);
      if (range && (wanted.offset < range.start || wanted.offset > range.end))
        throw outOfRange(wanted, range);
      return reader.read(wanted);
    },
    ranges: async (topic) => rangesOf(topic),
    committed: async (group) => reader.committed(group),
    close: () => reader.close(),
  };

  function rangesOf(topic: string): { partition: number; start: number; end: number }[] {
    return reader
      .partitions()
      .filter((state) => state.topic === topic)
      .map(({ partition, start, next }) => ({ partition, start, end: next }));
  }
}

/** The log of a file, made where there is none, to copy to; nobody else may write to it meanwhile. */
export function openEmbeddedCopyTarget(options: {
  readonly file: string;
  readonly topics?: Readonly<Record<string, TopicSettings>>;
}): LogCopyTarget {
  const file = openLogFile({ file: options.file, topics: options.topics ?? TOPICS, now: Date.now });
  const source = openEmbeddedCopySource(options.file);
  return {
    ...source,
    async beginAt(at, offset) {
      try {
        file.beginAt(at, offset);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        throw new ChatpulseError('CHATPULSE_COPY_REFUSED', { message: `${error.message}.`, cause: error });
      }
    },
    async appendCopied({ topic, partition }, records) {
      file.copyIn(
        byAppendTime(records).map((list) => ({
          topic,
          partition,
          count: list.length,
          payload: encodeRecords(list.map((record) => ({ topic, ...record }))),
          appendTime: list[0]?.appendTime ?? 0,
        })),
      );
    },
    storeCommits: async (group, commits) => file.commit({ group, commits }),
    async close() {
      source.close();
      file.close();
    },
  };
}

/** Runs of records with the same append time: a row has one. */
function byAppendTime(records: readonly LogRecord[]): LogRecord[][] {
  const runs: LogRecord[][] = [];
  for (const record of records) {
    const run = runs.at(-1);
    if (run && run.length < MAX_ROW_RECORDS && run[0]?.appendTime === record.appendTime) run.push(record);
    else runs.push([record]);
  }
  return runs;
}
