import type { EventLog } from '../../core/log/port.ts';
import { fromCommit } from '../../core/runtime/commit-metadata.ts';
import { groupOf } from '../../core/runtime/topic-reader.ts';

/** The parts that commit to the log, in the order of the data, with what each reads. */
export const PARTS: readonly (readonly [part: string, topics: readonly string[]])[] = [
  ['analyze', ['chat.raw']],
  ['windows', ['chat.analyzed']],
  ['words', ['chat.analyzed']],
  ['archive', ['chat.analyzed', 'chat.words']],
  ['metrics', ['chat.windows']],
];

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
