import type { TopicName } from '../../core/events/topics.ts';
import type { EventLog } from '../../core/log/port.ts';
import { fromCommit } from '../../core/runtime/commit-metadata.ts';
import { groupOf } from '../../core/runtime/topic-reader.ts';
import { READERS } from '../readers.ts';
import type { PartPosition } from './plan.ts';

/** What all parts have committed to a log. */
export async function committedPositions(log: Pick<EventLog, 'committed'>): Promise<PartPosition[]> {
  const positions: PartPosition[] = [];
  for (const { part, topics } of READERS)
    for (const commit of await log.committed(groupOf(part))) {
      const topic = (topics as readonly TopicName[]).find((name) => name === commit.topic);
      const point = fromCommit(commit);
      if (topic && point) positions.push({ part, topic, partition: commit.partition, point });
    }
  return positions;
}
