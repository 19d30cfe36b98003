import type { EventLog } from '../../core/log/port.ts';
import { fromCommit } from '../../core/runtime/commit-metadata.ts';
import { groupOf } from '../../core/runtime/topic-reader.ts';

/** Records that a part has not dealt with yet. */
export async function lagOf(log: EventLog, part: string, topics: readonly string[]): Promise<number> {
  const commits = await log.committed(groupOf(part));
  let lag = 0;
  for (const topic of topics)
    for (const { partition, start, end } of await log.ranges(topic)) {
      const commit = commits.find((one) => one.topic === topic && one.partition === partition);
      lag += end - (fromCommit(commit)?.readTo ?? start);
    }
  return lag;
}
