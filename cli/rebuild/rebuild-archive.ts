import { withoutCanaries } from '../../core/canary/canary.ts';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { openEmbeddedArchive } from '../../sinks/archive/embedded/embedded-archive.ts';
import type { ArchiveEntry, ChatArchive } from '../../sinks/archive/port.ts';
import { openOlderArchive, type OlderArchive } from './older-messages.ts';
import {
  PARTITION_NUMBERS,
  withRebuildContext,
  type ReadContext,
  type RebuildContext,
  type RebuildOptions,
  type RebuildResult,
} from './rebuild-context.ts';
import { replayPartition, type ReplayEnd } from './replay-partition.ts';
import { replaceFile } from './swap-file.ts';

export const ARCHIVE_TOPICS = ['moderation.events', 'chat.analyzed', 'chat.words'] as const;

/**
 * Builds a new archive from the log beside the old one, then puts it in its place. Messages from before the kept log
 * are taken over from the old one. When it fails the old one stays as it was.
 * @throws ChatpulseError CHATPULSE_DATA_LOCKED, CHATPULSE_DATA_CORRUPT, CHATPULSE_DISK_FULL
 */
export function rebuildArchive(options: RebuildOptions): Promise<RebuildResult> {
  return withRebuildContext(options, ARCHIVE_TOPICS, (context) => {
    const { archive: file } = context.files;
    return replaceFile(file, async (successor) => {
      const needsOlder = ARCHIVE_TOPICS.some((topic) =>
        PARTITION_NUMBERS.some((partition) => context.log.range(topic, partition).start > 0),
      );
      // Read only where needed: a damaged archive is then no hindrance.
      const older = needsOlder ? openOlderArchive(file, context.codec) : undefined;
      const archive = openEmbeddedArchive({ file: successor });
      try {
        return await fill(archive, older, context);
      } finally {
        older?.close();
        await archive.close();
      }
    });
  });
}

async function fill(
  archive: ChatArchive,
  older: OlderArchive | undefined,
  context: RebuildContext,
): Promise<{ rebuilt: number; kept: number }> {
  let rebuilt = 0;
  let kept = 0;
  // The erased are known before their messages come.
  for (const partition of PARTITION_NUMBERS) await replay(archive, context, 'moderation.events', partition);
  for (const partition of PARTITION_NUMBERS) {
    const { start } = context.log.range('chat.analyzed', partition);
    if (older && start > 0) {
      const { before, stamp } = firstKept(context, partition, older);
      await archive.write({ topic: 'chat.analyzed', partition, entries: [], nextOffset: start, stamp });
      for (const entries of older.before(partition, before)) {
        kept += messagesIn(entries);
        await archive.write({ topic: 'chat.analyzed', partition, entries, nextOffset: start, stamp });
        await nextTurn();
      }
    }
    rebuilt += await replay(archive, context, 'chat.analyzed', partition);
    await replay(archive, context, 'chat.words', partition);
    const words = context.log.range('chat.words', partition);
    if (older && words.start > 0)
      for (const entries of older.words(partition))
        await archive.write({ topic: 'chat.words', partition, entries, nextOffset: words.start, stamp: -1 });
  }
  return { rebuilt, kept };
}

/** Below which `chat.raw` offset the old archive is asked, and the stamp that readers have taken at least. */
function firstKept(
  context: RebuildContext,
  partition: number,
  older: OlderArchive,
): { before: number; stamp: number } {
  const before = firstStamp(context, partition);
  return before === undefined
    ? { before: Number.POSITIVE_INFINITY, stamp: older.position('chat.analyzed', partition)?.stamp ?? -1 }
    : { before, stamp: before - 1 };
}

/** The `chat.raw` offset of the first record that `chat.analyzed` keeps. */
export function firstStamp({ log, codec }: ReadContext, partition: number): number | undefined {
  const { start, end } = log.range('chat.analyzed', partition);
  for (const record of log.records('chat.analyzed', partition, start, end)) {
    if (record.damaged !== undefined || codec.peek(record.value) === undefined) continue;
    const { data } = codec.decode(record.value);
    if ('rawOffset' in data && data.rawOffset >= 0) return data.rawOffset;
  }
  return undefined;
}

/** Writes one partition of a topic into the archive; answers the number of messages. */
async function replay(
  archive: ChatArchive,
  { log, codec, dead, onRead }: RebuildContext,
  topic: (typeof ARCHIVE_TOPICS)[number],
  partition: number,
): Promise<number> {
  const blocks = replayPartition({
    log,
    codec,
    topic,
    partition,
    isDeadLetter: (offset) => dead.has('archive', topic, partition, offset),
    unreadable: 'stop',
    onRead,
  });
  let messages = 0;
  for (;;) {
    const step = blocks.next();
    if (step.done) {
      await finish(archive, topic, partition, step.value);
      return messages;
    }
    const entries = withoutCanaries(step.value);
    const last = entries.at(-1);
    if (!last) continue;
    messages += messagesIn(entries);
    // The position is set at the end: on the way the rows are of an archive that nobody uses yet.
    await archive.write({ topic, partition, entries, nextOffset: 0, stamp: -1 });
    await nextTurn();
  }
}

async function finish(archive: ChatArchive, topic: string, partition: number, end: ReplayEnd): Promise<void> {
  await archive.write({ topic, partition, entries: [], nextOffset: end.nextOffset, stamp: end.stamp });
}

function messagesIn(entries: readonly ArchiveEntry[]): number {
  return entries.reduce((sum, { event }) => sum + (event.type === 'MessageAnalyzed' ? 1 : 0), 0);
}
