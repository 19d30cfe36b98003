import type { LogReader } from '../../core/log/embedded/log-reader.ts';
import type { LogRecord } from '../../core/log/port.ts';
import { fromCommit } from '../../core/runtime/commit-metadata.ts';
import { groupOf } from '../../core/runtime/topic-reader.ts';
import type { LogSource, Range } from './sources.ts';

const READ_AT_ONCE = 2_000;

/** The log as its file stands now: first what the parts have committed, then the ends, so that none is ahead. */
export function logSource(reader: LogReader): LogSource {
  const commits = new Map<string, number>();
  for (const part of ['analyze', 'windows', 'words', 'alerts'])
    for (const commit of reader.committed(groupOf(part)))
      commits.set(
        `${part}\n${commit.topic}\n${commit.partition}`,
        fromCommit(commit)?.readTo ?? commit.offset,
      );
  const ranges = new Map<string, Range>();
  for (const { topic, partition, start, next } of reader.partitions())
    ranges.set(`${topic}\n${partition}`, { start, end: next });

  return {
    range: (topic, partition) => ranges.get(`${topic}\n${partition}`) ?? { start: 0, end: 0 },
    committed(part, topic, partition) {
      const readTo = commits.get(`${part}\n${topic}\n${partition}`);
      return readTo === undefined ? undefined : { readTo };
    },
    *records(topic, partition, from, to): Generator<LogRecord, void> {
      let offset = from;
      while (offset < to) {
        const block = reader.read({ topic, partition, offset, maxRecords: READ_AT_ONCE });
        for (const record of block) if (record.offset < to) yield record;
        const last = block.at(-1);
        if (!last) return;
        offset = last.offset + 1;
      }
    },
  };
}
