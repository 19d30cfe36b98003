import { wordsProcessor } from '../../../processors/words/words.ts';
import { openWordsReplacement } from '../../../sinks/archive/mongodb/replace-words.ts';
import { closedWindows } from '../closed-windows.ts';
import { PARTITION_NUMBERS, type RebuildResult } from '../rebuild-context.ts';
import { withServerContext, type ServerRebuildOptions } from './server-context.ts';

/**
 * Counts the words of all closed minutes of the kept log anew and writes them over those of MongoDB. Minutes from before
 * the first that is counted anew stay, and broadcasts that the log does not know. Cut short, a further run mends it.
 * @throws ChatpulseError CHATPULSE_GROUP_RUNNING, CHATPULSE_ARCHIVE_UNAVAILABLE, CHATPULSE_STORE_REFUSED
 */
export function rebuildServerWords(options: ServerRebuildOptions): Promise<RebuildResult> {
  const topics = [wordsProcessor.input];
  return withServerContext(
    options,
    { topics, sink: 'archive' },
    async ({ settings, log, codec, dead, onRead, checkStopped }) => {
      const stored = openWordsReplacement(settings.archiveUrl);
      try {
        let rebuilt = 0;
        for (const partition of PARTITION_NUMBERS) {
          const trimmed = log.range(wordsProcessor.input, partition).start > 0;
          const minutes = new Map<string, Set<number>>();
          const blocks = closedWindows({
            definition: wordsProcessor,
            log,
            codec,
            partition,
            isDeadLetter: (offset) => dead.has('words', wordsProcessor.input, partition, offset),
            onRead,
          });
          for (const block of blocks) {
            const words = block.flatMap((event) => (event.type === 'WordsRanked' ? [event.data] : []));
            for (const { broadcastId, start } of words) {
              const starts = minutes.get(broadcastId) ?? new Set();
              minutes.set(broadcastId, starts.add(start));
            }
            await stored.write(words);
            rebuilt += words.length;
          }
          await checkStopped();
          for (const [broadcastId, starts] of minutes)
            await stored.keepOnly(
              broadcastId,
              trimmed ? Math.min(...starts) : Number.NEGATIVE_INFINITY,
              starts,
            );
        }
        return { rebuilt, kept: (await stored.count()) - rebuilt };
      } finally {
        await stored.close();
      }
    },
  );
}
