import { withoutCanaries } from '../../../core/canary/canary.ts';
import { PARTITIONS } from '../../../core/events/topics.ts';
import { partitionOf } from '../../../core/log/partitioner.ts';
import { openArchiveRebuild, type ArchiveRebuild } from '../../../sinks/archive/mongodb/rebuild.ts';
import { broadcastsOf } from '../../verify/copied-log.ts';
import { ARCHIVE_TOPICS, firstStamp } from '../rebuild-archive.ts';
import { PARTITION_NUMBERS, type RebuildResult } from '../rebuild-context.ts';
import { replayPartition } from '../replay-partition.ts';
import { withServerContext, type ServerRebuildContext, type ServerRebuildOptions } from './server-context.ts';

/**
 * Builds the collections of MongoDB from the log beside those in use, then puts them in their place. What is older than
 * the log is taken over, and so is every broadcast that it does not know at all. The position of the sink stays: what it
 * takes again changes nothing. When it fails the archive stays as it was.
 * @throws ChatpulseError CHATPULSE_GROUP_RUNNING, CHATPULSE_ARCHIVE_UNAVAILABLE, CHATPULSE_STORE_REFUSED
 */
export function rebuildServerArchive(options: ServerRebuildOptions): Promise<RebuildResult> {
  return withServerContext(options, { topics: ARCHIVE_TOPICS, sink: 'archive' }, async (context) => {
    const rebuild = await openArchiveRebuild(context.settings.archiveUrl);
    try {
      const known = broadcastsOf(context.log);
      const keptFrom = PARTITION_NUMBERS.map((partition) =>
        context.log.range('chat.analyzed', partition).start > 0
          ? (firstStamp(context, partition) ?? Number.POSITIVE_INFINITY)
          : 0,
      );
      const kept = await rebuild.keepOlder(
        (id, rawOffset) => !known.has(id) || rawOffset < (keptFrom[partitionOf(id, PARTITIONS)] ?? 0),
      );
      // The erased are known before their messages come.
      for (const partition of PARTITION_NUMBERS)
        await replay(rebuild, context, 'moderation.events', partition);
      let rebuilt = 0;
      for (const partition of PARTITION_NUMBERS) {
        rebuilt += await replay(rebuild, context, 'chat.analyzed', partition);
        await replay(rebuild, context, 'chat.words', partition);
      }
      await rebuild.keepOlderWords(
        (id) => !known.has(id) || context.log.range('chat.words', partitionOf(id, PARTITIONS)).start > 0,
      );
      await context.checkStopped();
      await rebuild.putInPlace();
      return { rebuilt, kept };
    } finally {
      await rebuild.close();
    }
  });
}

/** Writes one partition of a topic; answers the number of messages. */
async function replay(
  rebuild: ArchiveRebuild,
  { log, codec, dead, onRead }: ServerRebuildContext,
  topic: (typeof ARCHIVE_TOPICS)[number],
  partition: number,
): Promise<number> {
  let messages = 0;
  const blocks = replayPartition({
    log,
    codec,
    topic,
    partition,
    isDeadLetter: (offset) => dead.has('archive', topic, partition, offset),
    // The sink comes to it, and sets it aside.
    unreadable: 'stop',
    onRead,
  });
  for (const block of blocks) {
    const entries = withoutCanaries(block);
    messages += entries.reduce((sum, { event }) => sum + (event.type === 'MessageAnalyzed' ? 1 : 0), 0);
    await rebuild.write(entries);
  }
  return messages;
}
