import { existsSync } from 'node:fs';
import { emptyBroadcasts, reduceBroadcasts } from '../../core/broadcasts/reduce.ts';
import type { DataFiles } from '../../core/data-folder.ts';
import { createCodec } from '../../core/events/codec.ts';
import { PARTITIONS } from '../../core/events/topics.ts';
import { openLogReader } from '../../core/log/embedded/log-reader.ts';

/** Ids of all broadcasts that were ever asked for, the latest first; from `broadcast.events`, which is kept for ever. */
export function knownBroadcasts(files: DataFiles): readonly string[] {
  if (!existsSync(files.log)) return [];
  const codec = createCodec();
  const reader = openLogReader(files.log);
  try {
    let state = emptyBroadcasts();
    for (let partition = 0; partition < PARTITIONS; partition += 1) {
      const range = reader
        .partitions()
        .find((at) => at.topic === 'broadcast.events' && at.partition === partition);
      for (let offset = range?.start ?? 0; ;) {
        const records = reader.read({ topic: 'broadcast.events', partition, offset });
        for (const record of records)
          if (!record.damaged && codec.peek(record.value))
            state = reduceBroadcasts(state, codec.decode(record.value));
        const last = records.at(-1);
        if (!last) break;
        offset = last.offset + 1;
      }
    }
    return [...state.broadcasts.values()].sort((a, b) => b.startedAt - a.startedAt).map(({ id }) => id);
  } finally {
    reader.close();
  }
}
