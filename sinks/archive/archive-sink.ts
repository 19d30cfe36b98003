import { withoutCanaries } from '../../core/canary/canary.ts';
import type { SinkDefinition } from '../../core/runtime/run-sink.ts';
import type { ChatArchive } from './port.ts';

/** `chat.analyzed`, `chat.words`, `moderation.events` -> archive. */
export function archiveSink(
  archive: ChatArchive,
  options: { readonly keepsPositions: boolean },
): SinkDefinition {
  return {
    name: 'archive',
    inputs: ['chat.analyzed', 'chat.words', 'moderation.events'],
    write: ({ topic, partition, records, nextOffset, stamp }) =>
      archive.write({
        topic,
        partition,
        entries: withoutCanaries(records),
        nextOffset,
        stamp,
      }),
    ...(options.keepsPositions ? { positions: () => archive.positions() } : {}),
  };
}
